/**
 * GraphQL lets two fragments on different types use one name for different things, and leaves out what @skip and @include
 * say. The planner asks for entities by their place, not by the types around them; the answer must be right all the same.
 */
import { beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  NoUnusedVariablesRule,
  buildSchema,
  executeSync,
  parse,
  specifiedRules,
  validate,
  type GraphQLSchema,
} from 'graphql';
import { publicApi } from '../../../../schema/compose.ts';
import { Operation, type Version } from '../../../../gateway/execution/operation.ts';
import type { Resolvers, Row } from '../../../federation/conformance/zone-server.ts';
import { parameters } from '../../../federation/conformance/random/parameters.ts';
import { composed, versionOf } from './support.ts';
import { asking, sound, ZoneWithoutNetwork } from './zones.ts';

const SDLS = {
  one: `
    type Query { things: [Thing!]! }
    union Thing = A | B | C
    interface Tagged { tag(n: Int): String item(n: Int): Item }
    type A implements Tagged { tag(n: Int): String item(n: Int): Item items: [Item!] self: Thing }
    type B implements Tagged { tag(n: Int): String item(n: Int): Item items: [Item!] self: Thing }
    type C { item(n: Int): Item other: Other }
    type Item @key(fields: "id") { id: ID! }
    type Other @key(fields: "id") { id: ID! }`,
  two: `
    type Item @key(fields: "id") { id: ID! value(n: Int): Int part(n: Int): Part next(n: Int): Item }
    type Other @key(fields: "id") { id: ID! value(n: Int): Int }
    type Part { value(n: Int): Int size(n: Int): Int item: Item }`,
  three: `
    type Item @key(fields: "id") { id: ID! more(n: Int): Int scaled: Int @requires(fields: "value(n: 7)") value(n: Int): Int @external }`,
};

const of = (args: Row): number => (typeof args['n'] === 'number' ? args['n'] : 0);

const itemOf = (id: number): Row => ({
  __typename: 'Item',
  id: String(id),
  value: (args: Row) => id * 100 + of(args),
  more: (args: Row) => id * 1_000 + of(args),
  scaled: id * 100 + 7,
  part: (args: Row) => ({
    value: (inner: Row) => id * 10_000 + of(args) * 100 + of(inner),
    size: (inner: Row) => -of(inner),
    item: () => itemOf(id + 1),
  }),
  next: (args: Row) => itemOf((id + of(args)) % 9),
});

const thingOf = (type: string, id: number): Row => ({
  __typename: type,
  tag: (args: Row) => `${type}${of(args)}`,
  item: (args: Row) => itemOf(id + of(args)),
  items: () => [itemOf(id), itemOf(id + 4), itemOf(id)],
  self: () => thingOf(type, id),
  other: { __typename: 'Other', id: String(id), value: (args: Row) => -id * 100 - of(args) },
});

const ROOT = { things: [thingOf('A', 1), thingOf('B', 2), thingOf('C', 1), thingOf('A', 2)] };

const entity = (resolve: (id: number, sent: Row) => unknown) => ({
  __resolveReference: (sent: Row) => resolve(Number(sent['id']), sent),
});
const RESOLVERS: Resolvers = {
  Item: { ...entity(itemOf), scaled: ({ value }) => value },
  Other: entity((id) => thingOf('C', id)['other']),
};
/** Here `scaled` knows nothing but what was sent along. */
const SCALING: Resolvers = {
  Item: { ...entity((id, { value }) => ({ ...itemOf(id), sent: value })), scaled: ({ sent }) => sent },
};

const FIELDS: Readonly<Record<string, readonly string[]>> = {
  Tagged: ['tag()', 'item():Item'],
  A: ['tag()', 'item():Item', 'items:Item', 'self:Thing'],
  B: ['tag()', 'item():Item', 'items:Item', 'self:Thing'],
  C: ['item():Item', 'other:Other'],
  Item: ['id', 'value()', 'more()', 'scaled', 'part():Part', 'next():Item'],
  Other: ['id', 'value()'],
  Part: ['value()', 'size()', 'item:Item'],
};
const WITHIN: Readonly<Record<string, readonly string[]>> = { Thing: ['A', 'B', 'C', 'Tagged'], Tagged: ['A', 'B'] };
const MAX_DEPTH = 3;
const CONDITIONS = [' @include(if: $yes)', ' @skip(if: $yes)', ' @include(if: $no)', ' @skip(if: $no)'];
const DIRECTIVES = ['', '', '', '', ...CONDITIONS];
const VARIABLES = { yes: true, no: false };
const DECLARED = 'query ($yes: Boolean!, $no: Boolean! = false)';

/** A selection set of a type, made from a list of choices so that it shrinks; with few names, so that they overlap. */
function selection(type: string, depth: number, choose: (below: number) => number): string {
  const pick = (options: readonly string[]): string => options[choose(options.length)] ?? '__typename';
  const part = (): string => {
    const within = WITHIN[type] ?? [];
    if (within.length > 0 && (type === 'Thing' || choose(4) === 3)) {
      const on = pick(within);
      return `... on ${on}${pick(DIRECTIVES)} ${selection(on, depth, choose)}`;
    }
    const fields = (FIELDS[type] ?? []).filter((each) => depth < MAX_DEPTH || !each.includes(':'));
    const [field = '__typename', below] = pick(fields).split(':');
    const args = field.endsWith('()') ? pick(['(n: 1)', '(n: 2)', '']) : '';
    const alias = pick(['x: ', 'x: ', '', 'value: ']);
    const set = below === undefined ? '' : ` ${selection(below, depth + 1, choose)}`;
    return `${alias}${field.replace('()', '')}${args}${pick(DIRECTIVES)}${set}`;
  };
  const count = type === 'Thing' ? 2 + choose(2) : 1 + choose(2);
  return `{ ${Array.from({ length: count }, part).join(' ')} }`;
}

const queries = fc.array(fc.nat({ max: 999 }), { minLength: 60, maxLength: 120, size: 'max' }).map((choices) => {
  const next = choices.values();
  return `${DECLARED} { things ${selection('Thing', 0, (below) => (next.next().value ?? 0) % below)} }`;
});

let version: Version;
let oneServer: GraphQLSchema;
const zones = {
  one: new ZoneWithoutNetwork('one', sound(SDLS.one, {}, ROOT)),
  two: new ZoneWithoutNetwork('two', sound(SDLS.two, RESOLVERS)),
  three: new ZoneWithoutNetwork('three', sound(SDLS.three, SCALING)),
};
beforeAll(async () => {
  version = await versionOf(SDLS);
  oneServer = buildSchema(publicApi(composed(SDLS)));
});

/** What the gateway answers and what one server would: alike but for the order of fields that are skipped at first. */
async function expectSame(query: string): Promise<void> {
  const document = parse(query);
  const answer = await new Operation(document, undefined, version).execute({ yes: true }, asking(zones).answers);
  const expected = executeSync({ schema: oneServer, document, rootValue: ROOT, variableValues: VARIABLES });
  expect(JSON.parse(JSON.stringify(answer))).toEqual(JSON.parse(JSON.stringify(expected)));
}

test.each([
  '{ things { ... on A { item { v: value(n: 1) } } ... on B { item { v: value(n: 2) } } } }',
  '{ things { ... on A { item { value(n: 1) } } ... on B { item { value } } } }',
  '{ things { ... on A { item { v: value } } ... on B { item { v: more } } } }',
  '{ things { ... on A { item { part { v: value(n: 1) } } } ... on B { item { part { v: value(n: 2) } } } } }',
  '{ things { ... on A { item { v: next(n: 1) { id more } } } ... on B { item { v: next(n: 2) { id more } } } } }',
  '{ things { ... on A { x: item(n: 1) { more } } ... on C { x: item { more } } ... on B { x: item(n: 2) { scaled } } } }',
  '{ things { ... on A { x: item { y: value } } ... on C { x: other { y: value(n: 1) } } } }',
])('%s', async (query) => {
  await expectSame(query);
});

test.each([
  '{ things { ... on A @skip(if: $yes) { tag } } }',
  '{ things { ... on A { item { more @skip(if: $yes) } } } }',
  '{ things { ... on A { item { ... @include(if: $no) { more } value @skip(if: $yes) } } } }',
  '{ things { ... on A { item { next { more @include(if: $no) next @skip(if: $yes) { id } } } } } }',
  '{ things { ... on A { item { next { ...F } } } } } fragment F on Item { more @include(if: $no) }',
  '{ things { ... on A { item { next { more @skip(if: true) } } } } }',
  '{ things @include(if: $no) { __typename } }',
])('an object of which nothing is asked is still there: %s', async (query) => {
  await expectSame(`${DECLARED} ${query}`);
});

test('whatever the names', async () => {
  const rules = specifiedRules.filter((rule) => rule !== NoUnusedVariablesRule);
  const valid = queries.filter((query) => validate(oneServer, parse(query), rules).length === 0);
  const property = fc.asyncProperty(valid, async (query) => {
    await expectSame(query);
  });
  await fc.assert(property, { ...parameters(), numRuns: Number(process.env['FC_NUM_RUNS'] ?? 60) });
});
