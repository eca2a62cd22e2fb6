/** Whatever the objects and whatever is required of them: representations against the shortest way of making them. */
import { expect, test } from '@jest/globals';
import type { QueryPlanSelectionNode } from '@apollo/query-planner';
import fc from 'fast-check';
import { buildSchema } from 'graphql';
import { put, type Data } from '../../../../gateway/execution/data.ts';
import { Required } from '../../../../gateway/execution/requests/representations.ts';

const schema = buildSchema(`
  type Query { a: Media }
  interface Media { id: ID! }
  type Book implements Media { id: ID! } type Film implements Media { id: ID! } type Other { id: ID! }`);

const field = (name: string, ...selections: readonly QueryPlanSelectionNode[]): QueryPlanSelectionNode =>
  selections.length > 0 ? { kind: 'Field', name, selections: [...selections] } : { kind: 'Field', name };
const on = (typeCondition: string, selections: readonly QueryPlanSelectionNode[]): QueryPlanSelectionNode => ({
  kind: 'InlineFragment',
  typeCondition,
  selections: [...selections],
});
const key = [field('__typename'), field('id')];
const NAMES = ['a', 'b', '__proto__', 'constructor', 'toString'];
const leaf = fc.jsonValue({ maxDepth: 1 });
const kinds = fc.constantFrom('Book', 'Film', 'Other');
const { object, selections } = fc.letrec<{
  object: Data;
  value: unknown;
  selections: QueryPlanSelectionNode[];
  selection: QueryPlanSelectionNode;
}>((tie) => ({
  value: fc.oneof(
    { maxDepth: 2, depthIdentifier: 'value' },
    fc.constant(null),
    tie('object'),
    fc.array(tie('object'), { maxLength: 2 }),
  ),
  object: fc
    .tuple(kinds, fc.constantFrom('1', '2'), leaf, tie('value'), tie('value'), tie('value'))
    .map(([type, id, x, a, b, c]) => {
      const made: Data = { __typename: type, id, x };
      for (const [index, value] of [a, b, a, c, b].entries()) put(made, NAMES[index] ?? '', value);
      return made;
    }),
  selection: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'selection' },
    fc.constantFrom(field('id'), field('x')),
    fc.tuple(fc.constantFrom(...NAMES), tie('selections')).map(([name, below]) => field(name, ...below)),
    fc
      .tuple(fc.constantFrom('Book', 'Film', 'Other', 'Media'), tie('selections'))
      .map(([type, below]) => on(type, below)),
  ),
  selections: fc.array(tie('selection'), { maxLength: 3 }).map((more) => [...key, ...more]),
}));

const INPUTS = { explain: () => undefined, isIdle: () => false, mayBeNull: () => false };
const placesOf = (json: string, all: readonly string[]): number[] =>
  all.flatMap((each, index) => (each === json ? [index] : []));

/** The same by the shortest way: an object is picked, and printed. */
function picked(value: unknown, all: readonly QueryPlanSelectionNode[]): unknown {
  if (Array.isArray(value)) return value.map((each) => picked(each, all));
  if (typeof value !== 'object' || value === null) return value;
  const made: Data = {};
  const typeName: unknown = Reflect.get(value, '__typename');
  const flat = (nodes: readonly QueryPlanSelectionNode[]): QueryPlanSelectionNode[] =>
    nodes.flatMap((node) => {
      if (node.kind === 'Field') return [node];
      return node.typeCondition === typeName || (node.typeCondition === 'Media' && typeName !== 'Other')
        ? flat(node.selections)
        : [];
    });
  const fields = flat(all);
  for (const node of fields) {
    if (node.kind !== 'Field') continue;
    const below = fields.flatMap((each) =>
      each.kind === 'Field' && each.name === node.name ? (each.selections ?? []) : [],
    );
    const given: unknown = Object.getOwnPropertyDescriptor(value, node.name)?.value;
    put(made, node.name, below.length > 0 ? picked(given, below) : given);
  }
  return made;
}

test('what is sent is the JSON of what is picked, each distinct one once', () => {
  fc.assert(
    fc.property(fc.array(object, { maxLength: 5 }), selections, (objects, all) => {
      const { entities, lacking } = new Required(all, schema, (name) => name).of(objects, INPUTS);
      const expected = objects.map((each) => JSON.stringify(picked(each, all)));
      expect(lacking).toEqual([]);
      expect(entities.map(({ json }) => json)).toEqual([...new Set(expected)]);
      for (const { json, objects: of } of entities)
        expect(of.map((each) => objects.indexOf(each))).toEqual(placesOf(json, expected));
    }),
    { numRuns: 200 },
  );
});
