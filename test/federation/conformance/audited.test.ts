/** What an audit found, each once answered wrongly, or not at all, with all zones healthy. */
import { describeCases } from './cases.ts';
import type { Subgraphs } from './graph.ts';

const goods: Subgraphs = {
  goods: {
    sdl: `
      type Query { ts: [T] twice(n: Int = 7): Int }
      type T @key(fields: "id") { id: ID! name: String price: Int client_price: Int dim: Dim }
      type Dim { w: Int h: Int }`,
    resolvers: {
      Query: {
        ts: () => [{ id: '1', name: 'a name', price: 10, client_price: 20, dim: { w: 2, h: 3 } }],
        twice: (_, { n }) => Number(n) * 2,
      },
    },
  },
  sums: {
    sdl: `
      type T @key(fields: "id") {
        id: ID!
        price: Int @external
        client_price: Int @external
        dim: Dim @external
        total: Int @requires(fields: "price client_price")
        ofWidth: Int @requires(fields: "dim { w }")
        ofHeight: Int @requires(fields: "dim { h }")
        plain: Int
      }
      type Dim @external { w: Int h: Int }`,
    resolvers: {
      T: {
        __resolveReference: (it) => it,
        total: ({ price, client_price: other }) => Number(price) + Number(other),
        ofWidth: ({ dim }) => JSON.stringify(dim).length,
        ofHeight: ({ dim }) => JSON.stringify(dim).length,
        plain: () => 1,
      },
    },
  },
};

describeCases('names and conditions', goods, [
  {
    name: 'the gateway’s own names are those of no field',
    query: '{ ts { price: name total } }',
    data: { ts: [{ price: 'a name', total: 30 }] },
  },
  {
    name: 'a variable may be called as federation’s own is',
    query: 'query ($representations: Int) { twice(n: $representations) }',
    variables: { representations: 5 },
    data: { twice: 10 },
  },
  {
    name: 'two fields may require different parts of one object, one of them ruled out',
    query: 'query ($no: Boolean!) { ts { ofWidth ofHeight @include(if: $no) } }',
    variables: { no: false },
    data: { ts: [{ ofWidth: '{"w":2}'.length }] },
  },
  {
    name: 'what a literal rules out is needed by nobody',
    query: '{ ts { plain ofHeight @include(if: false) } }',
    data: { ts: [{ plain: 1 }] },
    asked: ['goods', 'sums'],
  },
  {
    name: 'what two conditions rule out together is needed by nobody',
    query: 'query ($no: Boolean!) { ts @skip(if: $no) { plain total @include(if: $no) } }',
    variables: { no: false },
    data: { ts: [{ plain: 1 }] },
  },
  {
    name: 'so it is in a fragment, of which other places see more',
    query: `query ($no: Boolean!) { ts @skip(if: $no) { ...F plain } us: ts { ...F } }
      fragment F on T { total @include(if: $no) }`,
    variables: { no: false },
    data: { ts: [{ plain: 1 }], us: [{}] },
  },
  {
    name: 'so it is where nothing else is left to ask',
    query: 'query ($no: Boolean!) { ts @skip(if: $no) { dim @include(if: $no) { w } } }',
    variables: { no: false },
    data: { ts: [{}] },
  },
  {
    name: 'nothing at all is asked where a literal rules out all of it',
    query: '{ ts @skip(if: true) { plain } }',
    data: {},
    asked: [],
  },
]);

const rows = ['2020', '2021'].map((period) => ({ zone: 'z', period }));

const returns: Subgraphs = {
  rows: {
    sdl: `
      type Query { rows: [Row] }
      type Row @key(fields: "zone") @key(fields: "zone period") { zone: ID! period: ID! }`,
    resolvers: { Query: { rows: () => rows } },
  },
  names: {
    sdl: `
      type Row @key(fields: "zone") { zone: ID! info: Info @shareable }
      type Info @shareable { name: String }`,
    resolvers: { Row: { __resolveReference: (it) => ({ ...it, info: { name: 'Z' } }) } },
  },
  totals: {
    sdl: `
      type Row @key(fields: "zone period") { zone: ID! period: ID! info: Info @shareable }
      type Info { total: String }`,
    resolvers: {
      Row: {
        __resolveReference: async (it) => {
          await new Promise((resolve) => setTimeout(resolve, 100)); // the other answers first
          return { ...it, info: { total: `of ${String(it['period'])}` } };
        },
      },
    },
  },
};

describeCases('what one zone says of several objects at once', returns, [
  {
    name: 'is not mixed up with what another says of each',
    query: '{ rows { period info { name total } } }',
    data: { rows: rows.map(({ period }) => ({ period, info: { name: 'Z', total: `of ${period}` } })) },
  },
]);

const media: Subgraphs = {
  media: {
    sdl: `
      type Query { media: [Media!]! }
      interface Media @key(fields: "id") { id: ID! title: String }
      type Book implements Media @key(fields: "id") { id: ID! title: String }
      type Movie implements Media @key(fields: "id") { id: ID! title: String }`,
    resolvers: {
      Query: {
        media: () => [
          { __typename: 'Book', id: 'b', title: 'B' },
          { __typename: 'Movie', id: 'm', title: 'M' },
        ],
      },
    },
  },
  marks: {
    sdl: `
      type Media @interfaceObject @key(fields: "id") {
        id: ID!
        title: String @external
        stars: Int!
        loud: String @requires(fields: "title")
      }`,
    resolvers: {
      Media: { __resolveReference: (it) => it, stars: () => 5, loud: ({ title }) => `${String(title)}!` },
    },
  },
};

describeCases('an interface object that requires something', media, [
  {
    name: 'may be asked of one type only',
    query: '{ media { ... on Movie { loud } } }',
    data: { media: [{}, { loud: 'M!' }] },
    asked: ['marks', 'media'],
  },
  {
    name: 'takes nothing from the other types',
    query: '{ media { stars ... on Movie { loud } } }',
    data: { media: [{ stars: 5 }, { stars: 5, loud: 'M!' }] },
    asked: ['marks', 'media'],
  },
]);
