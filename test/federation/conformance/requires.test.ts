/** @requires: chains, nested lists, fragments, and subgraphs that require of each other. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ask } from '../../support/ask.ts';
import { describeCases } from './cases.ts';
import { byKey, startGraph, type Graph, type Subgraphs } from './graph.ts';
import { rowsOf, type Row } from './zone-server.ts';

const items = [
  { id: 'i1', grams: 200 },
  { id: 'i2', grams: null },
  { id: 'i3', grams: 50 },
];

const chain: Subgraphs = {
  catalogue: {
    sdl: `type Query { items: [Item!]! } type Item @key(fields: "id") { id: ID! grams: Int }`,
    resolvers: { Query: { items: () => items }, Item: { __resolveReference: byKey(items, 'id') } },
  },
  parcels: {
    sdl: `type Item @key(fields: "id") { id: ID! grams: Int @external parcel: Int @requires(fields: "grams") }`,
    resolvers: {
      Item: { __resolveReference: (it) => it, parcel: ({ grams }) => (grams === null ? null : Number(grams) + 1) },
    },
  },
  freight: {
    sdl: `type Item @key(fields: "id") {
        id: ID!
        grams: Int @external
        parcel: Int @external
        freight: String @requires(fields: "parcel")
        both: String @requires(fields: "grams parcel")
      }`,
    resolvers: {
      Item: {
        __resolveReference: (it) => it,
        freight: ({ parcel }) => `freight of ${String(parcel)}`,
        both: ({ grams, parcel }) => `${String(grams)} and ${String(parcel)}`,
      },
    },
  },
  bills: {
    sdl: `type Item @key(fields: "id") { id: ID! freight: String @external bill: String @requires(fields: "freight") }`,
    resolvers: { Item: { __resolveReference: (it) => it, bill: ({ freight }) => `bill of ${String(freight)}` } },
  },
};

describeCases('a chain of requirements', chain, [
  {
    name: 'is followed to its end, unseen by the client',
    query: '{ items { bill } }',
    data: {
      items: ['201', 'null', '51'].map((parcel) => ({ bill: `bill of freight of ${parcel}` })),
    },
    asked: ['bills', 'catalogue', 'freight', 'parcels'],
  },
  {
    name: 'shows what is asked of it',
    query: '{ items { freight id bill grams } }',
    data: {
      items: [
        { freight: 'freight of 201', id: 'i1', bill: 'bill of freight of 201', grams: 200 },
        { freight: 'freight of null', id: 'i2', bill: 'bill of freight of null', grams: null },
        { freight: 'freight of 51', id: 'i3', bill: 'bill of freight of 51', grams: 50 },
      ],
    },
    asked: ['bills', 'catalogue', 'freight', 'parcels'],
  },
  {
    name: 'may require of two subgraphs at once',
    query: '{ items { both } }',
    data: { items: [{ both: '200 and 201' }, { both: 'null and null' }, { both: '50 and 51' }] },
    asked: ['catalogue', 'freight', 'parcels'],
  },
  {
    name: 'keeps required fields and clashing aliases of the client apart',
    query: '{ items { grams: id parcel: freight freight: grams both } }',
    data: {
      items: [
        { grams: 'i1', parcel: 'freight of 201', freight: 200, both: '200 and 201' },
        { grams: 'i2', parcel: 'freight of null', freight: null, both: 'null and null' },
        { grams: 'i3', parcel: 'freight of 51', freight: 50, both: '50 and 51' },
      ],
    },
  },
]);

const thing = { id: '1', seed: 'seed' };
const circle: Subgraphs = {
  left: {
    sdl: `
      type Query { thing: Thing }
      type Thing @key(fields: "id") {
        id: ID!
        seed: String!
        second: String! @external
        third: String! @requires(fields: "second")
      }`,
    resolvers: {
      Query: { thing: () => thing },
      Thing: {
        __resolveReference: (it) => ({ ...thing, ...it }),
        third: ({ second }) => `third(${String(second)})`,
      },
    },
  },
  right: {
    sdl: `
      type Thing @key(fields: "id") {
        id: ID!
        seed: String! @external
        second: String! @requires(fields: "seed")
      }`,
    resolvers: {
      Thing: { __resolveReference: (it) => it, second: ({ seed }) => `second(${String(seed)})` },
    },
  },
};

describeCases('two subgraphs that require of each other', circle, [
  {
    name: 'are asked in turn',
    query: '{ thing { third } }',
    data: { thing: { third: 'third(second(seed))' } },
    asked: ['left', 'left', 'right'],
  },
  {
    name: 'show every step',
    query: '{ thing { third second seed id } }',
    data: { thing: { third: 'third(second(seed))', second: 'second(seed)', seed: 'seed', id: '1' } },
    asked: ['left', 'left', 'right'],
  },
]);

/** The planner asks `left` for `third` without what it requires. The gateway must notice. */
describe('a chain of requirements that comes back to where it began', () => {
  const last = {
    sdl: `type Thing @key(fields: "id") { id: ID! third: String! @external fourth: String! @requires(fields: "third") }`,
    resolvers: {
      Thing: { __resolveReference: (it: Row) => it, fourth: ({ third }: Row) => `fourth(${String(third)})` },
    },
  };
  let graph: Graph;
  beforeAll(async () => {
    graph = await startGraph({ ...circle, last });
  });
  afterAll(() => graph.stop());

  test.each(['{ thing { fourth } }', '{ thing { fourth third } }', '{ thing { seed fourth } }'])(
    'is right or refused, and never wrong: %s',
    async (query) => {
      const answer = await ask(graph.url, query);
      if (answer.errors) expect(answer.data?.['thing'] ?? null).toBeNull();
      else expect(answer.data).toMatchObject({ thing: { fourth: 'fourth(third(second(seed)))' } });
    },
  );
});

const lines = [
  { amount: 2, article: { sku: 'x' }, notes: [['a', 'b'], [], ['c']] },
  { amount: 1, article: null, notes: [] },
  { amount: 3, article: { sku: 'y' }, notes: [[]] },
];
const WEIGHTS: Readonly<Record<string, number>> = { x: 10, y: 100 };

const nested: Subgraphs = {
  orders: {
    sdl: `
      type Query { orders: [Order!]! }
      type Order @key(fields: "id") { id: ID! lines: [Line!]! grid: [[Line]] }
      type Line { amount: Int! article: Article notes: [[String!]!]! }
      type Article @key(fields: "sku") { sku: ID! }`,
    resolvers: {
      Query: {
        orders: () => [
          { id: 'o1', lines, grid: [[lines[0], null], null, []] },
          { id: 'o2', lines: [], grid: null },
        ],
      },
    },
  },
  articles: {
    sdl: `type Article @key(fields: "sku") { sku: ID! weight: Int! }`,
    resolvers: { Article: { __resolveReference: ({ sku }) => ({ sku, weight: WEIGHTS[String(sku)] }) } },
  },
  totals: {
    sdl: `
      type Order @key(fields: "id") {
        id: ID!
        lines: [Line!]! @external
        grid: [[Line]] @external
        weight: Int @requires(fields: "lines { amount article { weight } }")
        notes: String @requires(fields: "lines { notes }")
        cells: String @requires(fields: "grid { amount article { weight } }")
      }
      type Line { amount: Int! @external article: Article @external notes: [[String!]!]! @external }
      type Article @key(fields: "sku") { sku: ID! weight: Int! @external }`,
    resolvers: {
      Order: {
        __resolveReference: (it) => it,
        weight: (order) =>
          rowsOf(order['lines']).reduce((sum, line) => sum + Number(line['amount']) * weightOf(line['article']), 0),
        notes: (order) => JSON.stringify(rowsOf(order['lines']).map((line) => line['notes'])),
        cells: ({ grid }) => JSON.stringify(grid, ['amount', 'article', 'weight']),
      },
    },
  },
};

function weightOf(article: unknown): number {
  return rowsOf([article]).reduce((_, { weight }) => Number(weight), 0);
}

describeCases('required lists', nested, [
  {
    name: 'are required with what stands in them, from yet another subgraph',
    query: '{ orders { weight } }',
    data: { orders: [{ weight: 320 }, { weight: 0 }] },
    asked: ['articles', 'orders', 'totals'],
  },
  {
    name: 'may hold lists, and be empty',
    query: '{ orders { id notes } }',
    data: {
      orders: [
        { id: 'o1', notes: '[[["a","b"],[],["c"]],[],[[]]]' },
        { id: 'o2', notes: '[]' },
      ],
    },
    asked: ['orders', 'totals'],
  },
  {
    name: 'may be lists of lists with nulls in them, or null',
    query: '{ orders { cells lines { n: amount } } }',
    data: {
      orders: [
        { cells: '[[{"amount":2,"article":{"weight":10}},null],null,[]]', lines: [{ n: 2 }, { n: 1 }, { n: 3 }] },
        { cells: 'null', lines: [] },
      ],
    },
    asked: ['articles', 'orders', 'totals'],
  },
]);
