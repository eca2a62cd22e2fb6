/**
 * What every zone's subgraph has because it is a zone: its own type, its root fields, its answers to the questions put to all zones.
 * Written from the registry and never by hand, so that a district's folder holds only its own, and a growing contract edits no folder.
 */
import { answerSdl, QUESTIONS, questionSdl } from './questions.ts';
import { CORE, zoneMutationsName, zoneTypeName, type ZoneEntry } from './zones.ts';

export function zoneContractSdl(zone: ZoneEntry): string {
  const { code, name, nameEn } = zone;
  const type = zoneTypeName(code);
  const isCore = code === CORE;
  const shared = isCore ? '' : ' @shareable'; // the core's registry knows the others' names too
  const kind = isCore ? '核心区 / the core zone' : '托管区 / a hosted zone';
  const answers = QUESTIONS.map((question) => `${questionSdl(question)}\n${answerSdl(question, zone)}\n}`);
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
  "本区的一期报送 / one return of this zone. Errors: FORM_NOT_FOUND, NOT_A_PERIOD_OF_FORM"
  return(form: ID!, period: Period!, asOf: DateTime): Return
  "本区一张报表的各期报送,由旧到新 / this zone's returns of a form, oldest first. Errors: FORM_NOT_FOUND, TOO_MANY_PERIODS"
  returns(form: ID!, from: Period!, to: Period!, states: [ReturnState!]): [Return!]
  "本区的区块 / this zone's blocks"
  blocks: [Block!]
}

${actionsSdl(zone)}

type Query {
  "${name} / ${nameEn}"
  ${code}: ${type}
}

type Mutation {
  "${name}对自己报送的操作 / what ${nameEn} does with its own returns"
  ${code}: ${zoneMutationsName(code)}
}

${isCore ? '' : answers.join('\n\n')}
`;
}

function actionsSdl({ code, name, nameEn }: ZoneEntry): string {
  return `"${name}对自己报送的操作,见 ZoneMutations / what ${nameEn} does with its own returns, see ZoneMutations"
type ${zoneMutationsName(code)} implements ZoneMutations {
  "填写 / write cells, remove cells, or state a nil return; all or none"
  saveObservations(input: SaveObservationsInput!): ReturnResult
  "说明警告 / explain a warning"
  explainWarning(input: ExplainWarningInput!): ReturnResult
  "报送 / validate, sign and submit"
  submitReturn(input: SubmitReturnInput!): ReturnResult
  "撤回 / withdraw, before the office has decided"
  withdrawReturn(input: WithdrawReturnInput!): ReturnResult
  "修订 / correct, after the office has decided"
  reviseReturn(input: ReviseReturnInput!): ReturnResult
  "导入 CSV 或 XLSX / import CSV or XLSX, all or nothing"
  importReturn(input: ImportReturnInput!): ImportResult
}`;
}
