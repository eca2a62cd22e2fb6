/**
 * The query of the public benchmark of federation gateways (graphql-hive/graphql-gateways-benchmark): its types, its query,
 * as much data with the same references; what the subgraphs answer is written here. @apollo/gateway needs 16 fetches.
 * `first` alone is ours: more than there are products, and different in every request.
 */
import { subgraphSdl, type Shape } from './shape.ts';

const QUERY = `query Heavy($first: Int!) {
  users { ...User reviews { ...Review product { ...Product reviews { ...Review author { ...User
    reviews { ...Review product { ...Product } } } } } } }
  topProducts(first: $first) { ...Product reviews { ...Review author { ...User
    reviews { ...Review product { ...Product } } } } }
}
fragment User on User { id username name }
fragment Review on Review { id body }
fragment Product on Product { inStock name price shippingEstimate upc weight }`;

const FIRST = 10_000_000;

export const heavy: Shape = {
  name: 'heavy',
  about: "the public benchmark's heavy query, 4 subgraphs, 16 fetches one after another and in parallel, about 87 kB",
  connections: 50,
  query: QUERY,
  variables: (n) => ({ first: FIRST + n }),
  unique: { pattern: /\b1\d{7}\b/, sample: String(FIRST) },
  isWhole: (answer) => answer.length > 80_000,
  subgraphs: () => [accounts, inventory, products, reviews],
};

interface Product {
  readonly upc: string;
  readonly name: string;
  readonly price: number;
  readonly weight: number;
  readonly inStock: boolean;
}

const PRODUCTS: readonly Product[] = [
  { upc: '1', name: 'Table', price: 899, weight: 100, inStock: true },
  { upc: '2', name: 'Bench', price: 1299, weight: 1000, inStock: false },
  { upc: '3', name: 'Glass', price: 15, weight: 20, inStock: false },
  { upc: '4', name: 'Chair', price: 499, weight: 100, inStock: false },
  { upc: '5', name: 'Stove', price: 1299, weight: 1000, inStock: true },
];

const NAMES = ['An Ning', 'Bai Lu', 'Chen Hao', 'Ding Yi', 'Fang Min', 'Gao Yuan'];
const USERS = NAMES.map((name, index) => ({
  id: String(index + 1),
  name,
  username: name.toLowerCase().replace(' ', ''),
  birthday: 631_152_000,
}));

const SENTENCE = 'Delivered in time, well made and worth its price; we would order it again without a second thought. ';
/** Which product each review is about, and how long it is. */
const REVIEWS = (
  [
    ['1', 446],
    ['1', 290],
    ['1', 277],
    ['1', 144],
    ['2', 446],
    ['2', 290],
    ['2', 277],
    ['2', 144],
    ['3', 144],
    ['4', 144],
    ['4', 836],
  ] as const
).map(([upc, length], index) => ({
  id: String(index + 1),
  body: SENTENCE.repeat(10).slice(0, length),
  product: { upc },
  author: { id: '1', username: USERS[0]?.username },
}));

const byId = <Row extends { readonly id: string }>(rows: readonly Row[]) => ({
  __resolveReference: ({ id }: { id: string }) => rows.find((row) => row.id === id) ?? null,
});
const productOf = ({ upc }: { upc: string }): Product | undefined => PRODUCTS.find((product) => product.upc === upc);

const accounts = {
  name: 'accounts',
  typeDefs: subgraphSdl(`
    type Query { me: User user(id: ID!): User users: [User] }
    type User @key(fields: "id") { id: ID! name: String username: String @shareable birthday: Int }`),
  resolvers: {
    Query: {
      me: () => USERS[0],
      user: (_: unknown, { id }: { id: string }) => USERS.find((user) => user.id === id),
      users: () => USERS,
    },
    User: byId(USERS),
  },
};

const inventory = {
  name: 'inventory',
  typeDefs: subgraphSdl(`
    type Product @key(fields: "upc") {
      upc: String! weight: Int @external price: Int @external inStock: Boolean
      shippingEstimate: Int @requires(fields: "price weight")
    }`),
  resolvers: {
    Product: {
      __resolveReference: (given: Partial<Product> & { upc: string }) => ({
        ...given,
        inStock: productOf(given)?.inStock,
      }),
      shippingEstimate: ({ price = 0, weight = 0 }: Partial<Product>) => (price > 1000 ? 0 : weight / 2),
    },
  },
};

const products = {
  name: 'products',
  typeDefs: subgraphSdl(`
    type Query { topProducts(first: Int = 5): [Product] }
    type Product @key(fields: "upc") { upc: String! weight: Int price: Int name: String }`),
  resolvers: {
    Query: { topProducts: (_: unknown, { first }: { first: number }) => PRODUCTS.slice(0, first) },
    Product: { __resolveReference: productOf },
  },
};

const reviews = {
  name: 'reviews',
  typeDefs: subgraphSdl(`
    type Review @key(fields: "id") { id: ID! body: String product: Product author: User @provides(fields: "username") }
    type User @key(fields: "id") { id: ID! username: String @external reviews: [Review] }
    type Product @key(fields: "upc") { upc: String! reviews: [Review] }`),
  resolvers: {
    Review: byId(REVIEWS),
    User: { reviews: () => REVIEWS.slice(0, 2) },
    Product: { reviews: ({ upc }: { upc: string }) => REVIEWS.filter(({ product }) => product.upc === upc) },
  },
};
