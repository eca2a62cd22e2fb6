import { describe, expect, test } from '@jest/globals';
import type { FetchDataRewrite } from '@apollo/query-planner';
import { buildSchema } from 'graphql';
import { put, own, type Data } from '../../../../gateway/execution/data.ts';
import { Failure } from '../../../../gateway/execution/failure.ts';
import { applyRewrites, isOfType } from '../../../../gateway/execution/requests/rewrites.ts';

const schema = buildSchema(`
  type Query { a: Thing }
  interface Thing { id: ID } interface Wide { id: ID }
  type Book implements Thing & Wide { id: ID } type Film implements Thing { id: ID } type Other { id: ID }
  union Any = Book | Other`);

const renaming = (path: readonly string[], renameKeyTo: string): FetchDataRewrite => ({
  kind: 'KeyRenamer',
  path: [...path],
  renameKeyTo,
});
const setting = (path: readonly string[], setValueTo: unknown): FetchDataRewrite => ({
  kind: 'ValueSetter',
  path: [...path],
  setValueTo,
});

function rewritten(value: Data, ...rewrites: readonly FetchDataRewrite[]): Data {
  applyRewrites(rewrites, value, schema);
  return value;
}

describe('a field', () => {
  test('is renamed where it stands', () => {
    expect(rewritten({ a: { b: 1, c: 2 } }, renaming(['a', 'b'], 'x'))).toEqual({ a: { x: 1, c: 2 } });
  });

  test('is renamed in every element of a list, and of a list of lists', () => {
    const value = { a: [{ b: 1 }, null, { b: 2 }, [{ b: 3 }]] };
    expect(rewritten(value, renaming(['a', 'b'], 'x'))).toEqual({ a: [{ x: 1 }, null, { x: 2 }, [{ x: 3 }]] });
  });

  test('is renamed as null and as a failure too', () => {
    const failure = new Failure('why', {});
    expect(rewritten({ b: null }, renaming(['b'], 'x'))).toEqual({ x: null });
    expect(rewritten({ b: failure }, renaming(['b'], 'x'))['x']).toBe(failure);
  });

  test('that is not there stays away, and what has its new name stays', () => {
    expect(rewritten({ x: 1 }, renaming(['b'], 'x'))).toEqual({ x: 1 });
    expect(rewritten({}, renaming(['constructor'], 'x'))).toEqual({});
  });

  test('is renamed to and from names that every object has', () => {
    const value = rewritten({ b: 1 }, renaming(['b'], '__proto__'));
    expect([own(value, '__proto__'), Object.keys(value), Object.getPrototypeOf(value)]).toEqual([
      1,
      ['__proto__'],
      Object.prototype,
    ]);
    expect(rewritten(value, renaming(['__proto__'], 'constructor'))).toEqual(Object.fromEntries([['constructor', 1]]));
    expect(Object.keys(value)).toEqual(['constructor']);
  });

  test('is set, whether it was there or not', () => {
    expect(rewritten({ a: [{ b: 1 }, {}] }, setting(['a', 'b'], 7))).toEqual({ a: [{ b: 7 }, { b: 7 }] });
  });

  test('is reached through nulls, failures and scalars without harm', () => {
    const value = { a: null, b: new Failure('why', {}), c: 7, d: 'text' };
    const rewrites = ['a', 'b', 'c', 'd', 'e'].map((name) => renaming([name, 'message'], 'x'));
    expect(rewritten({ ...value }, ...rewrites)).toEqual(value);
  });
});

describe('a condition on the type', () => {
  const path = (type: string) => ['a', `... on ${type}`, 'b'];
  const value = () => ({ a: [{ __typename: 'Book', b: 1 }, { __typename: 'Film', b: 2 }, { b: 3 }] });
  const renamed = (...names: readonly string[]) => ({
    a: [
      { __typename: 'Book', [names[0] ?? '']: 1 },
      { __typename: 'Film', [names[1] ?? '']: 2 },
      { [names[2] ?? '']: 3 },
    ],
  });

  test.each([
    ['is met by objects of that type', 'Book', ['x', 'b', 'x']],
    ['is met by objects that implement it', 'Thing', ['x', 'x', 'x']],
    ['is met by objects of the union', 'Any', ['x', 'b', 'x']],
    ['is met by those alone that have no type of their own', 'Other', ['b', 'b', 'x']],
  ])('%s', (_, type, names) => {
    expect(rewritten(value(), renaming(path(type), 'x'))).toEqual(renamed(...names));
  });

  test('may come at the start, and one after the other', () => {
    expect(rewritten({ __typename: 'Book', b: 1 }, renaming(['... on Thing', '... on Wide', 'b'], 'x'))).toEqual({
      __typename: 'Book',
      x: 1,
    });
    expect(rewritten({ __typename: 'Film', b: 1 }, renaming(['... on Thing', '... on Wide', 'b'], 'x'))).toEqual({
      __typename: 'Film',
      b: 1,
    });
  });
});

test('rewrites come one after the other, as the planner means them', () => {
  const value = { a__alias_0: 1, a__alias_0__alias_0: 2 };
  expect(rewritten(value, renaming(['a__alias_0'], 'a'), renaming(['a__alias_0__alias_0'], 'a__alias_0'))).toEqual({
    a: 1,
    a__alias_0: 2,
  });
});

test('a path that says nothing does nothing', () => {
  const value: Data = {};
  put(value, 'a', 1);
  expect(rewritten(value, renaming([], 'x'))).toEqual({ a: 1 });
});

test.each([
  ['Book', 'Book', true],
  ['Book', 'Thing', true],
  ['Book', 'Any', true],
  ['Thing', 'Thing', true],
  ['Film', 'Any', false],
  ['Film', 'Book', false],
  ['Thing', 'Book', false],
  ['None', 'Thing', false],
  ['Book', 'None', false],
  ['None', 'None', true],
  ['ID', 'Thing', false],
])('%s is of type %s: %s', (name, condition, expected) => {
  expect(isOfType(name, condition, schema)).toBe(expected);
});
