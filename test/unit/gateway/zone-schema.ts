/** A small schema of a zone, with every kind of type that an answer can hold, and requests to it. */
import { buildSchema, parse } from 'graphql';
import { faultOf, type AnswerCheck } from '../../../gateway/zones/check-answer.ts';
import { ZoneOperation, type Variables } from '../../../gateway/zones/selection.ts';

export const SCHEMA = buildSchema(`
  scalar Decimal
  scalar Period
  scalar _Any
  enum State { NOT_REPORTED SUBMITTED }
  enum ZoneKind { CORE HOSTED }

  interface Zone { code: ID! name: String! }
  type NanjiangZone implements Zone {
    code: ID!
    name: String!
    kind: ZoneKind!
    statistics(period: Period): ZoneStatistics
    blocks: [Block!]
    best: Block
    neighbour: Zone
    motto: String
    self: NanjiangZone
  }
  type EnyangZone implements Zone { code: ID! name: String! lines: Int }
  type Block { code: ID! note: String aliases: [String!]! area: Float open: Boolean }
  type ZoneStatistics { zone: ID! period: Period! state: State! revision: Int observations: [Observation!]! }
  type Observation { indicator: ID! value: Decimal unitMult: Int! }

  type Consolidation { period: Period! nanjiang: ZoneStatistics }
  union _Entity = Consolidation | NanjiangZone
  type Query {
    nanjiang: NanjiangZone!
    me: NanjiangZone
    us: [NanjiangZone!]
    zone(code: ID!): Zone
    zones: [Zone!]!
    blocks: [Block]
    statistics(period: Period): ZoneStatistics
    _entities(representations: [_Any!]!): [_Entity]!
  }
`);

export function request(document: string, variables: Variables = {}): ZoneOperation {
  return new ZoneOperation(parse(document), variables);
}

/** Asks for entities, as the gateway does. */
export function entitiesRequest(selection: string, ...typeNames: readonly string[]): ZoneOperation {
  const representations = typeNames.map((__typename) => ({ __typename, period: '2024' }));
  const document = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ${selection} } }`;
  return request(document, { representations });
}

/** Beside one error that says nowhere where it happened. */
export const AN_ERROR: AnswerCheck['errorPaths'] = [undefined];

/** What is wrong with an answer of Nanjiang, given as the JSON text in which a zone sends it. */
export function faultIn(
  asked: ZoneOperation,
  json: string,
  errorPaths: AnswerCheck['errorPaths'] = [],
): string | undefined {
  const data: unknown = JSON.parse(json);
  return faultOf(data, { zone: 'nanjiang', schema: SCHEMA, request: asked, errorPaths });
}
