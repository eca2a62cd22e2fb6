/** A client's operation as a whole: what is asked of whom, and what is answered. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { GraphQLError, parse } from 'graphql';
import { Operation, type Version } from '../../../../gateway/execution/operation.ts';
import type { Variables } from '../../../../gateway/execution/selections.ts';
import { ZoneFailure } from '../../../../gateway/zones/zone-client.ts';
import { versionOf } from './support.ts';
import { asking, sound, ZoneWithoutNetwork, type Answering } from './zones.ts';

const SDLS = {
  goods: `
    type Query { good: Good number(of: Int = 7): Int kind: Kind kinds: [Kind!] stats: Stats @shareable }
    type Mutation { add(of: Int): Int }
    enum Kind { OPEN SECRET @inaccessible }
    type Good @key(fields: "id") { id: ID! name: String! }
    type Stats @shareable { goods: Int }`,
  trade: `
    type Query { trade: Int text: String! stats: Stats @shareable }
    type Good @key(fields: "id") { id: ID! duty: Int need: Int! }
    type Stats @shareable { trade: Int }`,
};
const ROOT = {
  good: { id: '1', name: 'Rice' },
  number: ({ of }: Variables) => of,
  add: ({ of }: Variables) => of,
  kind: 'OPEN',
  trade: 9,
  text: 'a',
};

let version: Version;
beforeAll(async () => {
  version = await versionOf(SDLS);
});

const GOODS = sound(SDLS.goods, {}, ROOT);
const TRADE = sound(SDLS.trade, { Good: { __resolveReference: (sent) => ({ ...sent, duty: 5, need: 6 }) } }, ROOT);
const failing =
  (reason: ZoneFailure['reason']): Answering =>
  () => {
    throw new ZoneFailure(reason, 'the detail');
  };

function plain(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

async function run(
  query: string,
  variables: Variables = {},
  zones: Readonly<Record<string, Answering>> = {},
  name?: string,
) {
  const [goods, trade] = [
    new ZoneWithoutNetwork('goods', zones['goods'] ?? GOODS),
    new ZoneWithoutNetwork('trade', zones['trade'] ?? TRADE),
  ];
  const { answers, logged } = asking({ goods, trade });
  const { data, errors = [] } = await new Operation(parse(query), name, version).execute(variables, answers);
  return {
    data: plain(data),
    errors: errors.map(({ path, extensions: { code, zone, reason, places } }) => ({
      path,
      code,
      zone,
      ...(reason !== undefined && { reason }),
      ...(places !== undefined && { places }),
    })),
    asked: { goods: goods.asked, trade: trade.asked },
    logged,
  };
}

describe('introspection', () => {
  test('is answered beside data, and nobody is asked for it', async () => {
    const { data, asked } = await run(
      '{ t: __type(name: "Good") { name } trade __schema { queryType { name } } __typename }',
    );
    expect(data).toEqual({
      t: { name: 'Good' },
      trade: 9,
      __schema: { queryType: { name: 'Query' } },
      __typename: 'Query',
    });
    expect([asked.goods.length, asked.trade.map(({ query }) => query)]).toEqual([0, ['{trade}']]);
  });

  test('alone asks nobody', async () => {
    const { data, asked } = await run('query ($n: String!) { __type(name: $n) { name fields { name } } }', {
      n: 'Stats',
    });
    expect(data).toEqual({ __type: { name: 'Stats', fields: [{ name: 'goods' }, { name: 'trade' }] } });
    expect([asked.goods, asked.trade]).toEqual([[], []]);
  });

  test('is answered whole where it stands twice, in fragments, under conditions', async () => {
    const query = `query ($no: Boolean! = false) { __schema { queryType { name } } ...F ... @include(if: $no) { t: __type(name: "Good") { name } }
      t: __type(name: "Good") { kind } u: __type(name: "Good") @skip(if: $no) { ...N } v: __type(name: "Good") @include(if: $no) { name } }
      fragment F on Query { __schema { mutationType { ...N } } trade } fragment N on __Type { name }`;
    expect((await run(query)).data).toEqual({
      __schema: { queryType: { name: 'Query' }, mutationType: { name: 'Mutation' } },
      t: { kind: 'OBJECT' },
      u: { name: 'Good' },
      trade: 9,
    });
  });

  test('of a type that there is not is null', async () => {
    expect((await run('{ __type(name: "None") { name } }')).data).toEqual({ __type: null });
  });

  test('below the root, where a field gives the root back, is a fault of ours, and no null', async () => {
    const circular = await versionOf({ a: 'type Query { a: Int query: Query }' });
    const zone = new ZoneWithoutNetwork('a', sound('type Query { a: Int query: Query }', {}, { query: {} }));
    const operation = new Operation(parse('{ query { __schema { queryType { name } } } }'), undefined, circular);
    await expect(operation.execute({}, asking({ a: zone }).answers)).rejects.toThrow(
      'the schema is asked about below the root',
    );
  });

  test('does not show what is hidden', async () => {
    const { data } = await run('{ __type(name: "Kind") { enumValues { name } } }');
    expect(data).toEqual({ __type: { enumValues: [{ name: 'OPEN' }] } });
  });
});

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

  test('that do not fit are refused before anybody is asked', async () => {
    const { data, errors, asked } = await run(QUERY, { n: 'many', more: 7 });
    expect([data, errors.length, asked.goods, asked.trade]).toEqual([undefined, 2, [], []]);
  });
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
