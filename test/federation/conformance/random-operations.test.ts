/** Whatever a client asks of sound zones, it gets what one server would answer. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ask } from '../../support/ask.ts';
import { startGraph, type Graph } from './graph.ts';
import { operations, type RandomOperation } from './random/operations.ts';
import { parameters } from './random/parameters.ts';
import { oneServer, TOWN } from './random/town.ts';

/** Operations that were once answered wrongly; they are tried first. */
const FOUND: readonly (readonly [query: string, yes: boolean])[] = [
  ['query ($yes: Boolean! = true) { boss @include(if: $yes) { age @skip(if: $yes) } }', false],
  ['query ($yes: Boolean! = true) { boss @include(if: $yes) { age @skip(if: $yes) } }', true],
  ['query ($yes: Boolean!) { boss @include(if: $yes) { ... on Person @skip(if: $yes) { age } } }', true],
  ['query ($yes: Boolean! = true) { firms { paid levy @include(if: $yes) } }', false],
  ['query ($yes: Boolean! = true) { firms { perHead @skip(if: $yes) levy } }', true],
  ['query ($yes: Boolean! = true) { firms { perHead @skip(if: $yes) levy @skip(if: $yes) number } }', true],
  ['query ($yes: Boolean! = true) { boss { firm { perHead levy @include(if: $yes) } } }', false],
  ['query ($yes: Boolean! = true) { boss { firm { perHead @include(if: $yes) levy } } }', false],
  ['query ($yes: Boolean! = true) { best { ... on Home @include(if: $yes) { id } x: id } }', false],
];

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph(TOWN);
});
afterAll(() => graph.stop());

test('the gateway answers as one server would', async () => {
  const { schema, answer } = oneServer(graph.supergraph);
  const examples = FOUND.map(([query, yes]): [RandomOperation] => [{ query, variables: { yes } }]);
  const property = fc.asyncProperty(operations(schema), async ({ query, variables }) => {
    const { text } = await ask(graph.url, query, { variables });
    expect(text.trim()).toBe(JSON.stringify({ data: answer(query, variables) }));
  });
  await fc.assert(property, { ...parameters(), examples });
}, 300_000); // a failure takes time to shrink
