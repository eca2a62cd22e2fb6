/** Which fields a selection set asks of an object, and under which @skip and @include. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { buildSchema, executeSync, parse, type DocumentNode } from 'graphql';
import {
  Fragments,
  operationOf,
  responseKey,
  type CollectedField,
  type Selection,
  type Variables,
} from '../../../../gateway/execution/selections.ts';

/** On an object of the type T, which is an I. */
const applies = (name: string): boolean => name === 'T' || name === 'I';

function collected(document: DocumentNode, within: readonly Selection[] = whole(document)): CollectedField[] {
  return new Fragments(document).collect(within, applies);
}

function whole(document: DocumentNode): Selection[] {
  return [{ set: operationOf(document).selectionSet, conditions: [] }];
}

function keysOf(query: string, variables: Variables = {}): string[] {
  return collected(parse(query)).flatMap(({ key, included }) => (!included || included(variables) ? [key] : []));
}

describe('the fields of a selection set', () => {
  test.each([
    ['stand under their names or aliases, in order', '{ b a x: c }', ['b', 'a', 'x']],
    ['stand there once, at the place of the first', '{ a b a: a b }', ['a', 'b']],
    [
      'are those of fragments too',
      '{ a ...F ... { c } } fragment F on T { b ...G } fragment G on T { d }',
      ['a', 'b', 'd', 'c'],
    ],
    [
      'are those of fragments on what the object is, and no others',
      '{ ... on T { a } ... on I { b } ... on U { c } ...F } fragment F on V { d }',
      ['a', 'b'],
    ],
    [
      'are none that are skipped for certain',
      '{ a @skip(if: true) b @include(if: false) c @skip(if: false) d @include(if: true) }',
      ['c', 'd'],
    ],
    [
      'are none in fragments that are skipped for certain',
      '{ ... @skip(if: true) { a } ...F @include(if: false) ... @include(if: true) { c } } fragment F on T { b }',
      ['c'],
    ],
    ['are there whatever other directives say', '{ a @other(if: false) }', ['a']],
  ])('%s', (_, query, expected) => {
    expect(keysOf(query)).toEqual(expected);
  });

  test('are always there where no variable has a say, and have no condition then', () => {
    const [a, b] = collected(parse('{ a @include(if: true) b @include(if: $x) b }'));
    expect([a?.included, b?.included]).toEqual([undefined, undefined]);
  });

  test.each([
    ['{ a @include(if: $x) }', 'x'],
    ['{ a @skip(if: $x) }', '!x'],
    ['{ a @include(if: $x) @skip(if: $y) }', 'x & !y'],
    ['{ ... @include(if: $x) { a @include(if: $y) } }', 'x & y'],
    ['{ ...F @skip(if: $x) } fragment F on T { ... @include(if: $y) { a } }', '!x & y'],
    ['{ a @include(if: $x) ... @include(if: $y) { a } }', 'x | y'],
    ['{ a @include(if: $x) a @skip(if: $x) }', 'x | !x'],
    ['{ a @skip(if: $x) @include(if: false) a @include(if: $y) }', 'y'],
  ])('are there as their directives say: %s: %s', (query, meaning) => {
    for (const x of [true, false]) {
      for (const y of [true, false]) {
        const holds = meaning
          .split(' | ')
          .some((each) => each.split(' & ').every((term) => (term.endsWith('x') ? x : y) !== term.startsWith('!')));
        expect([x, y, keysOf(query, { x, y })]).toEqual([x, y, holds ? ['a'] : []]);
      }
    }
  });

  test('are not there where a variable says neither yes nor no', () => {
    expect(keysOf('{ a @include(if: $x) b @skip(if: $x) }', { x: null })).toEqual([]);
    expect(keysOf('{ a @include(if: $x) b @skip(if: $x) }')).toEqual([]);
  });
});

describe('what is asked below a field', () => {
  test('is that of every occurrence, each under the conditions of its own', () => {
    const document = parse('{ a @include(if: $x) { b } ... @skip(if: $y) { a { c @include(if: $z) } } a { d } }');
    const [a] = collected(document);
    const below = collected(document, a?.below ?? []);
    const keys = (variables: Variables) =>
      below.flatMap(({ key, included }) => (!included || included(variables) ? [key] : []));
    expect(keys({ x: true, y: false, z: true })).toEqual(['b', 'c', 'd']);
    expect(keys({ x: false, y: false, z: true })).toEqual(['c', 'd']);
    expect(keys({ x: true, y: true, z: true })).toEqual(['b', 'd']);
    expect(keys({ x: false, y: true, z: true })).toEqual(['d']);
    expect(keys({ x: false, y: false, z: false })).toEqual(['d']);
  });

  test('is nothing for a leaf', () => {
    expect(collected(parse('{ a }'))[0]?.below).toEqual([]);
  });
});

test.each(['', '@include(if: $x)', '@skip(if: $x) @include(if: $y)'])(
  'fragments within fragments are read once each: %s',
  (on) => {
    const deep = Array.from(
      { length: 40 },
      (_, at) => `fragment F${at} on T { ...F${at + 1} ${on} ...F${at + 1} ${on} a${at} }`,
    );
    const document = parse(`{ ...F0 } ${deep.join(' ')} fragment F40 on T { a40 a39 }`);
    expect(
      collected(document)
        .map(({ key }) => key)
        .sort(),
    ).toEqual(Array.from({ length: 41 }, (_, at) => `a${at}`).sort());
  },
);

test('a fragment that is not in the document is a fault of ours', () => {
  expect(() => collected(parse('{ ...F }'))).toThrow('the document lacks its fragment F');
});

describe('the operation of a document', () => {
  const two = parse('fragment F on T { a } query One { a } query Two { a }');
  test.each([
    ['the one that is named', two, 'Two', 'Two'],
    ['the first where none is named', two, undefined, 'One'],
    ['the first where the name is null', two, null, 'One'],
    ['the first where the name is empty', two, '', 'One'],
  ])('is %s', (_, document, name, expected) => {
    expect(operationOf(document, name).name?.value).toBe(expected);
  });

  test('that has none, or not the named one, is a fault of ours', () => {
    expect(() => operationOf(two, 'Three')).toThrow('the document lacks its operation');
    expect(() => operationOf(parse('fragment F on T { a }'))).toThrow('the document lacks its operation');
  });
});

test('a field stands under its alias, or else its name', () => {
  expect(collected(parse('{ x: a b }')).map(({ node }) => responseKey(node))).toEqual(['x', 'b']);
});

describe('whatever is asked', () => {
  const schema = buildSchema(`
    schema { query: T }
    interface I { a: T b: T n: Int }
    type T implements I { a: T b: T n: Int }
    type U implements I { a: T b: T n: Int }
    union V = T`);
  const node: Record<string, unknown> = { n: 1, a: () => node, b: () => node };

  const directive = fc.constantFrom(
    '',
    '',
    '',
    '',
    '@include(if: $x)',
    '@skip(if: $x)',
    '@include(if: $y) @skip(if: $x)',
    '@skip(if: true)',
    '@include(if: true)',
  );
  const sets = fc.letrec<{ set: string; part: string }>((tie) => ({
    set: fc.array(tie('part'), { minLength: 1, maxLength: 3 }).map((parts) => `{ ${parts.join(' ')} }`),
    part: fc.oneof(
      { maxDepth: 4, depthIdentifier: 'set' },
      fc.tuple(fc.constantFrom('n', 'm: n'), directive).map(([field, on]) => `${field} ${on}`),
      fc
        .tuple(fc.constantFrom('a', 'b', 'c: a'), directive, tie('set'))
        .map(([field, on, set]) => `${field} ${on} ${set}`),
      fc
        .tuple(fc.constantFrom('', 'on T', 'on I', 'on U', 'on V'), directive, tie('set'))
        .map(([type, on, set]) => `... ${type} ${on} ${type === 'on V' ? '{ __typename }' : set}`),
      fc.tuple(fc.constantFrom('F', 'G'), directive).map(([name, on]) => `...${name} ${on}`),
    ),
  }));
  const fragment = fc.constantFrom(
    '{ n }',
    '{ a { n } }',
    '{ b @skip(if: $y) { m: n } m: n }',
    '{ ... on U { n } a @include(if: $x) { b { n } } }',
  );

  test('it is what GraphQL itself says is asked', () => {
    const property = fc.property(sets.set, fragment, fragment, fc.boolean(), fc.boolean(), (set, f, g, x, y) => {
      const document = parse(`query ($x: Boolean!, $y: Boolean!) ${set} fragment F on T ${f} fragment G on I ${g}`);
      const fragments = new Fragments(document);
      const onT = (name: string): boolean => ['T', 'I', 'V'].includes(name);
      const answer = (selections: readonly Selection[]): Record<string, unknown> =>
        Object.fromEntries(
          fragments.collect(selections, onT).flatMap(({ key, node: { name }, below, included }) => {
            if (included && !included({ x, y })) return [];
            const leaf = name.value === 'n' ? 1 : 'T';
            return [[key, below.length > 0 ? answer(below) : leaf]];
          }),
        );
      const { data } = executeSync({ schema, document, rootValue: node, variableValues: { x, y } });
      expect(answer(whole(document))).toEqual(JSON.parse(JSON.stringify(data)));
    });
    fc.assert(property, { numRuns: 300 });
  });
});
