import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Kind, parse, print, visit, type DocumentNode, type FieldNode } from 'graphql';
import { Names } from '../../../../gateway/execution/planning/names.ts';
import { responseKey } from '../../../../gateway/execution/selections.ts';

const RESERVED = new Set(['__typename', 'id', 'code']);

function named(query: string): Names {
  return new Names(parse(query), RESERVED);
}

/** A document as it is planned, in one line. */
function planned(query: string): string {
  return print(named(query).document).replace(/\s+/g, ' ');
}

function fieldsIn(document: DocumentNode): FieldNode[] {
  const fields: FieldNode[] = [];
  visit(document, {
    Field: (node) => {
      fields.push(node);
    },
  });
  return fields;
}

describe('the name under which a field is planned', () => {
  test.each([
    ['is its own, where nobody else uses it', '{ name other: name }', '{ name other: name }'],
    ['is its own, where it is the reserved field itself', '{ id code __typename }', '{ id code __typename }'],
    ['is its own, where the alias says no more than that', '{ id: id }', '{ id: id }'],
    ['is another, where the alias is a reserved field’s', '{ id: name }', '{ client_id: name }'],
    ['is another, where the client asks a reserved field with arguments', '{ id(of: 1) }', '{ client_id: id(of: 1) }'],
    ['is another, where the alias begins as the language’s own names do', '{ __a: name }', '{ client___a: name }'],
    ['is another, where the type is asked under a reserved name', '{ id: __typename }', '{ client_id: __typename }'],
    [
      'is another at every depth',
      '{ a { b { code: x { id: y } } } }',
      '{ a { b { client_code: x { client_id: y } } } }',
    ],
    [
      'is no name at all, where it asks about the schema',
      '{ s: __schema { a: b } a @skip(if: $c) { __type(name: "T") { b } } }',
      '{ __typename a @skip(if: $c) { __typename } }',
    ],
    [
      'is another in fragments, named or not',
      '{ ...F ... { id: a } } fragment F on T { code: b }',
      '{ ...F ... { client_id: a } } fragment F on T { client_code: b }',
    ],
    [
      'keeps directives and arguments',
      '{ id: a(b: 1) @skip(if: $c) { d } }',
      '{ client_id: a(b: 1) @skip(if: $c) { d } }',
    ],
    ['is none that begins as a name of the client’s does', '{ client_x id: a }', '{ client_x xclient_id: a }'],
    [
      'is none, however often the client has been there',
      '{ client_x xclient_y: z id: a }',
      '{ client_x xclient_y: z xxclient_id: a }',
    ],
    [
      'is none that a fragment of the client’s uses',
      '{ ...F id: a } fragment F on T { client_x }',
      '{ ...F xclient_id: a } fragment F on T { client_x }',
    ],
  ])('%s', (_, query, expected) => {
    expect(planned(query)).toBe(expected);
  });

  test.each([
    ['two arguments', '{ a { v(n: 1) } b { v(n: 2) } }', '{ a { v(n: 1) } b { client_1_v: v(n: 2) } }'],
    ['two fields', '{ a { v: x } b { v: y } c { v: z } }', '{ a { v: x } b { client_1_v: y } c { client_2_v: z } }'],
    ['a field and itself', '{ a { v: x } b { v } }', '{ a { client_v: x } b { v } }'],
    ['itself and a field', '{ a { v } b { v(n: 1) } }', '{ a { v } b { client_v: v(n: 1) } }'],
    [
      'itself, and two',
      '{ a { v: x } b { v } c { v(n: 1) } }',
      '{ a { client_v: x } b { v } c { client_1_v: v(n: 1) } }',
    ],
    ['two under a reserved name', '{ a { id: x } b { id: y } }', '{ a { client_id: x } b { client_1_id: y } }'],
    ['two variables', '{ a { v(n: $m) } b { v(n: $n) } }', '{ a { v(n: $m) } b { client_1_v: v(n: $n) } }'],
    ['one in other words', '{ v(n: 1, m: {a: 2, b: [3]}) v(m: {b: [3], a: 2}, n: 1) }', undefined],
    ['one under directives', '{ v: x(n: 1) @skip(if: $a) { b } v: x(n: 1) { c } }', undefined],
    ['one at two depths', '{ v: x(n: 1) { v: x(n: 1) } }', undefined],
  ])('is the same for the same only: %s', (_, query, expected = query) => {
    expect(planned(query)).toBe(expected);
  });

  test('leaves a document without such names as it is', () => {
    const document = parse('{ id name }');
    expect(new Names(document, RESERVED).document).toBe(document);
  });

  test('is found again from the client’s own field, and from the planned one', () => {
    const names = named('{ id: name }');
    const [definition] = parse('{ id: name }').definitions;
    const field = definition?.kind === Kind.OPERATION_DEFINITION ? definition.selectionSet.selections[0] : undefined;
    expect(field?.kind === Kind.FIELD && names.planned(field)).toBe('client_id');
  });
});

const asks = ({ name, arguments: args = [] }: FieldNode): string[] => [name.value, ...args.map(print)];

test('whatever the names: a reserved name stands for its own plain field only, and no two names become one', () => {
  const name = fc.constantFrom(
    'id',
    'code',
    '__typename',
    'name',
    'client_id',
    'client_',
    'xclient_id',
    '__proto__',
    'constructor',
  );
  const field = fc
    .record({ alias: fc.option(name), name, args: fc.constantFrom('', '(of: 1)') })
    .map(({ alias, name: field, args }) => `${alias === null ? '' : `${alias}: `}${field}${args}`);
  const property = fc.property(fc.array(field, { minLength: 1, maxLength: 6 }), (fields) => {
    const query = `{ ${fields.join(' ')} }`;
    const before = fieldsIn(parse(query)).map(responseKey);
    const after = fieldsIn(named(query).document);
    for (const [index, node] of after.entries()) {
      const key = responseKey(node);
      if (RESERVED.has(key)) expect([node.name.value, node.arguments]).toEqual([key, []]);
      for (const [other, otherNode] of after.entries()) {
        if (responseKey(otherNode) === key)
          expect([before[other], asks(otherNode)]).toEqual([before[index], asks(node)]);
      }
    }
  });
  fc.assert(property);
});
