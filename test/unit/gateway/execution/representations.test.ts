/** What a zone is sent so that it knows which entities are meant. */
import { describe, expect, test } from '@jest/globals';
import type { FetchDataRewrite, QueryPlanSelectionNode } from '@apollo/query-planner';
import { buildSchema } from 'graphql';
import { put, type Data } from '../../../../gateway/execution/data.ts';
import { Failure } from '../../../../gateway/execution/failure.ts';
import { Required, type Inputs } from '../../../../gateway/execution/requests/representations.ts';

const schema = buildSchema(`
  type Query { a: Media }
  interface Media { id: ID! }
  type Book implements Media { id: ID! } type Film implements Media { id: ID! } type Other { id: ID! }`);

const field = (name: string, ...selections: readonly QueryPlanSelectionNode[]): QueryPlanSelectionNode =>
  selections.length > 0 ? { kind: 'Field', name, selections: [...selections] } : { kind: 'Field', name };
const on = (typeCondition: string, ...selections: readonly QueryPlanSelectionNode[]): QueryPlanSelectionNode => ({
  kind: 'InlineFragment',
  typeCondition,
  selections: [...selections],
});
const key = [field('__typename'), field('id')];

const STRICT: Inputs = { explain: () => undefined, isIdle: () => false, mayBeNull: () => false };

function required(...selections: readonly QueryPlanSelectionNode[]): Required {
  return new Required(selections, schema, (name) => name.replace(/__required_.*$/, ''));
}

/** The representations, parsed. */
function sent(requires: Required, objects: readonly Data[], inputs: Inputs = STRICT): unknown[] {
  return requires.of(objects, inputs).entities.map(({ json }): unknown => JSON.parse(json));
}

const book = (id: unknown, more: Data = {}): Data => ({ __typename: 'Book', id, ...more });
const failure = new Failure('why', {});

describe('a representation', () => {
  test('holds what is required, in that order, and nothing else', () => {
    const requires = required(on('Book', field('id'), field('__typename'), field('size', field('height'))));
    const [entity] = requires.of([book('1', { size: { width: 1, height: 2 }, more: 3 })], STRICT).entities;
    expect(entity?.json).toBe('{"id":"1","__typename":"Book","size":{"height":2}}');
  });

  test('is of the objects to whose type the request is', () => {
    const requires = required(on('Book', ...key), on('Film', ...key, field('length')));
    const objects = [book('1'), { __typename: 'Film', id: '1', length: 90 }, { __typename: 'Other', id: '1' }];
    expect(sent(requires, objects)).toEqual(objects.slice(0, 2));
    expect(requires.of(objects, STRICT).lacking).toEqual([]);
  });

  test('holds what all fragments that fit require, once', () => {
    const requires = required(
      on('Media', ...key),
      on('Book', ...key, field('a', field('x'))),
      on('Book', field('a', field('y'), field('x'))),
    );
    expect(requires.of([book('1', { a: { y: 2, x: 1 } })], STRICT).entities[0]?.json).toBe(
      '{"__typename":"Book","id":"1","a":{"x":1,"y":2}}',
    );
  });

  test('is under the names that the zone knows', () => {
    const requires = required(
      on('Book', ...key, field('price__required_1'), field('maker__required_2', field('share__required_3'))),
    );
    const object = book('1', { price: 9, price__required_1: 5, maker__required_2: { share__required_3: 7 } });
    expect(sent(requires, [object])).toEqual([book('1', { price: 5, maker: { share: 7 } })]);
  });

  test('is read under the alias that the plan gives', () => {
    const requires = required(on('Book', ...key, { kind: 'Field', name: 'name', alias: 'other' }));
    expect(sent(requires, [book('1', { name: 1, other: 2 })])).toEqual([book('1', { other: 2 })]);
  });

  test('holds values of every kind as they are', () => {
    const values = { a: null, b: [1, [2, null]], c: '"\\\u2028 一', d: { e: [{ f: 1 }] }, g: false, h: 1e21, i: [] };
    const requires = required(on('Book', ...key, ...Object.keys(values).map((name) => field(name))));
    expect(requires.of([book('1', values)], STRICT).entities[0]?.json).toBe(JSON.stringify(book('1', values)));
  });

  test('holds objects within, lists of them, and nulls among them, of their own types', () => {
    const requires = required(
      on('Book', ...key, field('parts', field('__typename'), on('Film', field('x')), on('Other', field('y')))),
    );
    const parts = [[{ __typename: 'Film', x: 1, y: 2 }, null], [], null, [{ __typename: 'Other', x: 1, y: 2 }]];
    expect(sent(requires, [book('1', { parts })])).toEqual([
      book('1', { parts: [[{ __typename: 'Film', x: 1 }, null], [], null, [{ __typename: 'Other', y: 2 }]] }),
    ]);
    expect(sent(requires, [book('1', { parts: null })])).toEqual([book('1', { parts: null })]);
  });

  test('may have a key that is null', () => {
    expect(sent(required(on('Book', ...key)), [book(null)])).toEqual([book(null)]);
  });

  test('keeps names that every object has', () => {
    const names = ['__proto__', 'constructor'];
    const requires = required(on('Book', ...key, ...names.map((name) => field(name))));
    const object = book('1');
    expect(requires.of([object], { ...STRICT, explain: () => failure }).lacking).toHaveLength(1);
    for (const name of names) put(object, name, 7);
    expect(requires.of([object], STRICT).entities[0]?.json).toBe(
      '{"__typename":"Book","id":"1","__proto__":7,"constructor":7}',
    );
  });
});

describe('an interface object', () => {
  const rewrites: FetchDataRewrite[] = [
    { kind: 'ValueSetter', path: ['... on Media', '__typename'], setValueTo: 'Media' },
  ];
  const requires = new Required([on('Media', ...key)], schema, (name) => name, rewrites);

  test('is sent under the name that the zone knows it by, whatever it is elsewhere', () => {
    const { entities } = requires.of(
      [book('1'), { __typename: 'Film', id: '2' }, { __typename: 'Media', id: '3' }],
      STRICT,
    );
    expect(entities.map(({ json }): unknown => JSON.parse(json))).toEqual(
      ['1', '2', '3'].map((id) => ({ __typename: 'Media', id })),
    );
    expect(entities.map(({ typeName }) => typeName)).toEqual(['Media', 'Media', 'Media']);
  });

  test('is one where two of one key differ in type elsewhere', () => {
    expect(requires.of([book('1'), { __typename: 'Film', id: '1' }], STRICT).entities).toHaveLength(1);
  });

  test('leaves other types as they are', () => {
    const both = new Required([on('Media', ...key), on('Other', ...key)], schema, (name) => name, rewrites);
    expect(sent(both, [{ __typename: 'Other', id: '1' }])).toEqual([{ __typename: 'Other', id: '1' }]);
  });

  test.each<readonly [string, FetchDataRewrite]>([
    ['a renaming', { kind: 'KeyRenamer', path: ['... on Media', '__typename'], renameKeyTo: 'x' }],
    ['another field', { kind: 'ValueSetter', path: ['... on Media', 'id'], setValueTo: 'x' }],
    ['another depth', { kind: 'ValueSetter', path: ['a', '... on Media', '__typename'], setValueTo: 'x' }],
  ])('is all that input rewrites are known for: %s is refused', (_, rewrite) => {
    expect(() => new Required([], schema, (name) => name, [rewrite])).toThrow(
      'an input rewrite that is not known here',
    );
  });
});

describe('an object', () => {
  const requires = required(on('Book', ...key, field('size', field('__typename'), field('x')), field('list')));
  const whole = { size: { __typename: 'Other', x: 1 }, list: [1] };
  const asked: unknown[] = [];
  const explaining: Inputs = {
    ...STRICT,
    explain: (object, path) => {
      asked.push(path);
      return object['explained'] === true ? failure : undefined;
    },
  };

  test.each<readonly [string, Data, readonly string[]]>([
    ['its type', { id: '1', ...whole }, ['__typename']],
    ['a key', { __typename: 'Book', ...whole }, ['id']],
    ['an object', book('1', { list: [] }), ['size']],
    ['a field within', book('1', { ...whole, size: { __typename: 'Other' } }), ['size', 'x']],
    ['an object, in whose place is something else', book('1', { ...whole, size: 7 }), ['size']],
    ['an object of a list', book('1', { ...whole, size: [{ x: 1, __typename: 'Other' }, {}] }), ['size', '__typename']],
  ])('that lacks %s is not asked about, and the cause is looked up', (_, object, path) => {
    asked.length = 0;
    const explained = { ...object, explained: true };
    expect(requires.of([explained], explaining)).toEqual({
      entities: [],
      lacking: [{ object: explained, cause: failure }],
    });
    expect(asked).toContainEqual(path);
  });

  test.each<readonly [string, Data]>([
    ['a key', book(failure, whole)],
    ['an object', book('1', { ...whole, size: failure })],
    ['a field within', book('1', { ...whole, size: { __typename: 'Other', x: failure } })],
    ['an object of a list', book('1', { ...whole, size: [null, failure] })],
    ['a value of a list', book('1', { ...whole, list: [1, [failure]] })],
  ])('whose lack of %s is explained there is not asked about, for that cause', (_, object) => {
    expect(requires.of([object], { ...STRICT, explain: () => new Failure('another', {}) })).toEqual({
      entities: [],
      lacking: [{ object, cause: failure }],
    });
  });

  test('does not keep others from being asked about', () => {
    const [one, other] = [book('1', { explained: true }), book('3', { explained: true })];
    const { entities, lacking } = requires.of([one, book('2', whole), other], explaining);
    expect([entities.length, lacking.length]).toEqual([1, 2]);
  });

  test('is sent without what nobody was asked for, if that is not all of it', () => {
    expect(sent(requires, [book('1', { size: { __typename: 'Other' } })])).toEqual([
      book('1', { size: { __typename: 'Other' } }),
    ]);
    expect(sent(requires, [{ __typename: 'Book' }])).toEqual([]);
  });

  test('lacks nothing where null is an answer, and only there', () => {
    const seen: unknown[] = [];
    const mayBeNull = (typeName: string, name: string): boolean => seen.push([typeName, name]) > 0 && name === 'size';
    expect(sent(requires, [book('1', { list: [] })], { ...STRICT, mayBeNull })).toEqual([
      book('1', { size: null, list: [] }),
    ]);
    expect(sent(requires, [book('1', { ...whole, size: { x: failure } })], { ...STRICT, mayBeNull })).toEqual([
      book('1', { ...whole, size: null }),
    ]);
    expect(sent(requires, [book('1', { size: null })], { ...STRICT, explain: () => failure, mayBeNull })).toEqual([]);
    expect(seen).toEqual([
      ['Book', 'size'],
      ['Book', 'size'],
      ['Book', 'list'],
    ]);
  });

  test('lacks nothing where nobody needs it this time: it is left out', () => {
    const isIdle = (typeName: string, name: string): boolean => typeName === 'Book' && name === 'size';
    expect(sent(requires, [book('1', { list: [] })], { ...STRICT, isIdle })).toEqual([book('1', { list: [] })]);
    expect(sent(requires, [book('1', whole)], { ...STRICT, isIdle })).toEqual([book('1', whole)]);
  });
});

describe('an entity', () => {
  test('is asked about once, and stands for all its objects, in the order in which they come', () => {
    const objects = [book('2'), book('1'), { ...book('2'), more: 1 }, book('3'), book('1')];
    const { entities } = required(on('Book', ...key)).of(objects, STRICT);
    expect(entities.map(({ json, objects: of }) => [json, of.map((each) => objects.indexOf(each))])).toEqual([
      ['{"__typename":"Book","id":"2"}', [0, 2]],
      ['{"__typename":"Book","id":"1"}', [1, 4]],
      ['{"__typename":"Book","id":"3"}', [3]],
    ]);
  });

  test('tells what its key says that it is about, where that is a text', () => {
    const requires = required(on('Book', ...key));
    const { entities } = requires.of(
      [book('1', { period: '2024', form: 'F' }), book('2', { period: 2024 }), book('3')],
      STRICT,
    );
    expect(entities.map(({ about }) => [about.period, about.form])).toEqual([
      ['2024', 'F'],
      [undefined, undefined],
      [undefined, undefined],
    ]);
  });
});
