/**
 * The registry's part of the core's SDL, written from the list of zones: the concrete type of every hosted zone, and
 * the consolidation whose key is the question and whose parts are the zones' answers. It is the only SDL that is
 * generated, because it is the only one that must change when a zone joins. Committed as registry.graphql.
 */
import { HOSTED_ZONES, zoneTypeName, type ZoneEntry } from './zones.ts';

/** All that the core's arithmetic reads; no field here takes arguments (architecture: @requires and arguments do not mix). */
const STATISTICS = [
  'zone form period state revision standardVersion digest recordedAt synthetic',
  'observations { indicator block value unit unitMult decimals obsStatus counterpart note }',
].join(' ');

export function registrySdl(hosted: readonly ZoneEntry[] = HOSTED_ZONES): string {
  const requires = `@requires(\n      fields: """\n${hosted.map((zone) => `      ${zone.code} { ${STATISTICS} }`).join('\n')}\n      """\n    )`;
  const types = hosted.map(
    (zone) => `"${zone.name}(托管区),核心区名册所载部分 / as the core's registry knows it"
type ${zoneTypeName(zone.code)} implements Zone @key(fields: "code") {
  code: ID!
  name: String! @shareable
  kind: ZoneKind! @shareable
}`,
  );
  const parts = hosted.map((zone) => `  ${zone.code}: ZoneStatistics @external`);
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

${types.join('\n\n')}

"""
合并核算(统一核算):键即所问。各区并行给出自己的统计,核心区据此计算。
A consolidation: its key is the question; the zones answer in parallel and the core computes.
Source: 文件第二部分(二)“只与经开区核心区统一核算、统一标准、数据共表”.
"""
type Consolidation @key(fields: "form period perimeter mode asOf") {
  "所问报表 / the form asked about"
  form: ID!
  "所问时期 / the period asked about"
  period: Period!
  "所问口径 / the perimeter asked about"
  perimeter: Perimeter!
  "所问方式 / the mode asked for"
  mode: ConsolidationMode!
  "截至时点(交易时间);null 为当前 / as of this instant (transaction time); null is now"
  asOf: DateTime
  "核心区自己的统计 / the core zone's own statistics"
  core: ZoneStatistics
${parts.join('\n')}
  """
  合并数。不列指标则给出该报表所采集、可合并的全部指标。
  Consolidated figures; without a list, all that the form asks for and the ratios of them.
  Errors: UNKNOWN_INDICATOR, INDICATOR_NOT_ADDITIVE.
  """
  figures(indicators: [ID!]): [ConsolidatedFigure!]
    ${requires}
  """
  一个指标的合并数。
  One consolidated figure. Errors: UNKNOWN_INDICATOR, INDICATOR_NOT_ADDITIVE.
  """
  figure(indicator: ID!): ConsolidatedFigure
    ${requires}
  "审核所见,由重到轻 / what the checks found, gravest first"
  findings: [Finding!]
    ${requires}
}
`;
}
