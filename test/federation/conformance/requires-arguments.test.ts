/** @requires of fields with arguments: what a field requires and what the client asks must not overwrite each other. */
import { byKey, type Subgraphs } from './graph.ts';
import { describeCases } from './cases.ts';

const products = [
  { id: 'p1', base: 100 },
  { id: 'p2', base: 7 },
];
const RATES: Readonly<Record<string, number>> = { CNY: 1, USD: 10, EUR: 20 };
const REVIEWS = ['first', 'second', 'third', 'fourth'];

const shop: Subgraphs = {
  products: {
    sdl: `
      type Query { products: [Product!]! product: Product }
      type Product @key(fields: "id") {
        id: ID!
        price(currency: String!): Int
        reviews(limit: Int = 2): [Review!]!
      }
      type Review @shareable { text: String! }`,
    resolvers: {
      Query: { products: () => products, product: () => products[0] },
      Product: {
        __resolveReference: byKey(products, 'id'),
        price: ({ base }, { currency }) => Number(base) * (RATES[String(currency)] ?? 0),
        reviews: (_, { limit }) => REVIEWS.slice(0, Number(limit)).map((text) => ({ text })),
      },
    },
  },
  shipping: {
    sdl: `
      type Product @key(fields: "id") {
        id: ID!
        price(currency: String!): Int @external
        domestic: Int @requires(fields: "price(currency: \\"CNY\\")")
        abroad: Int @requires(fields: "price(currency: \\"USD\\")")
      }`,
    resolvers: {
      Product: {
        __resolveReference: (representation) => representation,
        domestic: ({ price }) => Number(price) + 1,
        abroad: ({ price }) => Number(price) + 2,
      },
    },
  },
  digests: {
    sdl: `
      type Product @key(fields: "id") {
        id: ID!
        reviews(limit: Int = 2): [Review!]! @external
        digest: String @requires(fields: "reviews(limit: 3) { text }")
        teaser: String @requires(fields: "reviews(limit: 1) { text }")
        usual: String @requires(fields: "reviews { text }")
      }
      type Review @shareable { text: String! }`,
    resolvers: {
      Product: {
        __resolveReference: (representation) => representation,
        digest: ({ reviews }) => textOf(reviews),
        teaser: ({ reviews }) => textOf(reviews),
        usual: ({ reviews }) => textOf(reviews),
      },
    },
  },
};

function textOf(reviews: unknown): string {
  return JSON.stringify(reviews).replaceAll(/[^a-z,]|text/g, '');
}

const reviews = (count: number) => REVIEWS.slice(0, count).map((text) => ({ text }));

describeCases('a required field with arguments', shop, [
  {
    name: 'is required with the arguments of @requires',
    query: '{ products { domestic } }',
    data: { products: [{ domestic: 101 }, { domestic: 8 }] },
    asked: ['products', 'shipping'],
  },
  {
    name: 'is given to the client with the arguments of the client',
    query: '{ products { price(currency: "EUR") domestic } }',
    data: {
      products: [
        { price: 2000, domestic: 101 },
        { price: 140, domestic: 8 },
      ],
    },
  },
  {
    name: 'is given to the client with the arguments of the client, also before it is required',
    query: '{ product { domestic price(currency: "USD") } }',
    data: { product: { domestic: 101, price: 1000 } },
  },
  {
    name: 'with the same arguments is one field',
    query: '{ product { domestic price(currency: "CNY") } }',
    data: { product: { domestic: 101, price: 100 } },
    asked: ['products', 'shipping'],
  },
  {
    name: 'with the same arguments in a variable is right too',
    query: 'query ($c: String!) { product { domestic price(currency: $c) } }',
    variables: { c: 'CNY' },
    data: { product: { domestic: 101, price: 100 } },
  },
  {
    name: 'with other arguments in a variable is right too',
    query: 'query ($c: String!) { product { price(currency: $c) domestic } }',
    variables: { c: 'USD' },
    data: { product: { price: 1000, domestic: 101 } },
  },
  {
    name: 'may be required by two fields with arguments that conflict',
    query: '{ products { domestic abroad } }',
    data: {
      products: [
        { domestic: 101, abroad: 1002 },
        { domestic: 8, abroad: 72 },
      ],
    },
  },
  {
    name: 'may conflict three ways',
    query: '{ product { abroad price(currency: "EUR") domestic } }',
    data: { product: { abroad: 1002, price: 2000, domestic: 101 } },
  },
  {
    name: 'may stand under several aliases, one of them the name of the field',
    query:
      '{ product { eur: price(currency: "EUR") price(currency: "USD") domestic usd: price(currency: "USD") abroad } }',
    data: { product: { eur: 2000, price: 1000, domestic: 101, usd: 1000, abroad: 1002 } },
  },
  {
    name: 'may be required once under two aliases of the field that requires it',
    query: '{ product { one: domestic two: domestic price(currency: "EUR") } }',
    data: { product: { one: 101, two: 101, price: 2000 } },
  },
  {
    name: 'may be required by a field that is left out, and by one that is not',
    query: 'query ($no: Boolean!) { product { domestic abroad @include(if: $no) } }',
    variables: { no: false },
    data: { product: { domestic: 101 } },
  },
  {
    name: 'may be required by a field that depends on a variable',
    query: 'query ($yes: Boolean!) { products { abroad @skip(if: $yes) domestic @include(if: $yes) } }',
    variables: { yes: true },
    data: { products: [{ domestic: 101 }, { domestic: 8 }] },
  },
]);

describeCases('a required list with arguments', shop, [
  {
    name: 'is required in full though the client wants less',
    query: '{ product { reviews(limit: 1) { text } digest } }',
    data: { product: { reviews: reviews(1), digest: 'first,second,third' } },
  },
  {
    name: 'is given to the client in full though less is required',
    query: '{ product { reviews(limit: 4) { text } teaser } }',
    data: { product: { reviews: reviews(4), teaser: 'first' } },
  },
  {
    name: 'may be required by three fields with arguments that conflict',
    query: '{ products { digest teaser usual } }',
    data: {
      products: [1, 2].map(() => ({ digest: 'first,second,third', teaser: 'first', usual: 'first,second' })),
    },
  },
  {
    name: 'without an argument means its default, beside the client’s own',
    query: '{ product { usual reviews(limit: 0) { text } } }',
    data: { product: { usual: 'first,second', reviews: [] } },
  },
  {
    name: 'without an argument is the client’s too',
    query: '{ product { digest reviews { text } } }',
    data: { product: { digest: 'first,second,third', reviews: reviews(2) } },
  },
]);
