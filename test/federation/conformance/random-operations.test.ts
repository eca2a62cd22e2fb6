/** Whatever a client asks of sound zones, it gets what one server would answer. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ask } from '../../support/ask.ts';
import { startGraph, type Graph } from './graph.ts';
import { operations } from './random/operations.ts';
import { parameters } from './random/parameters.ts';
import { oneServer, TOWN } from './random/town.ts';

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph(TOWN);
});
afterAll(() => graph.stop());

test('the gateway answers as one server would', async () => {
  const { schema, answer } = oneServer(graph.supergraph);
  const property = fc.asyncProperty(operations(schema), async ({ query, variables }) => {
    const { text } = await ask(graph.url, query, { variables });
    expect(text.trim()).toBe(JSON.stringify({ data: answer(query, variables) }));
  });
  await fc.assert(property, parameters());
}, 300_000); // a failure takes time to shrink
