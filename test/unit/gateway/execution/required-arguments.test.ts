/** Stand-ins for required fields with arguments: into the supergraph, through the planner, and out again. */
import { describe, expect, test } from '@jest/globals';
import { Supergraph } from '@apollo/federation-internals';
import { parse, print, stripIgnoredCharacters } from 'graphql';
import {
  standInsOf,
  withRealFields,
  withStandIns,
  type RequiredField,
} from '../../../../gateway/execution/planning/required-arguments.ts';
import { composed, fieldsOf, versionOf, type Sdls } from './support.ts';

const GOODS = `
  type Query { good: Good }
  type Good @key(fields: "id") { id: ID! price(currency: String, of: Int): Int }`;

const trade = (...requires: readonly string[]): string => `
  type Good @key(fields: "id") {
    id: ID! price(currency: String, of: Int): Int @external
    ${requires.map((text, index) => `f${index}: Int @requires(fields: ${JSON.stringify(text)})`).join('\n')}
  }`;

/** What each stand-in stands for, as text. */
function meantBy(sdl: string): Record<string, string> {
  return Object.fromEntries([...standInsOf(sdl).standIns].map(([name, real]) => [name, textOf(real)]));
}

function textOf({ name, arguments: args }: RequiredField): string {
  return args.length === 0 ? name : `${name}(${args.map(print).join(', ')})`;
}

function standIns(subgraphs: Sdls): string {
  return withStandIns(composed(subgraphs));
}

/** The name of the only stand-in. */
function standInIn(sdl: string): string {
  const [name, ...more] = Object.keys(meantBy(sdl));
  if (name === undefined || more.length > 0) throw new TypeError('one stand-in is expected');
  return name;
}

describe('a supergraph', () => {
  test('in which nothing with arguments is required stays as it is, to the letter', () => {
    const sdl = composed({
      goods: 'type Query { good(of: Int): Good } type Good @key(fields: "id") { id: ID! a(b: Int): Int }',
    });
    expect(withStandIns(sdl)).toBe(sdl);
    expect(standInsOf(sdl)).toEqual({ standIns: new Map(), usedBy: new Map() });
  });

  test('gets one field for each way in which a field is required, whoever requires it', () => {
    const sdl = standIns({
      goods: GOODS,
      trade: trade('price(currency: "CNY")', 'price(currency: "USD")', 'price(currency: "CNY", of: 1)', 'price'),
      more: trade('price(currency: "CNY")').replace('f0', 'g0'),
    });
    const meant = meantBy(sdl);
    expect(Object.values(meant).sort()).toEqual([
      'price',
      'price(currency: "CNY")',
      'price(currency: "CNY", of: 1)',
      'price(currency: "USD")',
    ]);
    const { usedBy } = standInsOf(sdl);
    const uses = [...usedBy].map(([field, names]) => [field, [...names].map((name) => meant[name])]);
    expect(Object.fromEntries(uses)).toEqual({
      'Good.f0': ['price(currency: "CNY")'],
      'Good.f1': ['price(currency: "USD")'],
      'Good.f2': ['price(currency: "CNY", of: 1)'],
      'Good.f3': ['price'],
      'Good.g0': ['price(currency: "CNY")'],
    });
  });

  test('takes arguments in another order, or other blanks, for the same', () => {
    const sdl = standIns({
      goods: GOODS,
      trade: trade('price(currency: "CNY", of: 1)', 'price( of:1,currency:"CNY" )'),
    });
    expect(Object.values(meantBy(sdl))).toEqual(['price(currency: "CNY", of: 1)']);
  });

  test('keeps arguments of every kind', () => {
    const field = 'price(a: "x \\" , { y }", b: [1, 2], c: {d: E}, e: null, f: true)';
    const sdl = standIns({
      goods: `type Query { good: Good } type Good @key(fields: "id") { id: ID! price(a: String, b: [Int], c: C, e: Int, f: Boolean): Int }
        input C { d: E } enum E { E }`,
      trade: `type Good @key(fields: "id") { id: ID! price(a: String, b: [Int], c: C, e: Int, f: Boolean): Int @external
        dear: Int @requires(fields: ${JSON.stringify(field)}) } input C { d: E } enum E { E }`,
    });
    expect(Object.values(meantBy(sdl))).toEqual([field]);
  });

  test('keeps what else is required as it was', () => {
    const sdl = standIns({
      goods: GOODS.replace('id: ID!', 'id: ID! name: String'),
      trade: trade('name price(of: 1)').replace('id: ID!', 'id: ID! name: String @external'),
    });
    expect(sdl).toMatch(/requires: "name price__required_[0-9a-f]{12}"/);
  });

  test('keeps its stand-ins out of the API, and resolves them where their fields are resolved', () => {
    const supergraph = Supergraph.build(standIns({ goods: GOODS, trade: trade('price(of: 1)') }), {
      validateSupergraph: false,
    });
    const standIn = standInIn(standIns({ goods: GOODS, trade: trade('price(of: 1)') }));
    expect(fieldsOf(supergraph.apiSchema().toGraphQLJSSchema(), 'Good')).toEqual(['id', 'price', 'f0']);
    expect(fieldsOf(supergraph.schema.toGraphQLJSSchema(), 'Good')).toEqual(['id', 'price', 'f0', standIn]);
  });
});

describe('a required field with arguments', () => {
  test('may stand anywhere below another, below one with arguments too', () => {
    const sdl = standIns({
      goods: `
        type Query { good: Good }
        type Good @key(fields: "id") { id: ID! maker(at: Int): Maker plain: Maker }
        type Maker @shareable { share(of: Int): Int name: String }`,
      trade: `
        type Good @key(fields: "id") {
          id: ID! maker(at: Int): Maker @external plain: Maker @external
          a: Int @requires(fields: "maker(at: 1) { name share(of: 2) } plain { share(of: 3) }")
        }
        type Maker @shareable { share(of: Int): Int name: String }`,
    });
    const meant = meantBy(sdl);
    expect(Object.values(meant).sort()).toEqual(['maker(at: 1)', 'share(of: 2)', 'share(of: 3)']);
    const requires = /requires: "([^"]+)"/
      .exec(sdl)?.[1]
      ?.replaceAll(/\w+__required_\w+/g, (name) => `<${meant[name]}>`);
    expect(requires).toBe('<maker(at: 1)> { name <share(of: 2)> } plain { <share(of: 3)> }');
  });

  test('of an interface stands for that of every type, also of one that implements it at one remove', () => {
    const types = `
      interface Wide { tax(rate: Int): Int }
      interface Thing implements Wide { tax(rate: Int): Int }
      type Book implements Thing & Wide @shareable { tax(rate: Int): Int }
      type Film implements Thing & Wide @shareable { tax(rate: Int): Int }`;
    const sdl = standIns({
      goods: `type Query { shop: Shop } type Shop @key(fields: "id") { id: ID! best: Wide } ${types}`,
      trade: `type Shop @key(fields: "id") { id: ID! best: Wide @external sum: Int @requires(fields: "best { tax(rate: 2) }") } ${types}`,
    });
    const { schema } = Supergraph.build(sdl, { validateSupergraph: false });
    const standIn = standInIn(sdl);
    for (const type of ['Wide', 'Thing', 'Book', 'Film'])
      expect([type, fieldsOf(schema.toGraphQLJSSchema(), type)]).toEqual([type, ['tax', standIn]]);
  });

  test('in a fragment is that of the fragment’s type', () => {
    const types = `
      interface Thing { name: String }
      type Book implements Thing @shareable { name: String tax(rate: Int): Int }
      type Film implements Thing @shareable { name: String tax(rate: Int): Int }`;
    const sdl = standIns({
      goods: `type Query { shop: Shop } type Shop @key(fields: "id") { id: ID! best: Thing } ${types}`,
      trade: `type Shop @key(fields: "id") {
          id: ID! best: Thing @external
          sum: Int @requires(fields: "best { name ... on Book { tax(rate: 2) } ... { name } }") } ${types}`,
    });
    const { schema } = Supergraph.build(sdl, { validateSupergraph: false });
    const standIn = standInIn(sdl);
    expect(fieldsOf(schema.toGraphQLJSSchema(), 'Book')).toEqual(['name', 'tax', standIn]);
    expect(fieldsOf(schema.toGraphQLJSSchema(), 'Film')).toEqual(['name', 'tax']);
  });

  test('may be required by an interface object', () => {
    const sdl = standIns({
      goods: `
        type Query { node: Node }
        interface Node @key(fields: "id") { id: ID! size(in: Int): Int }
        type Good implements Node @key(fields: "id") { id: ID! size(in: Int): Int }`,
      trade: `type Node @interfaceObject @key(fields: "id") {
        id: ID! size(in: Int): Int @external fee: Int @requires(fields: "size(in: 7)") }`,
    });
    const standIn = standInIn(sdl);
    expect(sdl).toContain(`requires: "${standIn}"`);
    expect(standInsOf(sdl).usedBy).toEqual(new Map([['Node.fee', new Set([standIn])]]));
  });

  test('may itself require one', () => {
    const sdl = standIns({
      goods: GOODS,
      trade: `type Good @key(fields: "id") {
        id: ID! price(currency: String, of: Int): Int @external
        duty(rate: Int): Int @requires(fields: "price(of: 1)") }`,
      till: `type Good @key(fields: "id") { id: ID! duty(rate: Int): Int @external sum: Int @requires(fields: "duty(rate: 2)") }`,
    });
    const meant = meantBy(sdl);
    expect(Object.values(meant).sort()).toEqual(['duty(rate: 2)', 'price(of: 1)']);
    const [standIn] = Object.entries(meant).find(([, text]) => text.startsWith('duty')) ?? [];
    const ofStandIn = standInsOf(sdl).usedBy.get(`Good.${standIn}`) ?? [];
    expect([...ofStandIn].map((name) => meant[name])).toEqual(['price(of: 1)']);
  });
});

describe('a field that is called as a stand-in is', () => {
  test.each(['', '"of somebody’s own"', '"price(of: 1)"'])('is none: %s', (description) => {
    const sdl = standIns({
      goods: `${GOODS} extend type Good { ${description} price__required_0123456789ab: Int }`,
      trade: trade('price(of: 2)'),
    });
    expect(Object.values(meantBy(sdl))).toEqual(['price(of: 2)']);
  });
});

describe('@inaccessible', () => {
  const linked = (sdl: string) => [...sdl.matchAll(/specs\.apollo\.dev\/inaccessible/g)].length;

  test('is linked where it was not', () => {
    const sdl = standIns({ goods: GOODS, trade: trade('price') });
    expect([linked(composed({ goods: GOODS })), linked(sdl)]).toEqual([0, 1]);
    expect(sdl).toMatch(/price__required_\w+: Int .*@inaccessible/);
  });

  test('is used as it is linked already', () => {
    const sdl = standIns({ goods: `${GOODS} extend type Good { hidden: Int @inaccessible }`, trade: trade('price') });
    expect(linked(sdl)).toBe(1);
    expect(sdl.match(/directive @inaccessible/g)).toHaveLength(1);
  });

  test('stands once on the stand-in of a field that is hidden already', () => {
    const hidden = (sdl: string): string =>
      sdl.replace('price(currency', '"x" price(currency').replace('Int): Int', 'Int): Int @inaccessible');
    const sdl = standIns({ goods: hidden(GOODS), trade: trade('price(of: 1)') });
    const declared = /price__required_\w+: Int (.*)/.exec(sdl)?.[1] ?? '';
    expect(declared.match(/@inaccessible/g)).toHaveLength(1);
  });

  test('is used under the name that it has in the supergraph', () => {
    const plain = composed({ goods: `${GOODS} extend type Good { hidden: Int @inaccessible }`, trade: trade('price') });
    const renamed = plain
      .replaceAll('@inaccessible', '@secret')
      .replace('inaccessible/v0.2"', 'inaccessible/v0.2", as: "secret"');
    const sdl = withStandIns(renamed);
    expect(sdl).toMatch(/price__required_\w+: Int .*@secret/);
    const api = Supergraph.build(sdl, { validateSupergraph: false }).apiSchema().toGraphQLJSSchema();
    expect(fieldsOf(api, 'Good')).toEqual(['id', 'price', 'f0']);
  });
});

describe('the plan’s own request', () => {
  const EUR: RequiredField = { name: 'price', arguments: [] };

  test('asks for real fields under the names of their stand-ins', async () => {
    const { plan, standIns } = await versionOf({
      goods: GOODS,
      trade: trade('price(currency: "CNY")', 'price(of: 1)'),
    });
    const { node } = plan(parse('{ good { f0 f1 price price2: price(currency: "X") } }'), undefined);
    const asked = node?.kind === 'Sequence' && node.nodes[0]?.kind === 'Fetch' ? node.nodes[0].operation : '';
    const real = stripIgnoredCharacters(print(withRealFields(parse(asked), standIns)));
    for (const [name, field] of standIns) {
      expect(asked).toContain(` ${name} `);
      expect(real).toContain(stripIgnoredCharacters(`${name}:${textOf(field)}`));
    }
    expect(real).toMatch(/price price2:price\(currency:"X"\)}}$/);
  });

  test('keeps the alias that a stand-in has already', () => {
    const document = withRealFields(parse('{ a: x__required_1 { y } }'), new Map([['x__required_1', EUR]]));
    expect(stripIgnoredCharacters(print(document))).toBe('{a:price{y}}');
  });

  test('stays the same document where there are no stand-ins', () => {
    const document = parse('{ a }');
    expect(withRealFields(document, new Map())).toBe(document);
  });
});
