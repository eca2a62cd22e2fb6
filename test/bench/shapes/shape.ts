/** A shape: a supergraph, a query, and how one request differs from the next. */
import { parse, type DocumentNode } from 'graphql';
import type { GraphQLResolverMap } from '@apollo/subgraph';

export interface ShapeSubgraph {
  readonly name: string;
  readonly typeDefs: DocumentNode;
  /** What it answers; none when the answers are recorded from the real zone of that name. */
  readonly resolvers?: GraphQLResolverMap<unknown>;
}

export interface Shape {
  readonly name: string;
  readonly about: string;
  readonly connections: number;
  readonly query: string;
  /** The variables of the n-th request: no two are alike, so that no answer can be shared or cached by its request. */
  readonly variables: (n: number) => Readonly<Record<string, unknown>>;
  /** Where the part that differs stands in what a gateway asks a zone, and what the zone's recorded answers have for it. */
  readonly unique: { readonly pattern: RegExp; readonly sample: string };
  /** Whether an answer is the one that is meant to be measured, and not one full of nulls. */
  readonly isWhole: (answer: string) => boolean;
  /** What the real zone is asked, whose answer is recorded, when a contender asks this. */
  readonly toReal?: (body: string) => string;
  readonly subgraphs: () => readonly ShapeSubgraph[];
}

/** The body of the n-th request. */
export function requestBody(shape: Shape, n: number): string {
  return JSON.stringify({ query: shape.query, variables: shape.variables(n) });
}

/** The SDL of a Federation 2 subgraph. */
export function subgraphSdl(text: string): DocumentNode {
  return parse(`extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable", "@external", "@requires", "@provides"])
  ${text}`);
}
