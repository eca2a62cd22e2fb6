/** @requires with fragments: what is required of a union or an interface depends on what stands there. */
import { byKey, type Subgraphs } from './graph.ts';
import { describeCases } from './cases.ts';

const book = { __typename: 'Book', pages: 300, author: { id: 'a1', name: 'Lu Xun' } };
const film = { __typename: 'Film', minutes: 90, director: { id: 'a2' } };
const orders = [
  { id: 'o1', item: book, goods: [{ __typename: 'Crate', sku: 'c', boxes: 3 }, null] },
  { id: 'o2', item: film, goods: [{ __typename: 'Sack', sku: 's', kilos: 50 }] },
  { id: 'o3', item: null, goods: [] },
];
const people = [
  { id: 'a1', age: 55 },
  { id: 'a2', age: 40 },
];

const subgraphs: Subgraphs = {
  orders: {
    sdl: `
      type Query { orders: [Order!]! }
      type Order @key(fields: "id") { id: ID! item: Item goods: [Goods]! }
      union Item = Book | Film
      type Book { pages: Int! author: Person }
      type Film { minutes: Int! director: Person }
      interface Goods { sku: ID! }
      type Crate implements Goods { sku: ID! boxes: Int! }
      type Sack implements Goods { sku: ID! kilos: Int! }
      type Person @key(fields: "id") { id: ID! }`,
    resolvers: { Query: { orders: () => orders }, Order: { __resolveReference: byKey(orders, 'id') } },
  },
  people: {
    sdl: `type Person @key(fields: "id") { id: ID! age: Int }`,
    resolvers: { Person: { __resolveReference: byKey(people, 'id') } },
  },
  prices: {
    sdl: `
      union Item = Book | Film
      type Book { pages: Int! @external author: Person @external }
      type Film { minutes: Int! @external director: Person @external }
      interface Goods { sku: ID! }
      type Crate implements Goods { sku: ID! @external boxes: Int! @external }
      type Sack implements Goods { sku: ID! @external kilos: Int! @external }
      type Person @key(fields: "id") { id: ID! age: Int @external }
      type Order @key(fields: "id") {
        id: ID!
        item: Item @external
        goods: [Goods]! @external
        price: String @requires(fields: "item { ... on Book { pages } ... on Film { minutes } }")
        only: String @requires(fields: "item { __typename ... on Film { minutes } }")
        ages: String @requires(fields: "item { ... on Book { author { age } } ... on Film { director { age } } }")
        load: String @requires(fields: "goods { sku ... on Crate { boxes } ... on Sack { kilos } }")
      }`,
    resolvers: {
      Order: {
        __resolveReference: (it) => it,
        price: ({ item }) => JSON.stringify(item, ['pages', 'minutes']),
        only: ({ item }) => JSON.stringify(item, ['__typename', 'minutes']),
        ages: ({ item }) => JSON.stringify(item, ['author', 'director', 'age']),
        load: ({ goods }) => JSON.stringify(goods, ['sku', 'boxes', 'kilos']),
      },
    },
  },
};

describeCases('required fragments', subgraphs, [
  {
    name: 'on a union give what each member has, and null where there is none',
    query: '{ orders { price } }',
    data: { orders: [{ price: '{"pages":300}' }, { price: '{"minutes":90}' }, { price: 'null' }] },
    asked: ['orders', 'prices'],
  },
  {
    name: 'on one member give nothing of the others',
    query: '{ orders { only } }',
    data: {
      orders: [{ only: '{"__typename":"Book"}' }, { only: '{"__typename":"Film","minutes":90}' }, { only: 'null' }],
    },
    asked: ['orders', 'prices'],
  },
  {
    name: 'reach through the members into yet another subgraph',
    query: '{ orders { id ages } }',
    data: {
      orders: [
        { id: 'o1', ages: '{"author":{"age":55}}' },
        { id: 'o2', ages: '{"director":{"age":40}}' },
        { id: 'o3', ages: 'null' },
      ],
    },
    asked: ['orders', 'people', 'prices'],
  },
  {
    name: 'on a list of an interface give what each element has',
    query: '{ orders { load } }',
    data: {
      orders: [{ load: '[{"sku":"c","boxes":3},null]' }, { load: '[{"sku":"s","kilos":50}]' }, { load: '[]' }],
    },
    asked: ['orders', 'prices'],
  },
  {
    name: 'do not show in what the client asks of the same places',
    query: `{ orders {
      item { kind: __typename ... on Book { minutes: pages } ... on Film { director { age } } }
      goods { sku }
      price load ages } }`,
    data: {
      orders: [
        {
          item: { kind: 'Book', minutes: 300 },
          goods: [{ sku: 'c' }, null],
          price: '{"pages":300}',
          load: '[{"sku":"c","boxes":3},null]',
          ages: '{"author":{"age":55}}',
        },
        {
          item: { kind: 'Film', director: { age: 40 } },
          goods: [{ sku: 's' }],
          price: '{"minutes":90}',
          load: '[{"sku":"s","kilos":50}]',
          ages: '{"director":{"age":40}}',
        },
        { item: null, goods: [], price: 'null', load: '[]', ages: 'null' },
      ],
    },
  },
]);
