/**
 * Whatever a client asks, and however zones fail it: every value in the answer is the one that sound zones would give, and
 * every one that is missing is explained by exactly one error.
 */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ask } from '../../support/ask.ts';
import { startGraph, zoneLimits, type Graph } from './graph.ts';
import { faultsIn } from './random/explained.ts';
import { faultPlans, faultyZones, SECRET } from './random/faults.ts';
import { operations } from './random/operations.ts';
import { parameters } from './random/parameters.ts';
import { oneServer, TOWN } from './random/town.ts';

const DEADLINE_MS = 150;
const ZONES = Object.keys(TOWN);
const zones = faultyZones(TOWN);

let graph: Graph;
beforeAll(async () => {
  graph = await startGraph(zones.subgraphs, zoneLimits({ deadlineMs: DEADLINE_MS }));
});
afterAll(() => graph.stop());

test('every value is right, and every missing one is explained by exactly one error', async () => {
  const { schema, answer } = oneServer(graph.supergraph);
  const property = fc.asyncProperty(operations(schema), faultPlans(ZONES), async ({ query, variables }, plan) => {
    zones.failBy(plan);
    const { text } = await ask(graph.url, query, { variables });
    expect(faultsIn(text, answer(query, variables), ZONES)).toEqual([]);
    expect(text).not.toContain(SECRET);
  });
  await fc.assert(property, parameters());
}, 300_000); // a failure takes time to shrink
