/** Of what type an object in an answer is, and what a request is to bring of it. */
import { describe, expect, test } from '@jest/globals';
import { askedBy, read, THINGS as schema, type ReadOptions } from './reading.ts';

const reads = (query: string, answer: unknown, options?: ReadOptions) => read(schema, query, answer, options);
const sound = (value: unknown) => ({ kept: value, refused: [] });

describe('an object of an abstract type', () => {
  const QUERY = '{ node { __typename id ... on Twin { number } } }';
  test.each<readonly [string, unknown, unknown]>([
    [
      'of a type that does not belong',
      { node: { __typename: 'Alone', id: '1' } },
      '<Node: __typename is none of its types>',
    ],
    ['of a type that is unknown', { node: { __typename: 'None', id: '1' } }, '<Node: __typename is none of its types>'],
    ['of a type that is no text', { node: { __typename: 7, id: '1' } }, '<Node: __typename is none of its types>'],
    [
      'of a type called as every object is',
      '{"node":{"__typename":"constructor","id":"1"}}',
      '<Node: __typename is none of its types>',
    ],
    ['without a type', { node: { id: '1' } }, { __typename: '<Node.__typename: missing>', id: '1' }],
    ['of an abstract type', { node: { __typename: 'Any', id: '1' } }, '<Node: __typename is none of its types>'],
  ])('%s is refused', (_, answer, kept) => {
    expect(reads(QUERY, answer).kept).toEqual({ node: kept });
  });

  test('is read as what it is: what is asked of other types is not expected', () => {
    expect(reads(QUERY, { node: { __typename: 'Thing', id: '1' } })).toEqual(
      sound({ node: { __typename: 'Thing', id: '1' } }),
    );
    expect(reads(QUERY, { node: { __typename: 'Twin', id: '1' } }).refused).toEqual(['Twin.number: missing']);
  });
});

describe('an entity', () => {
  test('is read as the type that it was asked about as', () => {
    const query = '{ ... on Thing { id number } ... on Twin { name } }';
    expect(reads(query, { id: '1', number: 2 }, { expected: 'Thing' })).toEqual(sound({ id: '1', number: 2 }));
    expect(reads(query, { id: '1', number: 2 }, { expected: 'Twin' })).toEqual({
      kept: { name: '<Twin.name: missing>' },
      refused: ['Twin.name: missing'],
    });
  });

  test('of an interface is read as what it says it is', () => {
    const query = '{ ... on Node { __typename id } ... on Thing { number } }';
    expect(reads(query, { __typename: 'Twin', id: '1' }, { expected: 'Node' })).toEqual(
      sound({ __typename: 'Twin', id: '1' }),
    );
    expect(reads(query, { __typename: 'Alone', id: '1' }, { expected: 'Node' }).refused).toEqual([
      'Node: __typename is none of its types',
    ]);
  });

  test('may be a failure, and is refused as anything but an object', () => {
    expect(reads('{ ... on Thing { id } }', 7, { expected: 'Thing' })).toEqual({
      kept: '<Thing: not an object>',
      refused: ['Thing: not an object'],
    });
  });
});

describe('a request', () => {
  const asked = askedBy(
    schema,
    '{ a: thing { id ... on Node { other { x: id } } ...F } list } fragment F on Thing { self { number } }',
  );
  test.each<readonly [readonly string[], boolean]>([
    [[], true],
    [['a'], true],
    [['list'], true],
    [['a', 'id'], true],
    [['a', 'other', 'x'], true],
    [['a', 'self', 'number'], true],
    [['thing'], false],
    [['a', 'number'], false],
    [['a', 'other', 'id'], false],
    [['a', 'id', 'more'], false],
    [['list', 'list'], false],
  ])('is to bring %j: %s', (path, expected) => {
    expect(asked.covers(path)).toBe(expected);
  });

  test('that says nothing says null for every field, and its type', () => {
    expect(askedBy(schema, '{ a: text list kind: __typename }').nulls(undefined)).toEqual({
      a: null,
      list: null,
      kind: 'Query',
    });
    const entity = askedBy(schema, '{ ... on Thing { __typename id __proto__: name } ... on Twin { number } }');
    expect(JSON.stringify(entity.nulls(schema.getType('Thing')))).toBe(
      '{"__typename":"Thing","id":null,"__proto__":null}',
    );
    expect(entity.nulls(schema.getType('Twin'))).toEqual({ number: null });
  });
});
