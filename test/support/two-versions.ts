/**
 * Five small subgraphs and two supergraphs over them, such that an answer tells which of the two it came from, and nothing
 * in it may come from the other: `left` and `right` move from west to east (each of which leaves the supergraph in turn),
 * and south moves to another address. South is asked last, with what west or east has answered before.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { startSubgraph, supergraphOf, type SmallSubgraph, type SubgraphDefinition } from './subgraphs.ts';

export const QUESTION = '{ things { id left right north south } }';

export type VersionName = 'first' | 'second';

const SIDES = { first: 'west', second: 'east' } as const;

/** The only answer that this version gives to QUESTION. */
export function answerOf(version: VersionName) {
  const side = SIDES[version];
  const things = ['1', '2', '3'].map((id) => ({
    id,
    left: `${side} ${id}`,
    right: side,
    north: `north ${id}`,
    south: `${version} ${side} ${id}`,
  }));
  return { things };
}

export interface TwoVersions {
  readonly supergraphs: Readonly<Record<VersionName, string>>;
  /** root, west, east, north, south (first), south (second). */
  readonly subgraphs: Readonly<Record<'root' | 'west' | 'east' | 'north' | 'south1' | 'south2', SmallSubgraph>>;
  readonly stop: () => Promise<void>;
}

/** `before`: what a subgraph waits for before it answers. */
export async function startTwoVersions(
  before: (name: string) => Promise<unknown> = () => sleep(2),
): Promise<TwoVersions> {
  const start = (name: string, sdl: string, thing: Record<string, (thing: Thing) => unknown>) =>
    startSubgraph({ name, sdl, resolvers: resolversOf(name, thing), before: () => before(name) });
  const side = (name: string) =>
    start(name, 'type Thing @key(fields: "id") { id: ID! left: String! right: String! }', {
      left: ({ id }) => `${name} ${id}`,
      right: () => name,
    });
  const south = (version: VersionName) =>
    start(
      'south',
      'type Thing @key(fields: "id") { id: ID! left: String! @external south: String! @requires(fields: "left") }',
      { south: ({ left }) => `${version} ${left ?? 'nothing'}` },
    );
  const [root, west, east, north, south1, south2] = await Promise.all([
    start('root', 'type Query { things: [Thing!]! } type Thing @key(fields: "id") { id: ID! }', {}),
    side('west'),
    side('east'),
    start('north', 'type Thing @key(fields: "id") { id: ID! north: String! }', { north: ({ id }) => `north ${id}` }),
    south('first'),
    south('second'),
  ]);
  const subgraphs = { root, west, east, north, south1, south2 };
  return {
    supergraphs: {
      first: supergraphOf([root, west, north, south1]),
      second: supergraphOf([root, east, north, south2]),
    },
    subgraphs,
    stop: async () => {
      await Promise.all(Object.values(subgraphs).map((subgraph) => subgraph.stop()));
    },
  };
}

interface Thing {
  readonly id: string;
  readonly left?: string;
}

function resolversOf(name: string, thing: Record<string, (thing: Thing) => unknown>): SubgraphDefinition['resolvers'] {
  const reference = { __resolveReference: (reference: Thing) => reference };
  if (name !== 'root') return { Thing: { ...reference, ...thing } };
  return { Query: { things: () => ['1', '2', '3'].map((id) => ({ id })) }, Thing: reference };
}
