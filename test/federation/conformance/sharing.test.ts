/** Fields of more than one subgraph: @shareable, @provides, @override, @external, @inaccessible, and enums that differ. */
import { byKey, type Subgraphs } from './graph.ts';
import { describeCases } from './cases.ts';

const product = { id: 'p', title: 'Tea', grams: 250, maker: { id: 'm' } };

/** Each of several subgraphs can give some of the same fields. */
const shared: Subgraphs = {
  catalogue: {
    sdl: `
      type Query { product: Product newest: [Product!]! @shareable }
      type Product @key(fields: "id") {
        id: ID!
        title: String @shareable
        size: Size @shareable
        source: String @shareable
      }
      type Size @shareable { grams: Int unit: String }`,
    resolvers: {
      Query: { product: () => product, newest: () => [product] },
      Product: {
        __resolveReference: () => product,
        size: () => ({ grams: 250, unit: 'g' }),
        source: () => 'shared',
      },
    },
  },
  warehouse: {
    sdl: `
      type Query { stored: Product newest: [Product!]! @shareable }
      type Product @key(fields: "id") { id: ID! title: String @shareable size: Size @shareable shelf: String }
      type Size @shareable { grams: Int }`,
    resolvers: {
      Query: { stored: () => product, newest: () => [product] },
      Product: { __resolveReference: () => product, size: () => ({ grams: 250 }), shelf: () => 's1' },
    },
  },
  labels: {
    sdl: `
      type Product @key(fields: "id") { id: ID! source: String @shareable label: String note: String @deprecated }`,
    resolvers: {
      Product: { __resolveReference: () => product, label: () => 'green', source: () => 'shared', note: () => 'old' },
    },
  },
};

describeCases('a shareable field', shared, [
  {
    name: 'is taken from where one is already',
    query: '{ product { title size { grams } } stored { title size { grams } shelf } }',
    data: {
      product: { title: 'Tea', size: { grams: 250 } },
      stored: { title: 'Tea', size: { grams: 250 }, shelf: 's1' },
    },
    asked: ['catalogue', 'warehouse'],
  },
  {
    name: 'of a value type is taken from where all of it is',
    query: '{ stored { size { grams unit } } }',
    data: { stored: { size: { grams: 250, unit: 'g' } } },
    asked: ['catalogue', 'warehouse'],
  },
  {
    name: 'is fetched from any of its owners, once',
    query: '{ stored { source label } }',
    data: { stored: { source: 'shared', label: 'green' } },
    asked: ['labels', 'warehouse'],
  },
  {
    name: 'of the root is asked of one owner',
    query: '{ newest { title shelf } }',
    data: { newest: [{ title: 'Tea', shelf: 's1' }] },
    asked: ['warehouse'],
  },
  {
    name: 'of the root is asked of another owner when that one knows more',
    query: '{ newest { size { unit } source } }',
    data: { newest: [{ size: { unit: 'g' }, source: 'shared' }] },
    asked: ['catalogue'],
  },
]);

const makers = [{ id: 'm', name: 'from makers', town: 'from makers', phone: 'from makers' }];

const provided: Subgraphs = {
  catalogue: {
    sdl: `
      type Query { product: Product @provides(fields: "maker { name }") plain: Product }
      type Product @key(fields: "id") { id: ID! maker: Maker parts: [Part!]! @provides(fields: "... on Bolt { steel }") }
      type Maker @key(fields: "id") { id: ID! name: String @external }
      union Part = Bolt | Nut
      type Bolt @key(fields: "id") { id: ID! steel: String @external }
      type Nut @key(fields: "id") { id: ID! }`,
    resolvers: {
      Query: {
        product: () => ({ id: 'p', maker: { id: 'm', name: 'provided' } }),
        plain: () => ({ id: 'p', maker: { id: 'm' } }),
      },
      Product: {
        parts: () => [
          { __typename: 'Bolt', id: 'b', steel: 'A2' },
          { __typename: 'Nut', id: 'n' },
        ],
      },
    },
  },
  makers: {
    sdl: `
      type Maker @key(fields: "id") { id: ID! name: String @shareable town: String @shareable phone: String }
      type Bolt @key(fields: "id") { id: ID! steel: String @shareable thread: Int }
      type Nut @key(fields: "id") { id: ID! thread: Int }`,
    resolvers: {
      Maker: { __resolveReference: byKey(makers, 'id') },
      Bolt: { __resolveReference: (it) => ({ ...it, steel: 'A2', thread: 8 }) },
      Nut: { __resolveReference: (it) => ({ ...it, thread: 8 }) },
    },
  },
};

describeCases('@provides', provided, [
  {
    name: 'saves asking the owner, on the way it is said for',
    query: '{ product { maker { name } } }',
    data: { product: { maker: { name: 'provided' } } },
    asked: ['catalogue'],
  },
  {
    name: 'says nothing of other ways, or of other fields',
    query: '{ product { maker { town } } plain { maker { name } } }',
    data: { product: { maker: { town: 'from makers' } }, plain: { maker: { name: 'from makers' } } },
    asked: ['catalogue', 'makers', 'makers'],
  },
  {
    name: 'goes together with what the owner alone has',
    query: '{ product { maker { name phone } } }',
    data: { product: { maker: { name: 'provided', phone: 'from makers' } } },
    asked: ['catalogue', 'makers'],
  },
  {
    name: 'may be said of one member of a union',
    query: '{ product { parts { __typename ... on Bolt { steel thread } } } }',
    data: { product: { parts: [{ __typename: 'Bolt', steel: 'A2', thread: 8 }, { __typename: 'Nut' }] } },
    asked: ['catalogue', 'makers'],
  },
]);

const bill = { id: '1', total: 1, paid: false, secret: 'hidden', state: 'OPEN' };

const moved: Subgraphs = {
  old: {
    sdl: `
      type Query { bill: Bill lost: Bill }
      type Bill @key(fields: "id") { id: ID! total: Int paid: Boolean secret: String @inaccessible state: State }
      enum State { OPEN PAID LOST @inaccessible }`,
    resolvers: {
      Query: { bill: () => bill, lost: () => ({ ...bill, state: 'LOST' }) },
      Bill: { __resolveReference: () => bill },
    },
  },
  fresh: {
    sdl: `
      type Bill @key(fields: "id") {
        id: ID!
        total: Int @override(from: "old")
        secret: String @external
        hint: String @requires(fields: "secret")
      }`,
    resolvers: {
      Bill: { __resolveReference: (it) => ({ ...it, total: 2 }), hint: ({ secret }) => `made of ${String(secret)}` },
    },
  },
};

describeCases('@override and @inaccessible', moved, [
  {
    name: 'a field that has moved is asked of its new owner',
    query: '{ bill { total paid } }',
    data: { bill: { total: 2, paid: false } },
    asked: ['fresh', 'old'],
  },
  {
    name: 'a field that clients may not see can be required',
    query: '{ bill { hint state } }',
    data: { bill: { hint: 'made of hidden', state: 'OPEN' } },
    asked: ['fresh', 'old'],
  },
  {
    name: 'a value that clients may not see is refused, and not passed on',
    query: '{ lost { s: state paid } }',
    data: { lost: { s: null, paid: false } },
    errors: [{ path: ['lost', 's'], code: 'ZONE_BAD_DATA', zone: 'old' }],
  },
]);

/** As output an enum has the values of all its subgraphs, as input those that all of them know. */
const enums: Subgraphs = {
  one: {
    sdl: `
      type Query { colours: [Colour!]! one(size: Size = SMALL): String }
      enum Colour { RED GREEN }
      enum Size { SMALL LARGE HUGE }
      input Box { width: Int depth: Int } extend type Query { box(box: Box!): String }`,
    resolvers: {
      Query: {
        colours: () => ['GREEN', 'RED'],
        one: (_, { size }) => String(size),
        box: (_, { box }) => JSON.stringify(box),
      },
    },
  },
  other: {
    sdl: `
      type Query { colour: Colour other(sizes: [Size!]!): String }
      enum Colour { RED BLUE }
      enum Size { SMALL LARGE }
      input Box { width: Int }
      extend type Query { otherBox(box: Box!): String }`,
    resolvers: { Query: { colour: () => 'BLUE', other: (_, { sizes }) => JSON.stringify(sizes) } },
  },
};

describeCases('an enum that differs between subgraphs', enums, [
  {
    name: 'has all values as output',
    query: '{ colours colour }',
    data: { colours: ['GREEN', 'RED'], colour: 'BLUE' },
    asked: ['one', 'other'],
  },
  {
    name: 'has the values known to all as input',
    query: 'query ($s: Size) { one(size: $s) given: one(size: LARGE) usual: one other(sizes: [LARGE, SMALL]) }',
    variables: { s: 'LARGE' },
    data: { one: 'LARGE', given: 'LARGE', usual: 'SMALL', other: '["LARGE","SMALL"]' },
    asked: ['one', 'other'],
  },
  {
    name: 'as an input object has the fields known to all',
    query: '{ box(box: { width: 3 }) }',
    data: { box: '{"width":3}' },
    asked: ['one'],
  },
]);
