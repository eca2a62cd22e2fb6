import { beforeAll, describe, expect, test } from '@jest/globals';
import { OperationTypeNode, type GraphQLSchema } from 'graphql';
import type { FetchNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import { requirementsOf, unmetIn, type Requirements } from '../../../../gateway/execution/planning/requirements.ts';
import { composed, versionOf } from './support.ts';

const GOODS = `
  type Query { good: Good }
  type Good @key(fields: "id") { id: ID! weight: Int @shareable box: Box name: String }
  type Box @shareable { width: Int }`;
const TRADE_2 = `
  type Query { sale: Sale }
  type Sale { good: Good @provides(fields: "weight") plain: Good }
  type Good @key(fields: "id") {
    id: ID! weight: Int @external box: Box @external name: String @external
    cost: Int @requires(fields: "weight box { width }")
    tag: String @requires(fields: "name")
  }
  type Box @shareable { width: Int }`;

let requirements: Requirements;
let schema: GraphQLSchema;
beforeAll(async () => {
  const subgraphs = { goods: GOODS, 'trade-2': TRADE_2 };
  requirements = requirementsOf(composed(subgraphs));
  const zone = (await versionOf(subgraphs)).zones.get('trade-2');
  if (zone) schema = zone;
});

const field = (name: string): QueryPlanSelectionNode => ({ kind: 'Field', name });

function unmet(
  operation: string,
  requires?: readonly QueryPlanSelectionNode[],
  serviceName = 'trade-2',
): string | undefined {
  const node: FetchNode = {
    kind: 'Fetch',
    serviceName,
    operation,
    operationKind: OperationTypeNode.QUERY,
    operationName: undefined,
    ...(requires && { requires: [{ kind: 'InlineFragment', typeCondition: 'Good', selections: [...requires] }] }),
  };
  return unmetIn(node, schema, requirements);
}

const entities = (selection: string): string =>
  `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Good { ${selection} } } }`;

test('what is required and what provides is read by zone, under the zone’s own name', () => {
  expect(requirements).toEqual({
    keys: new Map([
      ['goods Good', new Set(['id'])],
      ['trade-2 Good', new Set(['id'])],
    ]),
    required: new Map([
      ['trade-2 Good.cost', ['weight', 'box']],
      ['trade-2 Good.tag', ['name']],
    ]),
    providing: new Set(['trade-2 Sale.good']),
  });
});

test('of an interface object it is read as well', () => {
  const sdl = composed({
    one: `type Query { node: Node } interface Node @key(fields: "id") { id: ID! name: String }
      type Good implements Node @key(fields: "id") { id: ID! name: String }`,
    two: 'type Node @interfaceObject @key(fields: "id") { id: ID! name: String @external stars: Int @requires(fields: "name") }',
  });
  expect(requirementsOf(sdl).required).toEqual(new Map([['two Node.stars', ['name']]]));
});

describe('a field of an entity', () => {
  const [id, weight, box, name] = ['id', 'weight', 'box', 'name'].map(field);
  if (!id || !weight || !box || !name) throw new TypeError('four fields');

  test.each([
    ['has all that it requires', [id, weight, box], undefined],
    ['has the names of what it requires, in whatever form', [id, { ...name, alias: 'weight' }, box], undefined],
    ['lacks one thing', [id, weight], 'Good.cost'],
    ['lacks everything', [id], 'Good.cost'],
    ['has other things', [id, name], 'Good.cost'],
  ])('that %s', (_, requires, expected) => {
    expect(unmet(entities('cost'), requires)).toBe(expected);
  });

  test('is looked at under its alias too, and beside others', () => {
    expect(unmet(entities('id c: cost'), [id])).toBe('Good.cost');
    expect(unmet(entities('tag cost'), [id, name])).toBe('Good.cost');
    expect(unmet(entities('tag'), [id, name])).toBeUndefined();
  });

  test('is not helped by what is asked beside it: a representation is all that the zone has', () => {
    expect(unmet(entities('weight box { width } cost'), [id])).toBe('Good.cost');
  });

  test('is no other zone’s', () => {
    expect(unmet(entities('cost'), [id], 'goods')).toBeUndefined();
  });
});

describe('a field elsewhere in a request', () => {
  test.each([
    ['with what it requires beside it', '{ sale { plain { weight box { width } cost } } }', undefined],
    [
      'with it in the set around its fragment',
      '{ sale { plain { weight box { width } ... on Good { cost } } } }',
      undefined,
    ],
    ['without it', '{ sale { plain { weight cost } } }', 'Good.cost'],
    ['with it only further out', '{ weight: __typename box: __typename sale { plain { cost } } }', 'Good.cost'],
    ['with it only further in', '{ sale { plain { box { weight: width } cost } } }', 'Good.cost'],
    ['with it only under another name', '{ sale { plain { weight: name box { width } cost } } }', 'Good.cost'],
    ['of a field that provides', '{ sale { good { cost } } }', undefined],
    ['beside a field that provides', '{ sale { good { id } plain { cost } } }', 'Good.cost'],
    [
      'after one that has what it requires',
      '{ a: sale { plain { weight box { width } cost } } sale { plain { cost } } }',
      'Good.cost',
    ],
  ])('%s', (_, operation, expected) => {
    expect(unmet(operation)).toBe(expected);
  });

  test('below an entity is not of the entity', () => {
    expect(
      unmet(
        'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Sale { plain { cost } } } }',
        [field('weight'), field('box')],
      ),
    ).toBe('Good.cost');
  });
});

test('the first of several is named', () => {
  expect(unmet('{ sale { plain { tag cost } } }')).toBe('Good.tag');
});
