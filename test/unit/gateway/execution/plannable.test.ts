import { describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { plannable } from '../../../../gateway/execution/planning/plannable.ts';
import { composed, versionOf } from './support.ts';

/** The join__type directives of a type, in order. */
function keysOf(sdl: string, type: string): string[] {
  const head = new RegExp(`(?:type|interface) ${type}\\b([^{]*)\\{`).exec(sdl)?.[1] ?? '';
  return [...head.matchAll(/@join__type\(graph: (\w+), key: "([^"]+)"(?:, (resolvable: false))?[^)]*\)/g)].map((each) =>
    each.slice(1).filter(Boolean).join(' '),
  );
}

const SUBGRAPHS = {
  one: 'type Query { good: Good } type Good @key(fields: "id") @key(fields: "code") { id: ID! code: ID! weight: Int }',
  two: `type Good @key(fields: "code", resolvable: false) @key(fields: "id") {
      id: ID! code: ID! weight: Int @external cost: Int @requires(fields: "weight") }`,
};

describe('the supergraph as it is planned with', () => {
  test('names the keys that a zone can resolve before those that it cannot, and keeps their order otherwise', () => {
    const sdl = composed(SUBGRAPHS);
    expect(keysOf(sdl, 'Good')).toEqual(['ONE id', 'ONE code', 'TWO code resolvable: false', 'TWO id']);
    expect(keysOf(plannable(sdl), 'Good')).toEqual(['ONE id', 'ONE code', 'TWO id', 'TWO code resolvable: false']);
  });

  test('takes a key that it is said to be able to resolve for one that it can', () => {
    const sdl = composed(SUBGRAPHS).replace(
      '@join__type(graph: ONE, key: "id")',
      '@join__type(graph: ONE, key: "id", resolvable: true)',
    );
    expect(keysOf(plannable(sdl), 'Good')).toEqual(['ONE id', 'ONE code', 'TWO id', 'TWO code resolvable: false']);
  });

  test('does so for interfaces', () => {
    const sdl = composed({
      one: `type Query { node: Node } interface Node @key(fields: "id") @key(fields: "code") { id: ID! code: ID! }
        type Good implements Node @key(fields: "id") @key(fields: "code") { id: ID! code: ID! }`,
      two: `type Node @interfaceObject @key(fields: "code", resolvable: false) @key(fields: "id") { id: ID! code: ID! stars: Int }`,
    });
    expect(keysOf(plannable(sdl), 'Node').at(-1)).toBe('TWO code resolvable: false');
    expect(keysOf(sdl, 'Node').at(-1)).toBe('TWO id');
  });

  test('asks a zone by a key that it can resolve where the field requires something', async () => {
    const { plan } = await versionOf(SUBGRAPHS);
    const { node } = plan(parse('{ good { cost } }'), undefined);
    const last = node?.kind === 'Sequence' ? node.nodes.at(-1) : undefined;
    const requires = last?.kind === 'Flatten' && last.node.kind === 'Fetch' ? last.node.requires : undefined;
    const names = ['__typename', 'id', 'weight'].map((name) => ({ kind: 'Field', name }));
    expect(requires).toEqual([
      { kind: 'InlineFragment', typeCondition: 'Good', selections: expect.arrayContaining(names) },
    ]);
    expect(JSON.stringify(requires)).not.toContain('"code"');
  });

  test('is otherwise as it was written, to the letter', () => {
    const sdl = composed({ one: SUBGRAPHS.one });
    expect(plannable(sdl)).toBe(sdl);
  });

  test('has the stand-ins too', () => {
    const sdl = composed({
      one: SUBGRAPHS.one.replace('weight: Int', 'weight(in: String): Int'),
      two: SUBGRAPHS.two
        .replace('weight: Int', 'weight(in: String): Int')
        .replace('"weight"', '"weight(in: \\"kg\\")"'),
    });
    expect(plannable(sdl)).toContain('weight__required_');
    expect(keysOf(plannable(sdl), 'Good').at(-1)).toBe('TWO code resolvable: false');
  });
});
