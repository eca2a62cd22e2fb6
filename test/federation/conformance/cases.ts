/** Cases as data: what a client asks, what it gets, and which subgraphs were asked for it. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ask, type Answer } from '../../support/ask.ts';
import { startGraph, type Graph, type Subgraphs } from './graph.ts';
import type { Row } from './zone-server.ts';

export type Path = readonly (string | number)[];

/** What a client is told of a fault: where, as it named the fields itself, by whom and of what kind. */
export type ExpectedError = Readonly<{
  path: Path;
  code: string;
  zone: string;
  /** All places, where one failed call left more than one. */
  places?: readonly Path[];
}>;

export interface Case {
  readonly name: string;
  readonly query: string;
  readonly variables?: Row;
  readonly operationName?: string;
  readonly data: unknown;
  readonly errors?: readonly ExpectedError[];
  /** The subgraphs asked, sorted, one entry a request. Left out where the plan is the planner's own affair. */
  readonly asked?: readonly string[];
}

/** Runs the cases over one federation. */
export function describeCases(name: string, subgraphs: Subgraphs, cases: readonly Case[]): void {
  describe(name, () => {
    let graph: Graph;
    beforeAll(async () => {
      graph = await startGraph(subgraphs);
    });
    afterAll(() => graph.stop());

    test.each(cases)('$name', async (each) => {
      await expectCase(graph, each);
    });
  });
}

export async function expectCase(graph: Graph, { query, data, errors = [], asked, ...options }: Case): Promise<void> {
  graph.forget();
  const answer = await ask(graph.url, query, options);
  expect({ data: answer.data, errors: errorsOf(answer) }).toEqual({ data, errors: sortedErrors(errors) });
  if (asked) expect(graph.asked.map(({ zone }) => zone).sort()).toEqual(asked);
}

/** The errors of an answer, in an order of their own: zones answer in any. */
export function errorsOf({ errors = [] }: Answer): unknown[] {
  return sortedErrors(
    errors.map(({ path, message, extensions: { code, zone, places } = {} }) => ({
      path,
      code,
      zone,
      ...(Array.isArray(places) && { places }),
      ...((path === undefined || zone === undefined) && { message }),
    })),
  );
}

type Placed = Readonly<Record<string, unknown>> & { readonly places?: readonly unknown[] };

export function sortedErrors(errors: readonly Placed[]): unknown[] {
  return sorted(errors.map(({ places, ...error }) => (places ? { ...error, places: sorted(places) } : error)));
}

function sorted<T>(all: readonly T[]): T[] {
  return all.toSorted((left, right) => (JSON.stringify(left) < JSON.stringify(right) ? -1 : 1));
}

/** The representations that a subgraph was sent, all requests together. */
export function representationsTo(graph: Graph, zone: string): unknown[] {
  return graph.asked
    .filter((each) => each.zone === zone)
    .flatMap(({ variables }) => listOf(variables['representations']));
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
