/**
 * What every zone's subgraph has because it is a zone: its own type, its root field, its part in a consolidation. Written
 * from the registry and never by hand, so that a district's folder holds only its own, and a growing contract edits no folder.
 */
import { CORE, zoneTypeName, type ZoneEntry } from './zones.ts';

export function zoneContractSdl({ code, name, nameEn }: ZoneEntry): string {
  const type = zoneTypeName(code);
  const isCore = code === CORE;
  const shared = isCore ? '' : ' @shareable'; // the core's registry knows the others' names too
  const kind = isCore ? '核心区 / the core zone' : '托管区 / a hosted zone';
  const part = `
extend type Consolidation {
  "${name}的统计;null 为技术缺口 / ${nameEn}'s statistics; null is a technical gap"
  ${code}: ZoneStatistics
}
`;
  return `"""
${name} ${nameEn}。${kind}。
Source: 文件第二部分(一)、第四部分(一)。
"""
type ${type} implements Zone @key(fields: "code") {
  "区代码 / zone code"
  code: ID!
  "名称 / name"
  name: String!${shared}
  "类别 / kind"
  kind: ZoneKind!${shared}
  """
  本区对一个时期的统计;不写 form 则取该时期的园区报表,不写 asOf 则取当前。
  This zone's statistics for a period, of the form that asks zones for such a period unless one is named, as of now or of an instant.
  Errors: FORM_NOT_FOUND.
  """
  statistics(period: Period!, form: ID, asOf: DateTime): ZoneStatistics
  "本区的区块 / this zone's blocks"
  blocks: [Block!]
}

type Query {
  "${name} / ${nameEn}"
  ${code}: ${type}
}
${isCore ? '' : part}`;
}
