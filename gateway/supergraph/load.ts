/**
 * A supergraph's text made into all that the gateway needs of it. Whatever could fail later fails here, before the text is
 * handed over: what loads can be served.
 */
import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Supergraph, errorCauses } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import { assertValidSchema, type GraphQLSchema } from 'graphql';
import { StartupError, reasonOf } from '../../infra/runtime/startup-error.ts';
import { neededFields, type NeededFields } from '../stock/clashing-names.ts';
import { applyStrictScalars } from '../strict-scalars.ts';

export interface ComposedZone {
  readonly url: string;
  /** The zone's own schema, as composed: its answers are checked against it. */
  readonly schema: GraphQLSchema;
}

/** One version of the supergraph. It never changes, so that a swap is one assignment and a request keeps its own. */
export interface LoadedSupergraph {
  /** The sha-256 of the text. */
  readonly id: string;
  readonly sdl: string;
  /** The text as ApolloGateway is given it. */
  readonly prepared: string;
  readonly zones: ReadonlyMap<string, ComposedZone>;
  readonly needed: NeededFields;
}

/** Where a zone listens; throws when nobody says it. */
export type ZoneUrl = (zone: string, composedUrl: string | undefined) => string;

export interface LoadOptions {
  readonly zoneUrl: ZoneUrl;
  /** What the executor needs changed in the text before it is planned with. */
  readonly prepare: (sdl: string) => string;
}

/** Throws when the text cannot be served; `refusalOf` gives the reason in one line. */
export async function loadSupergraph(sdl: string, { zoneUrl, prepare }: LoadOptions): Promise<LoadedSupergraph> {
  const supergraph = Supergraph.build(sdl, { validateSupergraph: true });
  const zones = new Map<string, ComposedZone>();
  for (const { name, url, schema } of supergraph.subgraphs()) {
    await nextTurn(); // a large supergraph takes its time, and requests under way have deadlines
    zones.set(name, { url: webAddress(zoneUrl(name, url), name), schema: schema.toGraphQLJSSchema() });
  }
  await nextTurn();
  const api = supergraph.apiSchema().toGraphQLJSSchema();
  assertValidSchema(api); // as Apollo Server does, when it is too late to refuse
  applyStrictScalars(api);
  await nextTurn();
  const prepared = prepare(sdl);
  new QueryPlanner(prepared === sdl ? supergraph : Supergraph.build(prepared, { validateSupergraph: false }));
  return { id: idOf(sdl), sdl, prepared, zones, needed: neededFields(sdl, api) };
}

export function idOf(sdl: string): string {
  return createHash('sha256').update(sdl).digest('hex');
}

/** As an id stands in logs and on the health page. */
export function shortId(id: string): string {
  return id.slice(0, 12);
}

const MAX_CAUSES = 5;

/** Why a text was refused, in one line: its causes where there are several. */
export function refusalOf(error: unknown): string {
  const causes: readonly unknown[] = errorCauses(asError(error)) ?? [error];
  const said = causes.slice(0, MAX_CAUSES).map(reasonOf);
  return causes.length > MAX_CAUSES ? `${said.join('; ')}; … (${causes.length})` : said.join('; ');
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

function webAddress(url: string, zone: string): string {
  const protocol = URL.canParse(url) ? new URL(url).protocol : undefined;
  if (protocol === 'http:' || protocol === 'https:') return url;
  throw new StartupError(`the address of ${zone} is no http(s) address: ${url}`);
}
