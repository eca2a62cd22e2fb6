/** Composition from SDL files: nothing needs to run. Pure but for reading the files. */
import { composeServices } from '@apollo/composition';
import type { GraphQLSchema } from 'graphql';
import { buildASTSchema, concatAST, lexicographicSortSchema, parse, printSchema, type DocumentNode } from 'graphql';
import { Supergraph } from '@apollo/federation-internals';
import { subgraphModules } from './load.ts';
import { ZONES, zonePort } from './zones.ts';

export const DEFAULT_PORT = 4000;

export interface Subgraph {
  readonly name: string;
  readonly url: string;
  readonly typeDefs: DocumentNode;
}

export class CompositionError extends Error {
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(`the zones' schemas do not compose:\n${problems.map((each) => `  - ${each}`).join('\n')}`);
    this.name = 'CompositionError';
    this.problems = problems;
  }
}

/** Every registered zone's subgraph, as it is on disk. */
export function registeredSubgraphs(): Subgraph[] {
  return ZONES.map(({ code }) => ({
    name: code,
    url: `http://127.0.0.1:${zonePort(code, DEFAULT_PORT)}/graphql`,
    typeDefs: concatAST(subgraphModules(code)),
  }));
}

/** The supergraph SDL, or a CompositionError that lists every problem. */
export function composeSupergraph(subgraphs: readonly Subgraph[] = registeredSubgraphs()): string {
  const result = composeServices([...subgraphs]);
  if (result.errors) throw new CompositionError(result.errors.map((error) => error.message));
  return result.supergraphSdl;
}

/** What clients see, sorted: the page that reviewers read. */
export function publicApi(supergraphSdl: string): string {
  const api: GraphQLSchema = Supergraph.build(supergraphSdl).apiSchema().toGraphQLJSSchema();
  return `${printSchema(lexicographicSortSchema(buildASTSchema(parse(printSchema(api)))))}\n`;
}
