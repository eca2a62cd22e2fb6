/**
 * The registry's part of the core's SDL, written from the list of zones: the concrete type of every hosted zone, and the questions
 * that are put to all zones, with what the core computes from the answers. It is the only SDL that is generated into a file,
 * because it is the only one that must change when a zone joins. Committed as registry.graphql.
 */
import { answerSdl, QUESTIONS, questionSdl, type Question } from './questions.ts';
import { CORE, HOSTED_ZONES, findZone, zoneTypeName, type ZoneEntry } from './zones.ts';

const CELLS = 'observations { indicator block value unit unitMult decimals obsStatus counterpart note }';
const FACTS = 'zone form period state revision standardVersion digest recordedAt synthetic';

/** What the core reads of the answers, with what the digest and the signature are verified; no field here takes arguments (architecture: @requires and arguments do not mix). */
const STATISTICS = `${FACTS} signature keyId reason explanations { rule indicator block text } enterpriseDigest ${CELLS}`;
const SUMMARY = 'period drafting revision digest recordedAt firstSubmittedAt synthetic';

interface Computed {
  readonly description: string;
  readonly field: string;
}

/** What the core answers to a question, from which fields of the zones' answers. */
const COMPUTED: Readonly<Record<string, { readonly reads: string; readonly fields: readonly Computed[] }>> = {
  Consolidation: {
    reads: STATISTICS,
    fields: [
      {
        description: `合并数。不列指标则给出该报表所采集、可合并的全部指标。
  Consolidated figures; without a list, all that the form asks for and the ratios of them.
  Errors: UNKNOWN_INDICATOR, INDICATOR_NOT_ADDITIVE.`,
        field: 'figures(indicators: [ID!]): [ConsolidatedFigure!]',
      },
      {
        description: `一个指标的合并数。
  One consolidated figure. Errors: UNKNOWN_INDICATOR, INDICATOR_NOT_ADDITIVE.`,
        field: 'figure(indicator: ID!): ConsolidatedFigure',
      },
      { description: '审核所见,由重到轻 / what the checks found, gravest first', field: 'findings: [Finding!]' },
      {
        description: `各区此处所答是否正是最近一次发布(release)所据的各版;尚无发布,或有区未能应答,则为 null。
  Whether what the zones answered here are the very revisions of the last release (see \`release\`); null without one, or while a zone does not answer.`,
        field: 'current: Boolean',
      },
    ],
  },
  Completeness: {
    reads: SUMMARY,
    fields: [
      { description: '合计 / in total', field: 'total: CompletenessCount' },
      {
        description: '各区,次序同名册 / zone by zone, in the order of the registry',
        field: 'zones: [ZoneCompleteness!]',
      },
      {
        description: '催报清单:应报、逾期、退回待改,由急到缓 / what to remind the zones of, the most urgent first',
        field: 'reminders: [Reminder!]',
      },
    ],
  },
  ReleaseResult: {
    reads: STATISTICS,
    fields: [
      {
        description: '是否已发布;false 则什么都没有改动 / whether it was released; when not, nothing was',
        field: 'done: Boolean',
      },
      { description: '所成的发布 / the release that was made', field: 'release: Release' },
      { description: '问题,由重到轻 / problems, gravest first', field: 'problems: [Problem!]' },
    ],
  },
  ReleaseVerification: {
    reads: STATISTICS,
    fields: [
      {
        description:
          '重算所得是否与所发布的逐字节一致;未见不一致但有区未能应答则为 null / byte-identical or not, whoever else did not answer; null: nothing differs, but a zone does not answer',
        field: 'reproduced: Boolean',
      },
      {
        description:
          '不一致之处:区、指标、摘要,以及未能核验的区 / what differs: zone, indicator, digest; and zones that could not be verified',
        field: 'differences: [VerificationDifference!]',
      },
    ],
  },
};

export function registrySdl(hosted: readonly ZoneEntry[] = HOSTED_ZONES): string {
  const types = hosted.map(
    (zone) => `"${zone.name}(托管区),核心区名册所载部分 / as the core's registry knows it"
type ${zoneTypeName(zone.code)} implements Zone @key(fields: "code") {
  code: ID!
  name: String! @shareable
  kind: ZoneKind! @shareable
}`,
  );
  return `# Generated from zones.json by \`npm run compose\`; do not edit.

"""
区。核心区名册只载代码、名称、类别;其余字段由各区自己的子图应答。
A zone as the core's registry knows it; every further field comes from the zone itself.
"""
interface Zone {
  code: ID!
  name: String!
  kind: ZoneKind!
}

${[...types, ...QUESTIONS.map((question) => questionOf(question, hosted))].join('\n\n')}
`;
}

function questionOf(question: Question, hosted: readonly ZoneEntry[]): string {
  const { reads, fields } = COMPUTED[question.type] ?? { reads: '', fields: [] };
  const selection = `{ ${reads} }`;
  const requires = `@requires(\n      fields: """\n${hosted.map(({ code }) => `      ${code} ${selection}`).join('\n')}\n      """\n    )`;
  const core = findZone(CORE);
  const answers = hosted.map(({ code }) => `  ${code}: ${question.answer} @external`);
  const computed = fields.map(
    ({ description, field }) => `  """\n  ${description}\n  """\n  ${field}\n    ${requires}`,
  );
  return [questionSdl(question), core ? answerSdl(question, core) : '', ...answers, ...computed, '}'].join('\n');
}
