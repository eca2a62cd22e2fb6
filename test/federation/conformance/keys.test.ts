/** Entities by their keys: chains of different keys, composite and nested ones. */
import { byKey, type Subgraphs } from './graph.ts';
import { describeCases } from './cases.ts';

const rows = [
  { id: '1', sku: 's1', code: 'c1', serial: 11, name: 'one', price: 10, stock: 5, colour: 'red' },
  { id: '2', sku: 's2', code: 'c2', serial: 22, name: 'two', price: 20, stock: 0, colour: 'blue' },
];
const only = (...names: readonly string[]) =>
  rows.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => names.includes(name))));

/** Each subgraph knows a product by another key than the next. */
const chain: Subgraphs = {
  names: {
    sdl: `type Query { products: [Product!]! } type Product @key(fields: "id") { id: ID! name: String! }`,
    resolvers: {
      Query: { products: () => only('id', 'name') },
      Product: { __resolveReference: byKey(only('id', 'name'), 'id') },
    },
  },
  prices: {
    sdl: `type Product @key(fields: "id") @key(fields: "sku") { id: ID! sku: ID! price: Int! }`,
    resolvers: { Product: { __resolveReference: byKey(only('id', 'sku', 'price'), 'id', 'sku') } },
  },
  stocks: {
    sdl: `type Product @key(fields: "sku") @key(fields: "code serial") { sku: ID! code: ID! serial: Int! stock: Int! }`,
    resolvers: {
      Product: { __resolveReference: byKey(only('sku', 'code', 'serial', 'stock'), 'sku', 'code', 'serial') },
    },
  },
  colours: {
    sdl: `type Query { byColour(colour: String!): [Product!]! }
      type Product @key(fields: "code serial") { code: ID! serial: Int! colour: String! }`,
    resolvers: {
      Query: {
        byColour: (_, { colour }) => only('code', 'serial', 'colour').filter((row) => row['colour'] === colour),
      },
      Product: { __resolveReference: byKey(only('code', 'serial', 'colour'), 'code', 'serial') },
    },
  },
};

describeCases('a chain of different keys', chain, [
  {
    name: 'is followed to its end',
    query: '{ products { colour } }',
    data: { products: [{ colour: 'red' }, { colour: 'blue' }] },
    asked: ['colours', 'names', 'prices', 'stocks'],
  },
  {
    name: 'gives what every subgraph has on the way',
    query: '{ products { name price stock colour } }',
    data: {
      products: [
        { name: 'one', price: 10, stock: 5, colour: 'red' },
        { name: 'two', price: 20, stock: 0, colour: 'blue' },
      ],
    },
    asked: ['colours', 'names', 'prices', 'stocks'],
  },
  {
    name: 'can be followed from its other end',
    query: '{ byColour(colour: "blue") { name id } }',
    data: { byColour: [{ name: 'two', id: '2' }] },
    asked: ['colours', 'names', 'prices', 'stocks'],
  },
  {
    name: 'is no longer than it needs to be',
    query: '{ products { sku } byColour(colour: "red") { stock } }',
    data: { products: [{ sku: 's1' }, { sku: 's2' }], byColour: [{ stock: 5 }] },
    asked: ['colours', 'names', 'prices', 'stocks'],
  },
  {
    name: 'gives its keys under the names of the client',
    query: '{ products { id: name sku: id serial: price code: colour name: sku } }',
    data: {
      products: [
        { id: 'one', sku: '1', serial: 10, code: 'red', name: 's1' },
        { id: 'two', sku: '2', serial: 20, code: 'blue', name: 's2' },
      ],
    },
  },
  {
    name: 'of no product asks nobody further',
    query: '{ byColour(colour: "green") { name } }',
    data: { byColour: [] },
    asked: ['colours'],
  },
]);

const schools = [
  { country: { code: 'CN', region: { code: 'SC' } }, number: 1, name: 'First', pupils: 100 },
  { country: { code: 'CN', region: { code: 'SX' } }, number: 1, name: 'Second', pupils: 200 },
  { country: { code: 'CN', region: { code: 'SC' } }, number: 2, name: 'Third', pupils: 300 },
];
const PLACE = 'type Country @shareable { code: ID! region: Region! } type Region @shareable { code: ID! }';
const SCHOOL_KEY = '@key(fields: "country { code region { code } } number")';

const nested: Subgraphs = {
  schools: {
    sdl: `type Query { schools: [School!]! } ${PLACE}
      type School ${SCHOOL_KEY} { country: Country! number: Int! name: String! }`,
    resolvers: {
      Query: { schools: () => schools },
      School: { __resolveReference: byKey(schools, 'country', 'number') },
    },
  },
  pupils: {
    sdl: `${PLACE} type School ${SCHOOL_KEY} { country: Country! number: Int! pupils: Int! twin: School }`,
    resolvers: {
      School: {
        __resolveReference: byKey(schools, 'country', 'number'),
        twin: ({ number }) => schools.findLast((school) => school.number === number),
      },
    },
  },
};

describeCases('a composite, nested key', nested, [
  {
    name: 'tells entities apart by all its parts',
    query: '{ schools { name pupils } }',
    data: {
      schools: [
        { name: 'First', pupils: 100 },
        { name: 'Second', pupils: 200 },
        { name: 'Third', pupils: 300 },
      ],
    },
    asked: ['pupils', 'schools'],
  },
  {
    name: 'leads on to further entities and back',
    query: '{ schools { twin { name twin { name country { region { code } } } } } }',
    data: {
      schools: [
        { twin: { name: 'Second', twin: { name: 'Second', country: { region: { code: 'SX' } } } } },
        { twin: { name: 'Second', twin: { name: 'Second', country: { region: { code: 'SX' } } } } },
        { twin: { name: 'Third', twin: { name: 'Third', country: { region: { code: 'SC' } } } } },
      ],
    },
  },
  {
    name: 'may be asked for by the client in part, and under other names',
    query: '{ schools { pupils country { region { number: code } } code: number } }',
    data: {
      schools: [
        { pupils: 100, country: { region: { number: 'SC' } }, code: 1 },
        { pupils: 200, country: { region: { number: 'SX' } }, code: 1 },
        { pupils: 300, country: { region: { number: 'SC' } }, code: 2 },
      ],
    },
    asked: ['pupils', 'schools'],
  },
]);

/** Federation 1: no @link, entities extended with @external keys. */
const old: Subgraphs = {
  users: {
    sdl: `# Federation 1
      type Query { me: User } type User @key(fields: "id") { id: ID! name: String }`,
    resolvers: { Query: { me: () => ({ id: 'u', name: 'Wang' }) } },
  },
  posts: {
    sdl: `# Federation 1
      extend type User @key(fields: "id") {
        id: ID! @external
        name: String @external
        greeting: String @requires(fields: "name")
        posts: [Post]
      }
      type Post { title: String author: User @provides(fields: "name") }`,
    resolvers: {
      User: {
        __resolveReference: (it) => it,
        greeting: ({ name }) => `你好 ${String(name)}`,
        posts: ({ id }) => [{ title: 'p', author: { id, name: 'provided' } }],
      },
    },
  },
};

describeCases('subgraphs of Federation 1', old, [
  {
    name: 'extend each other’s entities',
    query: '{ me { greeting posts { title author { name } } } }',
    data: { me: { greeting: '你好 Wang', posts: [{ title: 'p', author: { name: 'provided' } }] } },
  },
]);
