import { describe, expect, test } from '@jest/globals';
import { Kind, parse, print } from 'graphql';
import { fieldNames, parseFieldSet, textArgument } from '../../../../gateway/execution/planning/field-sets.ts';
import { reservedNames } from '../../../../gateway/execution/planning/reserved-names.ts';
import { composed } from './support.ts';

describe('a field set', () => {
  test('is read as a selection set', () => {
    expect(print(parseFieldSet('id region { code }')).replace(/\s+/g, ' ')).toBe('{ id region { code } }');
  });

  test('names its fields at every depth, in fragments too', () => {
    const names = fieldNames('id region { code } ... on City { price(in: "EUR") { id } }');
    expect(names).toEqual(['id', 'region', 'code', 'price', 'id']);
  });

  test('that is none is refused', () => {
    expect(() => parseFieldSet('id }')).toThrow('Syntax Error');
    expect(() => parseFieldSet('')).toThrow('Syntax Error');
  });
});

describe('a directive’s argument', () => {
  const [type] = parse('type T @d(text: "x", name: Y, block: """z""", number: 1, list: ["x"])').definitions;
  const directive = type?.kind === Kind.OBJECT_TYPE_DEFINITION ? type.directives?.[0] : undefined;
  const given = (name: string) => directive && textArgument(directive, name);

  test('is read where it is a text or the name of an enum value', () => {
    expect([given('text'), given('name'), given('block')]).toEqual(['x', 'Y', 'z']);
  });

  test('is none where it is anything else or not there', () => {
    expect([given('number'), given('list'), given('none')]).toEqual([undefined, undefined, undefined]);
  });
});

describe('the reserved names of a supergraph', () => {
  test('are __typename and all that any @key or @requires names, at every depth', () => {
    const supergraph = composed({
      one: `
        type Query { a: A  i: I }
        type A @key(fields: "id region { code }") { id: ID! region: R name: String weight: Int box: Box }
        type R @key(fields: "code") { code: ID! title: String }
        type Box { width: Int height: Int }
        interface I @key(fields: "tag") { tag: ID! }
        type X implements I @key(fields: "tag") { tag: ID! }`,
      two: `
        type A @key(fields: "id region { code }") {
          id: ID! region: R weight: Int @external box: Box @external
          cost: Int @requires(fields: "weight box { width }")
        }
        type R @key(fields: "code") { code: ID! }
        type Box { width: Int @external }
        type I @interfaceObject @key(fields: "tag") { tag: ID! likes: Int }`,
    });
    expect([...reservedNames(supergraph)].sort()).toEqual(
      ['__typename', 'box', 'code', 'id', 'region', 'tag', 'weight', 'width'].sort(),
    );
  });

  test('are none of what only @provides or another directive names', () => {
    const supergraph = composed({
      one: `
        type Query { a: A @provides(fields: "name") }
        type A @key(fields: "id") { id: ID! name: String @external }`,
      two: 'type A @key(fields: "id") { id: ID! name: String @shareable }',
    });
    expect(supergraph).toContain('provides: "name"');
    expect([...reservedNames(supergraph)]).toEqual(['__typename', 'id']);
  });
});
