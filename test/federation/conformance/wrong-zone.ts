/** Two zones: one sound, and one that says what a test has it say. */
import { afterAll, beforeAll, expect } from '@jest/globals';
import type { ZoneLimits } from '../../../gateway/zones/limits.ts';
import { ask } from '../../support/ask.ts';
import { dataText, pathIn, type Given } from './by-hand.ts';
import { errorsOf, sortedErrors, type ExpectedError, type Path } from './cases.ts';
import { startGraph, zoneLimits, type Graph, type Subgraphs } from './graph.ts';
import { sendText, type Answer } from './zone-server.ts';

export const SECRET = 'SELECT password FROM secrets';

/** Sends this as the `data` of the answer, with these errors beside it, their paths in field names. */
export function saying(given: Given, errors: readonly { path?: Path; code?: string }[] = []): Answer {
  return (request, response) => {
    const entries = errors.map(({ path, code }) => ({
      message: SECRET,
      ...(path && { path: pathIn(request, path) }),
      extensions: { code, exception: SECRET },
    }));
    const shown = entries.length > 0 ? `,"errors":${JSON.stringify(entries)}` : '';
    sendText(response, `{"data":${dataText(request, given)}${shown}}`);
  };
}

export interface WrongZone {
  /** Has the zone answer so, asks the gateway, and expects the rest of the answer to stand and nothing to leak. */
  readonly expectAnswer: (expected: {
    readonly when: Answer;
    readonly query: string;
    readonly data: unknown;
    readonly errors?: readonly ExpectedError[];
  }) => Promise<void>;
  readonly graph: () => Graph;
  readonly answer: (answer: Answer) => void;
}

/** Sets both zones up for the tests of a `describe`. */
export function wrongZone(limits: Partial<ZoneLimits> = {}): WrongZone {
  let answer: Answer = saying({});
  let graph: Graph;
  const subgraphs: Subgraphs = {
    sound: {
      sdl: `
        type Query { sound: String items: [Thing]! }
        type Thing @key(fields: "id") { id: ID! seen: Boolean }`,
      resolvers: {
        Query: { sound: () => 'sound', items: () => [{ id: 'i1' }, { id: 'i2' }] },
        Thing: { __resolveReference: (it) => it, seen: () => true },
      },
    },
    wrong: {
      sdl: `
        type Query { thing: Thing things: [Thing] whole: [Thing!] item: Item strict: Thing! }
        type Mutation { change: Thing }
        type Thing @key(fields: "id") {
          id: ID! int: Int float: Float text: String flag: Boolean colour: Colour must: Int!
          list: [Int] solid: [Int!] grid: [[Int]] child: Thing children: [Thing]
          constructor: String toString: Int
        }
        enum Colour { RED GREEN }
        union Item = Thing | Other
        type Other { name: String }`,
      answer: (request, response) => answer(request, response),
    },
  };
  beforeAll(async () => {
    graph = await startGraph(subgraphs, zoneLimits(limits));
  });
  afterAll(() => graph.stop());
  return {
    graph: () => graph,
    answer: (next) => {
      answer = next;
    },
    expectAnswer: async ({ when, query, data, errors = [] }) => {
      answer = when;
      const reply = await ask(graph.url, query);
      expect({ data: reply.data, errors: errorsOf(reply) }).toEqual({ data, errors: sortedErrors(errors) });
      expect(reply.text).not.toMatch(/SELECT|password|127\.0\.0\.1|polluted|stack/);
      expect(Reflect.get({}, 'polluted')).toBeUndefined();
    },
  };
}

export function bad(...path: Path): ExpectedError {
  return { path, code: 'ZONE_BAD_DATA', zone: 'wrong' };
}
