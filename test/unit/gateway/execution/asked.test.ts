/** A zone's answer is read against what was asked of it and the zone's own schema: what does not fit is refused, alone. */
import { describe, expect, test } from '@jest/globals';
import { Failure } from '../../../../gateway/execution/failure.ts';
import { askedBy, read, THINGS as schema, type ReadOptions } from './reading.ts';

const reads = (query: string, answer: unknown, options?: ReadOptions) => read(schema, query, answer, options);
const sound = (value: unknown) => ({ kept: value, refused: [] });

describe('an answer that fits', () => {
  test.each([
    ['{ thing { id number name } }', { thing: { id: '1', number: 2, name: null } }],
    ['{ maybe { id } list strict kind }', { maybe: null, list: [1, null], strict: [], kind: 'CORE' }],
    ['{ nested { id } }', { nested: [[{ id: '1' }], null, []] }],
    ['{ any { __typename ... on Thing { id } ... on Alone { x } } }', { any: { __typename: 'Alone', x: 1 } }],
    ['{ any { __typename ... on Thing { id } ... on Alone { x } } }', { any: { __typename: 'Thing', id: '1' } }],
    [
      '{ node { __typename id ... on Thing { name } ... on Twin { n: name } } }',
      { node: { __typename: 'Twin', id: '1', n: 1 } },
    ],
    ['{ thing { ... on Node { id } ...F } } fragment F on Thing { number }', { thing: { id: '1', number: 1 } }],
    ['{ a: list b: thing { c: id } }', { a: null, b: { c: '1' } }],
    ['{ thing { id other { __typename id } } }', { thing: { id: '1', other: { __typename: 'Thing', id: '2' } } }],
  ])('is kept, the very same object: %s', (query, answer) => {
    expect(reads(query, structuredClone(answer))).toEqual(sound(answer));
    const given = structuredClone(answer);
    expect(askedBy(schema, query).read(given, { variables: {}, about: {}, refuse: () => new Failure('', {}) })).toBe(
      given,
    );
  });

  test('has whole numbers as texts where they are IDs', () => {
    expect(reads('{ thing { id } }', { thing: { id: 7 } })).toEqual(sound({ thing: { id: '7' } }));
  });
});

describe('a value that does not fit', () => {
  test.each<readonly [string, string, unknown, unknown, string]>([
    [
      'is refused for its type',
      '{ thing { id number } }',
      { thing: { id: '1', number: '2' } },
      { thing: { id: '1', number: '<Thing.number: not a Int>' } },
      'Thing.number: not a Int',
    ],
    [
      'is refused as null',
      '{ thing { id number } }',
      { thing: { id: null, number: 2 } },
      { thing: { id: '<Thing.id: null where there is none>', number: 2 } },
      'Thing.id: null where there is none',
    ],
    [
      'is refused where it is missing',
      '{ thing { id number } }',
      { thing: { number: 2 } },
      { thing: { id: '<Thing.id: missing>', number: 2 } },
      'Thing.id: missing',
    ],
    [
      'is refused in a list',
      '{ list }',
      { list: [1, 'x', 3] },
      { list: [1, '<Query.list: not a Int>', 3] },
      'Query.list: not a Int',
    ],
    [
      'is refused as null in a list',
      '{ strict }',
      { strict: [1, null] },
      { strict: [1, '<Query.strict: null where there is none>'] },
      'Query.strict: null where there is none',
    ],
    [
      'is refused as a list that is none',
      '{ list }',
      { list: 1 },
      { list: '<Query.list: not a list>' },
      'Query.list: not a list',
    ],
    [
      'is refused as a list within a list',
      '{ nested { id } }',
      { nested: [{ id: '1' }] },
      { nested: ['<Query.nested: not a list>'] },
      'Query.nested: not a list',
    ],
    [
      'is refused as an object that is none',
      '{ maybe { id } }',
      { maybe: ['1'] },
      { maybe: '<Thing: not an object>' },
      'Thing: not an object',
    ],
    [
      'is refused as a list where there is one object',
      '{ thing { id } }',
      { thing: [{ id: '1' }] },
      { thing: '<Thing: not an object>' },
      'Thing: not an object',
    ],
    [
      'is refused as a value of an enum',
      '{ kind }',
      { kind: 'OTHER' },
      { kind: '<Query.kind: not a Kind>' },
      'Query.kind: not a Kind',
    ],
    [
      'is refused under its alias',
      '{ a: text }',
      { a: 1 },
      { a: '<Query.text: not a String>' },
      'Query.text: not a String',
    ],
    [
      'is refused as another type than the object’s',
      '{ thing { __typename id } }',
      { thing: { __typename: 'Twin', id: '1' } },
      { thing: { __typename: '<Thing.__typename: not Thing>', id: '1' } },
      'Thing.__typename: not Thing',
    ],
  ])('%s', (_, query, answer, kept, detail) => {
    expect(reads(query, answer)).toEqual({ kept, refused: [detail] });
  });

  test('costs nothing but itself', () => {
    const { kept, refused } = reads('{ things { id number } list }', {
      things: [
        { id: '1', number: 'x' },
        { id: '2', number: 2 },
      ],
      list: [1],
    });
    expect(kept).toEqual({
      things: [
        { id: '1', number: '<Thing.number: not a Int>' },
        { id: '2', number: 2 },
      ],
      list: [1],
    });
    expect(refused).toHaveLength(1);
  });
});

describe('what was not asked', () => {
  test.each<readonly [string, string, unknown]>([
    ['another field', '{ text }', { text: 'a', list: [1] }],
    ['a type', '{ text }', { text: 'a', __typename: 'Other' }],
    ['a name that every object has', '{ text }', '{"text":"a","constructor":1,"__proto__":{"x":1},"toString":null}'],
  ])('is dropped: %s', (_, query, answer) => {
    const { kept, refused } = reads(query, answer);
    expect([JSON.stringify(kept), refused]).toEqual(['{"text":"a"}', []]);
  });

  test('is dropped within lists, and where it takes the place of what is missing', () => {
    expect(reads('{ things { id } }', { things: [{ id: '1', name: 'x' }, { name: 'x' }] })).toEqual({
      kept: { things: [{ id: '1' }, { id: '<Thing.id: missing>' }] },
      refused: ['Thing.id: missing'],
    });
  });

  test('is what a condition rules out', () => {
    const query = 'query ($yes: Boolean!) { text @skip(if: $yes) list @include(if: $yes) }';
    expect(reads(query, { text: 1, list: [1] }, { variables: { yes: true } })).toEqual(sound({ list: [1] }));
    expect(reads(query, { text: 'a', list: 1 }, { variables: { yes: false } })).toEqual(sound({ text: 'a' }));
    expect(reads(query, { list: [1] }, { variables: { yes: true } })).toEqual(sound({ list: [1] }));
  });
});

describe('names that every object has', () => {
  test('are missing where they are not sent', () => {
    expect(reads('{ constructor text }', { text: 'a' }).refused).toEqual(['Query.constructor: missing']);
    expect(reads('{ __proto__: text }', { text: 'a' }).refused).toEqual(['Query.text: missing']);
  });

  test('are data where they are', () => {
    const { kept, refused } = reads(
      '{ constructor __proto__: text toString: proto }',
      '{"constructor":1,"__proto__":"a","toString":null,"x":1}',
    );
    expect([JSON.stringify(kept), refused]).toEqual(['{"constructor":1,"__proto__":"a","toString":null}', []]);
    expect(JSON.stringify(reads('{ __proto__: text }', '{"__proto__":7}').kept)).toBe(
      '{"__proto__":"<Query.text: not a String>"}',
    );
  });
});

describe('a failure that stands there already', () => {
  const why = new Failure('why', {});
  test.each<readonly [string, string, unknown]>([
    ['a value', '{ thing { id number } }', { thing: { id: why, number: 1 } }],
    ['an object', '{ thing { id } any { __typename } }', { thing: why, any: why }],
    ['a list', '{ list strict }', { list: why, strict: why }],
    [
      'an element',
      '{ list strict things { id } nested { id } }',
      { list: [why], strict: [why], things: [why], nested: [why, [why]] },
    ],
    ['an enum value', '{ kind }', { kind: why }],
  ])('stays in the place of %s', (_, query, answer) => {
    const given = structuredClone({});
    const { refused } = reads(query, Object.assign(given, answer));
    expect(refused).toEqual([]);
    expect(JSON.stringify(reads(query, Object.assign(given, answer)).kept)).toContain('<why>');
  });

  test('stays in the place of it all', () => {
    expect(reads('{ text }', why)).toEqual(sound('<why>'));
  });
});

test('a plan that asks for a field that the zone does not have is a fault of ours', () => {
  expect(() => reads('{ none }', {})).toThrow('the plan asks for Query.none, which the zone does not have');
  expect(() => reads('{ any { id } }', { any: {} })).toThrow('the plan asks for Any.id, which the zone does not have');
});
