/** What a registered zone says of itself must be true, and it is never silent about itself. */
import { describe, expect, test } from '@jest/globals';
import { buildSchema } from 'graphql';
import { Claims } from '../../../../gateway/execution/answers/claims.ts';
import { findZone } from '../../../../schema/zones.ts';
import { read, type ReadOptions } from './reading.ts';

const schema = buildSchema(`
  scalar Period scalar Decimal
  enum ZoneKind { CORE HOSTED }
  interface Zone { code: ID! name: String }
  type Query {
    nanjiang: NanjiangZone me: NanjiangZone us: [NanjiangZone!] zone: Zone zones: [Zone!] text: String
    statistics(period: Period): ZoneStatistics history(period: Period!, periods: [Period!]): [ZoneStatistics!]
    other(period: Int): OtherZone
  }
  type NanjiangZone implements Zone {
    code: ID! name: String kind: ZoneKind motto: String neighbour: Zone block: Block blocks: [Block!] strict: [Block!]!
    statistics(period: Period): ZoneStatistics return(form: ID!, period: Period!): Return
  }
  type Return { zone: ID form: ID period: Period statistics: ZoneStatistics }
  type EnyangZone implements Zone { code: ID! name: String }
  type OtherZone { code: ID }
  type Block { code: ID zone: ID period: Period names: [String] }
  type ZoneStatistics { zone: ID form: ID period: Period value(unit: Int): Decimal within: ZoneStatistics }
  type Consolidation { period: Period nanjiang: ZoneStatistics }`);

const reads = (query: string, answer: unknown, options: ReadOptions = {}) =>
  read(schema, query, answer, { zone: 'nanjiang', ...options });
const refused = (query: string, answer: unknown, options?: ReadOptions) => reads(query, answer, options).refused;

test('a subgraph that is not in the registry makes no claims', () => {
  expect([Claims.of('elsewhere', schema), Claims.of('constructor', schema)]).toEqual([undefined, undefined]);
  expect(Claims.of('nanjiang', schema)).toBeInstanceOf(Claims);
  expect(Claims.of('nanjiang', buildSchema('type Query { a: Int }'))).toBeUndefined(); // somebody else's graph
  expect(
    read(schema, '{ nanjiang { code } statistics { zone } }', { nanjiang: { code: 'x' }, statistics: null }).refused,
  ).toEqual([]);
});

describe('a zone', () => {
  const { name } = findZone('nanjiang') ?? {};

  test('is what the registry says', () => {
    expect(
      refused('{ nanjiang { code name kind } }', { nanjiang: { code: 'nanjiang', name, kind: 'HOSTED' } }),
    ).toEqual([]);
  });

  test.each([
    ['code', 'enyang'],
    ['name', '恩阳区'],
    ['kind', 'CORE'],
    ['name', null],
  ])('is nothing else: its %s is not %s', (field, value) => {
    const { kept, refused: details } = reads(`{ nanjiang { a: ${field} motto } }`, {
      nanjiang: { a: value, motto: 'x' },
    });
    expect(kept).toEqual({ nanjiang: `<NanjiangZone.${field}: about another than asked>` });
    expect(details).toEqual([`NanjiangZone.${field}: about another than asked`]);
  });

  test.each([
    [{ zone: 'enyang', period: '2024-02' }, 'Return.zone: about another than asked'],
    [{ zone: 'nanjiang', period: '2024-03' }, 'Return.period: about another than asked'],
    [null, 'NanjiangZone.return: null without an error'],
  ])('answers the return that it was asked for: not %j', (answer, told) => {
    const query = '{ nanjiang { return(form: "F", period: "2024-02") { zone period } } }';
    expect(refused(query, { nanjiang: { return: answer } })).toEqual([told]);
  });

  test('may say of other zones and things what it likes', () => {
    const others = {
      zones: [{ __typename: 'EnyangZone', code: 'x', name: null }],
      other: { code: 'y' },
      nanjiang: { block: { code: 'z', zone: 'q' } },
    };
    expect(
      refused('{ zones { __typename code name } other { code } nanjiang { block { code zone } } }', others),
    ).toEqual([]);
  });

  test('is itself also where a type says it', () => {
    expect(refused('{ zone { __typename code } }', { zone: { __typename: 'NanjiangZone', code: 'enyang' } })).toEqual([
      'NanjiangZone.code: about another than asked',
    ]);
  });
});

describe('statistics', () => {
  test('are of the form asked', () => {
    const options = { about: { period: '2024', form: 'F' }, expected: 'Consolidation' };
    const of = (form: string) => ({ nanjiang: { form, period: '2024' } });
    expect(refused('{ ... on Consolidation { nanjiang { form period } } }', of('F'), options)).toEqual([]);
    expect(refused('{ ... on Consolidation { nanjiang { form period } } }', of('G'), options)).toEqual([
      'ZoneStatistics.form: about another than asked',
    ]);
  });

  test('are about the zone itself, under whatever name', () => {
    expect(refused('{ statistics { zone } }', { statistics: { zone: 'nanjiang' } })).toEqual([]);
    expect(reads('{ s: statistics { z: zone value } }', { s: { z: 'enyang', value: '1' } }).kept).toEqual({
      s: '<ZoneStatistics.zone: about another than asked>',
    });
    expect(
      refused('{ history(period: "2024") { zone } }', { history: [{ zone: 'nanjiang' }, { zone: 'enyang' }] }),
    ).toHaveLength(1);
  });

  test.each<readonly [string, string, unknown, ReadOptions]>([
    ['its argument', '{ statistics(period: "2024") { period } }', { statistics: { period: '2024' } }, {}],
    [
      'a variable',
      'query ($p: Period) { statistics(period: $p) { period } }',
      { statistics: { period: '2024' } },
      { variables: { p: '2024' } },
    ],
    [
      'the key of its entity',
      '{ ... on Consolidation { nanjiang { period } } }',
      { nanjiang: { period: '2024' } },
      { about: { period: '2024' }, expected: 'Consolidation' },
    ],
    [
      'what encloses it',
      '{ statistics(period: "2024") { within { period } } }',
      { statistics: { within: { period: '2024' } } },
      {},
    ],
    [
      'its own argument before the key',
      '{ ... on NanjiangZone { statistics(period: "2024") { period } } }',
      { statistics: { period: '2024' } },
      { about: { period: '2023' }, expected: 'NanjiangZone' },
    ],
    [
      'the key, which names the form too',
      '{ ... on Consolidation { nanjiang { form period } } }',
      { nanjiang: { form: 'F', period: '2024' } },
      { about: { period: '2024', form: 'F' }, expected: 'Consolidation' },
    ],
  ])('are about the period asked, by %s', (_, query, answer, options) => {
    expect(refused(query, answer, options)).toEqual([]);
    const another: unknown = JSON.parse(JSON.stringify(answer).replace('2024', '2022'));
    expect(refused(query, another, options)).toEqual(['ZoneStatistics.period: about another than asked']);
  });

  test('may be about any period where none is asked', () => {
    expect(refused('{ statistics { period } }', { statistics: { period: '1999' } })).toEqual([]);
    expect(
      refused('query ($p: Period) { statistics(period: $p) { period } }', { statistics: { period: '1999' } }),
    ).toEqual([]);
  });

  test('of one period do not bind what is asked beside them', () => {
    const query = '{ a: statistics(period: "2024") { period } b: statistics { period } }';
    expect(refused(query, { a: { period: '2024' }, b: { period: '1999' } })).toEqual([]);
    expect(refused(query, { a: { period: '1999' }, b: { period: '1999' } })).toHaveLength(1);
  });

  test('are asked by a period that is a text only', () => {
    expect(
      refused('{ other(period: 2024) { code } statistics { period } }', {
        other: { code: 'x' },
        statistics: { period: '2024' },
      }),
    ).toEqual([]);
  });
});

describe('null is an answer', () => {
  test.each<readonly [string, unknown]>([
    ['{ text zone { code } zones { code } other { code } }', { text: null, zone: null, zones: null, other: null }],
    [
      '{ nanjiang { motto neighbour { code } block { code } } }',
      { nanjiang: { motto: null, neighbour: null, block: null } },
    ],
    ['{ nanjiang { blocks { names code } } }', { nanjiang: { blocks: [{ names: null, code: null }] } }],
    ['{ statistics { value } }', { statistics: { value: null } }],
  ])('to %s', (query, answer) => {
    expect(refused(query, answer)).toEqual([]);
  });

  test.each<readonly [string, unknown, string]>([
    ['{ nanjiang { motto } }', { nanjiang: null }, 'Query.nanjiang: null without an error'],
    ['{ us { motto } }', { us: null }, 'Query.us: null without an error'],
    ['{ statistics { value } }', { statistics: null }, 'Query.statistics: null without an error'],
    ['{ history(period: "2024") { value } }', { history: null }, 'Query.history: null without an error'],
    [
      '{ nanjiang { statistics { value } } }',
      { nanjiang: { statistics: null } },
      'NanjiangZone.statistics: null without an error',
    ],
    ['{ nanjiang { blocks { code } } }', { nanjiang: { blocks: null } }, 'NanjiangZone.blocks: null without an error'],
    ['{ nanjiang { strict { code } } }', { nanjiang: { strict: null } }, 'NanjiangZone.strict: null without an error'],
    [
      '{ statistics { within { value } } }',
      { statistics: { within: null } },
      'ZoneStatistics.within: null without an error',
    ],
  ])('not to %s', (query, answer, detail) => {
    expect(refused(query, answer)).toEqual([detail]);
  });
});

test('the scalars of the contract are strict', () => {
  expect(refused('{ statistics { value period } }', { statistics: { value: '1e3', period: 'x' } })).toEqual([
    'ZoneStatistics.value: not a Decimal',
    'ZoneStatistics.period: not a Period',
  ]);
  expect(refused('{ statistics { value(unit: 8) } }', { statistics: { value: 1.5 } })).toEqual([
    'ZoneStatistics.value: not a Decimal',
  ]);
});
