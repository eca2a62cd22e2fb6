/** The composed schema as the gateway reads it: what clients may ask, and what each zone's answers are checked against. */
import { readFileSync } from 'node:fs';
import { Supergraph } from '@apollo/federation-internals';
import type { GraphQLSchema } from 'graphql';
import { StartupError, reasonOf } from '../infra/runtime/startup-error.ts';
import { neededFields, type NeededFields } from './operations/clashing-names.ts';

export interface LoadedSupergraph {
  readonly sdl: string;
  /** Each zone's own schema, by name. */
  readonly zones: ReadonlyMap<string, GraphQLSchema>;
  readonly needed: NeededFields;
}

/** Reads and checks a supergraph file; a StartupError says what to do. */
export function loadSupergraph(file: string): LoadedSupergraph {
  const sdl = read(file);
  try {
    const supergraph = Supergraph.build(sdl);
    const zones = [...supergraph.subgraphs()].map(({ name, schema }) => [name, schema.toGraphQLJSSchema()] as const);
    return { sdl, zones: new Map(zones), needed: neededFields(sdl, supergraph.apiSchema().toGraphQLJSSchema()) };
  } catch (error) {
    throw new StartupError(`${file} is no supergraph (${reasonOf(error)}). Run "npm run compose"`, { cause: error });
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new StartupError(`the supergraph ${file} cannot be read (${reasonOf(error)}). Run "npm run compose" first`);
  }
}
