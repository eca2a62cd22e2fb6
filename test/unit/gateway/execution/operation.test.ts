/** A client's operation as a whole: what is asked of whom, and what is answered. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { GraphQLError, parse } from 'graphql';
import { Operation, type Version } from '../../../../gateway/execution/operation.ts';
import type { Variables } from '../../../../gateway/execution/selections.ts';
import { versionOf } from './support.ts';
import { carryOut, failing, SDLS } from './two-zones.ts';
import { asking, ZoneWithoutNetwork, type Answering } from './zones.ts';

let version: Version;
beforeAll(async () => {
  version = await versionOf(SDLS);
});
type Zones = Readonly<Record<string, Answering>>;
const run = (query: string, variables?: Variables, zones?: Zones, name?: string) =>
  carryOut(version, query, variables, zones, name);

describe('@skip and @include', () => {
  test('decide which zones are asked', async () => {
    const query =
      'query ($yes: Boolean! = true) { number @skip(if: $yes) trade @include(if: $yes) good { name duty @skip(if: $yes) } }';
    const yes = await run(query);
    expect([yes.data, yes.asked.trade.length]).toEqual([{ trade: 9, good: { name: 'Rice' } }, 1]);
    const no = await run(query, { yes: false });
    expect([no.data, no.asked.trade.length]).toEqual([{ number: 7, good: { name: 'Rice', duty: 5 } }, 1]);
  });

  test('may rule out all', async () => {
    const { data, asked } = await run(
      'query ($no: Boolean!) { good @include(if: $no) { duty } trade @include(if: false) }',
      { no: false },
    );
    expect([data, asked.goods, asked.trade]).toEqual([{}, [], []]);
  });
});

describe('variables', () => {
  const QUERY = 'query ($n: Int = 3, $more: Boolean = true) { number(of: $n) trade @include(if: $more) }';
  test.each<readonly [string, Variables, unknown, unknown]>([
    ['that are given reach the zone', { n: 5 }, { n: 5 }, 5],
    ['that are not given have their default', {}, {}, 3],
    ['that are null are null', { n: null }, { n: null }, null],
    ['that nobody declared are dropped', { n: 5, other: 1, __proto__: 2 }, { n: 5 }, 5],
  ])('%s', async (_, given, sent, number) => {
    const { data, asked } = await run(QUERY, given);
    expect([data, asked.goods.map(({ variables }) => variables)]).toEqual([{ number, trade: 9 }, [sent]]);
  });

  test('that conditions go by are refused where they are null all the same', async () => {
    const { data, errors, asked } = await run(QUERY, { more: null });
    expect([data, errors, asked.goods]).toEqual([undefined, [{ path: undefined, code: 'BAD_USER_INPUT' }], []]);
  });

  test('that do not fit are refused before anybody is asked', async () => {
    const { data, errors, asked } = await run(QUERY, { n: 'many', more: 7 });
    expect([data, errors.length, asked.goods, asked.trade]).toEqual([undefined, 2, [], []]);
  });
});

test('of several operations the others ask for nothing: their conditions, names and fragments are not looked at', async () => {
  const query = `query One { number trade ...F } query Two($yes: Boolean!) { n: trade ...G trade @include(if: $yes) }
    fragment F on Query { n: number(of: 5) } fragment G on Query { __typename @skip(if: $yes) }`;
  const { data, asked } = await run(query, {}, {}, 'One');
  expect(data).toEqual({ number: 7, trade: 9, n: 5 });
  expect(asked.goods.map(({ query: text }) => text)).toEqual(['query One__goods{number n:number(of:5)}']);
});

test('of several operations the named one is carried out', async () => {
  const query = 'query One { trade } query Two { ...F } fragment F on Query { number }';
  expect((await run(query, {}, {}, 'Two')).data).toEqual({ number: 7 });
  expect((await run(query, {}, {}, 'One')).data).toEqual({ trade: 9 });
  expect((await run(query, {}, {}, 'Two')).asked.goods).toMatchObject([{ operationName: 'Two__goods' }]);
});

describe('errors', () => {
  test('are told once for all places that one failure left empty', async () => {
    const { data, errors } = await run('{ a: trade good { name d: duty } }', {}, { trade: failing('TIMEOUT') });
    expect(data).toEqual({ a: null, good: { name: 'Rice', d: null } });
    expect(errors).toEqual([
      { path: ['a'], code: 'ZONE_UNAVAILABLE', zone: 'trade', reason: 'TIMEOUT', places: [['a'], ['good', 'd']] },
    ]);
  });

  test('are told without a place where they left nothing empty, once a zone', async () => {
    const { data, errors } = await run(
      '{ trade number }',
      {},
      {
        trade: () => ({
          data: { trade: 1 },
          errors: [
            { message: 'x', path: ['none'] },
            { message: 'y', path: ['trade'] },
          ],
        }),
        goods: () => ({
          data: { number: null },
          errors: [
            { message: 'x', path: ['none'] },
            { message: 'y', path: ['number'] },
          ],
        }),
      },
    );
    expect(data).toEqual({ trade: 1, number: null });
    expect(errors).toEqual([
      { path: ['number'], code: 'ZONE_ERROR', zone: 'goods', reason: 'ZONE_ERROR' },
      { path: undefined, code: 'ZONE_ERROR', zone: 'trade', reason: 'ZONE_ERROR' },
    ]);
  });

  test('are none where a zone has no such entity, and the field may be null', async () => {
    const none: Answering = () => ({ data: { _entities: [null] } });
    expect(await run('{ good { duty } }', {}, { trade: none })).toMatchObject({
      data: { good: { duty: null } },
      errors: [],
    });
    expect(await run('{ good { name need } }', {}, { trade: none })).toMatchObject({
      data: { good: null },
      errors: [{ path: ['good', 'need'], code: 'ZONE_BAD_DATA', zone: 'trade' }],
    });
  });

  test('name the zone that was to bring a value which clients must not see', async () => {
    const { data, errors, logged } = await run(
      '{ k: kind l: kinds }',
      {},
      { goods: () => ({ data: { k: 'SECRET', l: ['OPEN', 'SECRET'] } }) },
    );
    expect(data).toEqual({ k: null, l: null });
    expect(errors).toEqual([
      { path: ['k'], code: 'ZONE_BAD_DATA', zone: 'goods', reason: 'BAD_DATA' },
      { path: ['l', 1], code: 'ZONE_BAD_DATA', zone: 'goods', reason: 'BAD_DATA' },
    ]);
    expect(logged).toMatchObject([{ detail: 'nothing at k' }, { detail: 'nothing at l' }]);
  });

  test.each([
    [0, 1],
    [1, 0],
  ])('of a zone that fails to tell of what another knows are its own, whoever is first', async (one, other) => {
    const after =
      (turns: number, body: unknown): Answering =>
      async () => {
        for (let turn = 0; turn < turns * 20; turn += 1) await Promise.resolve();
        return body;
      };
    const { data, errors } = await run(
      '{ stats { goods trade } }',
      {},
      {
        goods: after(one, { data: { stats: { goods: 1 } } }),
        trade: after(other, { data: { stats: null }, errors: [{ message: 'x', path: ['stats'] }] }),
      },
    );
    expect(data).toEqual({ stats: { goods: 1, trade: null } });
    expect(errors).toEqual([{ path: ['stats', 'trade'], code: 'ZONE_ERROR', zone: 'trade', reason: 'ZONE_ERROR' }]);
  });

  test('do not hold the gateway’s own objects, whatever a zone says of a scalar', async () => {
    const custom = await versionOf({ a: 'scalar JSON type Query { a: JSON b: Int }' });
    const zone = new ZoneWithoutNetwork('a', () => ({
      data: { a: { x: [null] }, b: null },
      errors: [{ message: 'x' }],
    }));
    const { data } = await new Operation(parse('{ a b }'), undefined, custom).execute({}, asking({ a: zone }).answers);
    expect(data).toEqual({ a: { x: [null] }, b: null });
  });

  test('may cost the whole answer', async () => {
    const { data, errors } = await run('{ text number }', {}, { trade: failing('HTTP_ERROR') });
    expect([data, errors]).toEqual([
      null,
      [{ path: ['text'], code: 'ZONE_UNAVAILABLE', zone: 'trade', reason: 'HTTP_ERROR' }],
    ]);
  });
});

describe('an operation', () => {
  test('whose fields no zone can resolve is refused by their names', () => {
    const unplannable: Version = { ...version, plan: () => ({ kind: 'QueryPlan' }) };
    const refused = () =>
      new Operation(parse('{ trade number __typename __schema { queryType { name } } }'), undefined, unplannable);
    expect(refused).toThrow(GraphQLError);
    expect(refused).toThrow('no zone can resolve trade, number as it is asked');
    expect(() => new Operation(parse('{ __typename }'), undefined, unplannable)).not.toThrow();
  });

  test('of a kind that there is not is a fault of ours', () => {
    expect(() => new Operation(parse('subscription { x }'), undefined, version)).toThrow(
      'there is no subscription here',
    );
  });
});
