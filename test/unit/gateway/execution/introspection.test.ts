/** What is asked about the schema is answered beside the data, and nobody is asked for it. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { Operation, type Version } from '../../../../gateway/execution/operation.ts';
import type { Variables } from '../../../../gateway/execution/selections.ts';
import { versionOf } from './support.ts';
import { carryOut, SDLS } from './two-zones.ts';
import { asking, sound, ZoneWithoutNetwork } from './zones.ts';

let version: Version;
beforeAll(async () => {
  version = await versionOf(SDLS);
});
const run = (query: string, variables?: Variables) => carryOut(version, query, variables);

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
