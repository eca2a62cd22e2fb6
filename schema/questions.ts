/**
 * The questions that are put to all zones at once (the key is the question): each is an entity whose key says what is asked; every
 * zone adds one field, its answer, and the core computes from all of them. Written into every subgraph's SDL from here.
 */

export interface Question {
  readonly type: string;
  /** What it is, for the zones. */
  readonly description: string;
  /** The fields of the key, with their types. */
  readonly key: readonly string[];
  /** The type of a zone's answer. */
  readonly answer: string;
  /** Whether clients see key and answers; a mutation's result shows nothing but what comes of it. */
  readonly visible: boolean;
  /** Whether the answers are evidence: then a zone looks at all that it sealed, and not only at what it says of it. */
  readonly evidence?: boolean;
}

const ABOUT_FORM = '"所问报表 / the form asked about"\n  form: ID!';
const ABOUT_PERIOD = '"所问时期 / the period asked about"\n  period: Period!';

export const QUESTIONS: readonly Question[] = [
  {
    type: 'Consolidation',
    description: `合并核算(统一核算):键即所问。各区并行给出自己的统计,核心区据此计算。
A consolidation: its key is the question; the zones answer in parallel and the core computes.
Source: 文件第二部分(二)“只与经开区核心区统一核算、统一标准、数据共表”.`,
    key: [
      ABOUT_FORM,
      ABOUT_PERIOD,
      '"所问口径 / the perimeter asked about"\n  perimeter: Perimeter!',
      '"所问方式 / the mode asked for"\n  mode: ConsolidationMode!',
      '"截至时点(交易时间);null 为当前 / as of this instant (transaction time); null is now"\n  asOf: DateTime',
    ],
    answer: 'ZoneStatistics',
    visible: true,
  },
  {
    type: 'Completeness',
    description: `报送进度:一张报表在一段时间内应报、已报、按时、逾期,各区各期一格。
Completeness and timeliness of a form over a span of periods: what is expected, has come, came in time or is overdue, zone by period.`,
    key: [ABOUT_FORM, '"起始时期 / the first period"\n  from: Period!', '"终止时期 / the last period"\n  to: Period!'],
    answer: '[ReturnSummary!]',
    visible: true,
  },
  {
    type: 'ReleaseResult',
    description: `发布的结果。各区按发布时点再次给出已签名的报送,核心区核验签名与摘要,然后封存。
What came of a release: the zones hand over their signed returns as of its instant; the core verifies them and seals the release.`,
    key: ['run: ID!', ABOUT_FORM, ABOUT_PERIOD, '"截至时点 / as of this instant"\n  asOf: DateTime!'],
    answer: 'ZoneStatistics',
    visible: false,
    evidence: true,
  },
  {
    type: 'ReleaseVerification',
    description: `对一次发布的复核:请各区再次给出当时的报送,重新计算,逐字节比较。
The verification of a release: the zones are asked again for what they had submitted as of it, everything is computed anew, and compared byte by byte.`,
    key: [
      '"所核的发布 / the release verified"\n  release: ID!',
      ABOUT_FORM,
      ABOUT_PERIOD,
      '"截至时点 / as of this instant"\n  asOf: DateTime!',
    ],
    answer: 'ZoneStatistics',
    visible: true,
    evidence: true,
  },
];

const HIDDEN = ' @inaccessible';

/** The entity's opening: its description, its key and the fields of the key. The caller adds fields and closes it. */
export function questionSdl({ type, description, key, visible }: Question): string {
  const names = key.map((field) => /(\w+): \w+!?$/.exec(field)?.[1] ?? '').join(' ');
  const fields = key.map((field) => `  ${field}${visible ? '' : HIDDEN}`);
  return `"""\n${description}\n"""\ntype ${type} @key(fields: "${names}") {\n${fields.join('\n')}`;
}

/** A zone's own answer to a question. */
export function answerSdl({ answer, visible }: Question, zone: { code: string; name: string; nameEn: string }): string {
  const description = `"${zone.name}的答复;null 为技术缺口 / ${zone.nameEn}'s answer; null is a technical gap"`;
  return `  ${description}\n  ${zone.code}: ${answer}${visible ? '' : HIDDEN}`;
}
