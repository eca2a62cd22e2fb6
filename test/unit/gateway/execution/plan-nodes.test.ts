/**
 * The query plans that @apollo/query-planner makes, in the forms that gateway/execution reads: a title that fails after an
 * upgrade says which form has moved and who reads it.
 */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import type { Version } from '../../../../gateway/execution/operation.ts';
import { fieldsOf, versionOf } from './support.ts';

let version: Version;
beforeAll(async () => {
  version = await versionOf({
    goods: `
      type Query { good: Good goods(from: Int! = 5): [[Good!]] things: [Thing!] node: Node }
      type Mutation { first: Int second: Good }
      interface Node @key(fields: "id") { id: ID! }
      type Good implements Node @key(fields: "id") { id: ID! name: String price(currency: String): Int }
      type Other implements Node @key(fields: "id") { id: ID! name: Int more: Other }
      union Thing = Good | Other`,
    trade: `
      type Query { trade: Int }
      type Mutation { third: Int }
      type Good @key(fields: "id") {
        id: ID! price(currency: String): Int @external
        duty: Int @requires(fields: "price(currency: \\"CNY\\")")
      }`,
    stars: 'type Node @interfaceObject @key(fields: "id") { id: ID! stars: Int }',
  });
});

const nodeOf = (query: string, name?: string) => version.plan(parse(query), name).node;

const ENTITIES = 'query($representations:[_Any!]!){_entities(representations:$representations)';

describe('a plan', () => {
  test('is a QueryPlan whose node is missing where no zone is to be asked (Operation)', () => {
    for (const query of ['{ __typename }', '{ __schema { types { name } } }', '{ good @skip(if: true) { id } }'])
      expect(version.plan(parse(query), undefined)).toEqual({ kind: 'QueryPlan', node: undefined });
  });

  test('leaves introspection out, and asks the rest (Operation)', () => {
    expect(nodeOf('{ __schema { types { name } } trade __typename }')).toMatchObject({ operation: '{trade}' });
  });

  test('is of one Fetch where one zone is asked once, with the fields that Fetch reads', () => {
    expect(nodeOf('query Named($at: Int! = 3) { goods(from: $at) { id } }', 'Named')).toEqual({
      kind: 'Fetch',
      id: undefined,
      serviceName: 'goods',
      requires: undefined,
      variableUsages: ['at'],
      operation: 'query Named__goods__0($at:Int!=3){goods(from:$at){id}}',
      operationKind: 'query',
      operationName: 'Named__goods__0',
      operationDocumentNode: undefined,
      inputRewrites: undefined,
      outputRewrites: undefined,
      contextRewrites: undefined,
    });
  });

  test('is Sequence, Parallel and Flatten with a path that has @ for each list (compilePlan)', () => {
    const entities = { kind: 'Fetch', serviceName: 'trade', operation: `${ENTITIES}{...on Good{duty}}}` };
    expect(nodeOf('{ goods { duty } good { duty } trade }')).toMatchObject({
      kind: 'Parallel',
      nodes: [
        {
          kind: 'Sequence',
          nodes: [
            { kind: 'Fetch', serviceName: 'goods' },
            {
              kind: 'Parallel',
              nodes: [
                { kind: 'Flatten', path: ['goods', '@', '@'], node: entities },
                { kind: 'Flatten', path: ['good'], node: entities },
              ],
            },
          ],
        },
        { kind: 'Fetch', serviceName: 'trade', operation: '{trade}' },
      ],
    });
  });

  test('of mutations is a Sequence in their order, and names its operations mutations (Fetch.kind)', () => {
    expect(nodeOf('mutation { first third second { id } }')).toMatchObject({
      kind: 'Sequence',
      nodes: [
        { serviceName: 'goods', operationKind: 'mutation', operation: 'mutation{first}' },
        { serviceName: 'trade', operationKind: 'mutation', operation: 'mutation{third}' },
        { serviceName: 'goods', operationKind: 'mutation', operation: 'mutation{second{id}}' },
      ],
    });
  });

  test('has a Condition where a variable decides on a whole request, with an ifClause or an elseClause (compilePlan)', () => {
    const condition = (directive: string) => nodeOf(`query ($is: Boolean!) { trade ${directive} }`);
    expect(condition('@include(if: $is)')).toMatchObject({
      kind: 'Condition',
      condition: 'is',
      ifClause: { kind: 'Fetch' },
    });
    expect(condition('@skip(if: $is)')).toMatchObject({
      kind: 'Condition',
      condition: 'is',
      elseClause: { kind: 'Fetch' },
    });
  });

  test('keeps conditions within a request in its text (AskedObject)', () => {
    expect(nodeOf('query ($is: Boolean!) { good @skip(if: $is) { name } node { id } }')).toMatchObject({
      operation: 'query($is:Boolean!){good@skip(if:$is){name}node{__typename id}}',
      variableUsages: ['is'],
    });
  });

  test('uses no named fragments (split.ts, requirements.ts)', () => {
    const fragment = 'fragment F on Other { id name more { id name } }';
    const query = `{ things { ...F ... on Other { more { more { ...F } } } } } ${fragment}`;
    expect(JSON.stringify(nodeOf(query))).not.toMatch(/fragment|\.\.\.F/);
  });

  test('has no Defer: clients cannot ask for it', () => {
    expect(version.api.getDirective('defer')).toBeFalsy();
  });
});

describe('a request for entities', () => {
  test('says in `requires` what its representations hold, __typename first, under real names (Required)', () => {
    const [standIn] = version.standIns.keys();
    const selections = ['__typename', 'id', standIn].map((name) => ({ kind: 'Field', name }));
    expect(nodeOf('{ good { duty } }')).toMatchObject({
      nodes: [
        { operation: `{good{__typename id ${standIn}}}` },
        { node: { requires: [{ kind: 'InlineFragment', typeCondition: 'Good', selections }] } },
      ],
    });
  });

  test('is one field at the root, with its representations in the variable of that name (Fetch)', () => {
    expect(nodeOf('query ($c: String) { good { duty price(currency: $c) } }')).toMatchObject({
      nodes: [{ variableUsages: ['c'] }, { node: { operation: `${ENTITIES}{...on Good{duty}}}`, variableUsages: [] } }],
    });
  });

  test('of an interface object sets __typename in its inputRewrites (Required)', () => {
    expect(nodeOf('{ node { stars } }')).toMatchObject({
      nodes: [
        {},
        { node: { inputRewrites: [{ kind: 'ValueSetter', path: ['... on Node', '__typename'], setValueTo: 'Node' }] } },
      ],
    });
  });
});

describe('outputRewrites (applyRewrites)', () => {
  const rename = (renamed: string, renameKeyTo: string) => ({
    kind: 'KeyRenamer',
    path: ['things', '... on Other', renamed],
    renameKeyTo,
  });

  test('give a field back its name where two types’ fields could not share it, in the order in which they are meant', () => {
    expect(nodeOf('{ things { ... on Good { a: name } ... on Other { a: name a__alias_0: id } } }')).toMatchObject({
      operation: '{things{__typename ...on Good{a:name}...on Other{a__alias_0:name a__alias_0__alias_0:id}}}',
      outputRewrites: [rename('a__alias_0', 'a'), rename('a__alias_0__alias_0', 'a__alias_0')],
    });
  });

  test('do not take a name that the client uses', () => {
    const query = '{ things { ... on Good { name__alias_0: id name } ... on Other { name } } }';
    expect(nodeOf(query)).toMatchObject({ outputRewrites: [rename('name__alias_1', 'name')] });
  });
});

test('a stand-in can be asked for by the planner only: it is no field of the API', () => {
  const [standIn] = version.standIns.keys();
  expect(standIn).toBeDefined();
  expect(fieldsOf(version.supergraph, 'Good')).toContain(standIn);
  expect(fieldsOf(version.api, 'Good')).toEqual(['id', 'name', 'price', 'duty', 'stars']);
});
