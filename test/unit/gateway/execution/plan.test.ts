/** Every kind of plan node as what it does: who is asked, in which order, about which objects. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { FetchNode, PlanNode } from '@apollo/query-planner';
import { OperationTypeNode, parse } from 'graphql';
import type { Data } from '../../../../gateway/execution/data.ts';
import type { Version } from '../../../../gateway/execution/operation.ts';
import { compilePlan } from '../../../../gateway/execution/plan.ts';
import { Run } from '../../../../gateway/execution/run.ts';
import type { Variables } from '../../../../gateway/execution/selections.ts';
import { ZoneFailure } from '../../../../gateway/zones/zone-client.ts';
import { versionOf } from './support.ts';
import { asking, ZoneWithoutNetwork, type Answering } from './zones.ts';

let version: Version;
beforeAll(async () => {
  version = await versionOf({
    a: `
      type Query { a: Int x: Int goods: [[Good]] good: Good holders: [Holder] }
      type Holder { goods: [Good] }
      type Good @key(fields: "id") { id: ID! price(in: String): Int }`,
    b: `type Query { b: Int } type Good @key(fields: "id") {
      id: ID! price(in: String): Int @external name: String
      c: Int @requires(fields: "price(in: \\"CNY\\")") u: Int @requires(fields: "price(in: \\"USD\\")") }`,
  });
});

const fetch = (serviceName: string, operation: string, over: Partial<FetchNode> = {}): FetchNode => ({
  kind: 'Fetch',
  serviceName,
  operation,
  operationName: undefined,
  operationKind: OperationTypeNode.QUERY,
  ...over,
});
const names = fetch(
  'b',
  'query($representations:[_Any!]!){_entities(representations:$representations){...on Good{name}}}',
  {
    requires: [
      {
        kind: 'InlineFragment',
        typeCondition: 'Good',
        selections: [
          { kind: 'Field', name: '__typename' },
          { kind: 'Field', name: 'id' },
        ],
      },
    ],
  },
);

interface Event {
  readonly zone: string;
  readonly what: 'asked' | 'answered';
  readonly query: string;
}

/** Carries a plan out; each zone answers its turns later. */
async function carryOut(node: PlanNode, { data = {}, variables = {} }: { data?: Data; variables?: Variables } = {}) {
  const events: Event[] = [];
  const zone = (name: string, turns: number) => {
    const answering: Answering = async ({ query, variables: { representations } }) => {
      events.push({ zone: name, what: 'asked', query });
      for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
      events.push({ zone: name, what: 'answered', query });
      const entities = Array.isArray(representations)
        ? representations.map(({ id }: Data) => ({ name: `the ${String(id)}` }))
        : [];
      return { data: representations ? { _entities: entities } : { a: 1, b: 2, x: 3, ...data } };
    };
    return new ZoneWithoutNetwork(name, answering);
  };
  const zones = { a: zone('a', 50), b: zone('b', 1) };
  const run = new Run(variables, variables, asking(zones).answers, true);
  await compilePlan(node, version).step([run.root], run);
  return { root: run.root, order: events.map(({ zone: name, what }) => `${name} ${what}`), asked: zones };
}

describe('a node', () => {
  test('of a request asks it', async () => {
    const { root, order } = await carryOut(fetch('a', '{a}'));
    expect([root, order]).toEqual([{ a: 1 }, ['a asked', 'a answered']]);
  });

  test('of a sequence waits for each', async () => {
    const { root, order } = await carryOut({ kind: 'Sequence', nodes: [fetch('a', '{a}'), fetch('b', '{b}')] });
    expect([root, order]).toEqual([{ a: 1, b: 2 }, ['a asked', 'a answered', 'b asked', 'b answered']]);
  });

  test('of parallel requests asks all at once, and waits for the last', async () => {
    const { root, order } = await carryOut({ kind: 'Parallel', nodes: [fetch('a', '{a}'), fetch('b', '{b}')] });
    expect([root, order]).toEqual([{ a: 1, b: 2 }, ['a asked', 'b asked', 'b answered', 'a answered']]);
  });

  test('of nothing does nothing', async () => {
    expect((await carryOut({ kind: 'Sequence', nodes: [] })).order).toEqual([]);
    expect((await carryOut({ kind: 'Parallel', nodes: [] })).order).toEqual([]);
  });

  test('at a path asks about the objects there, each once, and about none where there is none', async () => {
    const good = (id: string): Data => ({ __typename: 'Good', id });
    const data = { goods: [[good('1'), null, good('2')], [good('2')]] };
    const node: PlanNode = {
      kind: 'Sequence',
      nodes: [fetch('a', '{goods{__typename id}}'), { kind: 'Flatten', path: ['goods', '@', '@'], node: names }],
    };
    const { root, asked } = await carryOut(node, { data: structuredClone(data) });
    const named = (id: string): Data => ({ ...good(id), name: `the ${id}` });
    expect(root).toEqual({ goods: [[named('1'), null, named('2')], [named('2')]] });
    expect(asked.b.asked.map(({ variables }) => variables['representations'])).toEqual([[good('1'), good('2')]]);
    expect((await carryOut(node, { data: { goods: [null, []] } })).order).toEqual(['a asked', 'a answered']);
  });

  test('at a path within a path goes on from there', async () => {
    const data = { holders: [{ goods: [{ __typename: 'Good', id: '1' }] }] };
    const inner: PlanNode = { kind: 'Flatten', path: ['goods', '@'], node: names };
    const { root } = await carryOut(
      {
        kind: 'Sequence',
        nodes: [
          fetch('a', '{holders{goods{__typename id}}}'),
          { kind: 'Flatten', path: ['holders', '@'], node: inner },
        ],
      },
      { data },
    );
    expect(root).toEqual({ holders: [{ goods: [{ __typename: 'Good', id: '1', name: 'the 1' }] }] });
  });

  test('that needs what no other one asks for is refused', () => {
    const alone: PlanNode = { kind: 'Flatten', path: ['good'], node: names };
    const elsewhere: PlanNode = { kind: 'Sequence', nodes: [fetch('a', '{goods{id}}'), alone] };
    for (const node of [alone, elsewhere])
      expect(() => compilePlan(node, version)).toThrow('no zone can resolve id as it is asked');
    const there: PlanNode = { kind: 'Sequence', nodes: [fetch('a', '{good{__typename id}}'), alone] };
    expect(() => compilePlan(there, version)).not.toThrow();
  });

  test.each<readonly [Variables, readonly string[]]>([
    [{ is: true }, ['a asked', 'a answered']],
    [{ is: false }, ['b asked', 'b answered']],
    [{}, ['b asked', 'b answered']],
    [{ is: 'true' }, ['b asked', 'b answered']],
  ])('under a condition asks as the variable says: %j', async (variables, order) => {
    const node: PlanNode = {
      kind: 'Condition',
      condition: 'is',
      ifClause: fetch('a', '{a}'),
      elseClause: fetch('b', '{b}'),
    };
    expect((await carryOut(node, { variables })).order).toEqual(order);
  });

  test('under a condition may have nothing to ask', async () => {
    expect(
      (
        await carryOut(
          { kind: 'Condition', condition: 'is', ifClause: fetch('a', '{a}') },
          { variables: { is: false } },
        )
      ).order,
    ).toEqual([]);
    expect(
      (
        await carryOut(
          { kind: 'Condition', condition: 'is', elseClause: fetch('a', '{a}') },
          { variables: { is: true } },
        )
      ).order,
    ).toEqual([]);
  });

  test('that defers is a fault of ours', () => {
    expect(() => compilePlan({ kind: 'Defer', primary: {}, deferred: [] }, version)).toThrow('@defer is not supported');
  });
});

test('a request of which two fields require one field differently becomes two', () => {
  const { node } = version.plan(parse('{ good { c u } }'), undefined);
  if (!node || node.kind === 'Subscription') throw new TypeError('a plan');
  const { fetches } = compilePlan(node, version);
  expect(fetches.map(({ fetch: { request }, path }) => [request.zone, path])).toEqual([
    ['a', []],
    ['b', ['good']],
    ['b', ['good']],
  ]);
});

test('the places of requests are known, without the positions in lists', () => {
  const { node } = version.plan(
    parse('query ($is: Boolean!) { goods { name } good @include(if: $is) { name } b }'),
    undefined,
  );
  if (!node || node.kind === 'Subscription') throw new TypeError('a plan');
  const places = compilePlan(node, version).fetches.map(
    ({ fetch: { request }, path }) => `${request.zone} ${path.join('.')}`,
  );
  expect(places.sort()).toEqual(['a ', 'b ', 'b good', 'b goods']);
});

test('a zone that fails does not keep the next from being asked', async () => {
  const down = new ZoneWithoutNetwork('a', () => {
    throw new ZoneFailure('HTTP_ERROR', 'x');
  });
  const up = new ZoneWithoutNetwork('b', () => ({ data: { b: 2 } }));
  const run = new Run({}, {}, asking({ a: down, b: up }).answers, true);
  await compilePlan({ kind: 'Sequence', nodes: [fetch('a', '{a}'), fetch('b', '{b}')] }, version).step([run.root], run);
  expect(run.root).toEqual({ b: 2 });
  expect(run.explain(run.root, ['a'])?.extensions['zone']).toBe('a');
  expect(run.explain(run.root, ['x'])).toBeUndefined();
});
