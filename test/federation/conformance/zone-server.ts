/** The smallest GraphQL server over node:http, for subgraphs that exist for one test only. */
import { createServer, type ServerResponse } from 'node:http';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse, type ExecutionResult, type GraphQLSchema } from 'graphql';
import { z } from 'zod';
import { isJsonObject } from '../../../gateway/zones/json.ts';

export type Row = Readonly<Record<string, unknown>>;

/** A field's resolver, an entity's `__resolveReference` (it gets the representation) or an abstract type's `__resolveType`. */
export type Resolve = (parent: Row, args: Row) => unknown;
export type Resolvers = Readonly<Record<string, Readonly<Record<string, Resolve>>>>;

const requestShape = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
});

export interface ZoneRequest {
  readonly query: string;
  readonly variables: Row;
}

/** Gives a request its answer, however wrong. */
export type Answer = (request: ZoneRequest, response: ServerResponse) => void | Promise<void>;

export interface RunningZone {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

const FEDERATION = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@requires",
  "@provides", "@external", "@shareable", "@override", "@inaccessible", "@interfaceObject", "@extends"])\n`;

/** The SDL as a subgraph publishes it: of Federation 2, unless it says that it is of Federation 1. */
export function publishedSdl(sdl: string): string {
  return sdl.startsWith('# Federation 1') ? sdl : `${FEDERATION}${sdl}`;
}

/** The schema of a sound subgraph. */
export function subgraphSchema(sdl: string, resolvers: Resolvers): GraphQLSchema {
  return buildSubgraphSchema([{ typeDefs: parse(publishedSdl(sdl)), resolvers }]);
}

/** Answers as a sound subgraph does. */
export function resolving(sdl: string, resolvers: Resolvers): Answer {
  const schema = subgraphSchema(sdl, resolvers);
  return async (request, response) => sendJson(response, await resolved(schema, request));
}

export function resolved(schema: GraphQLSchema, { query, variables }: ZoneRequest): Promise<ExecutionResult> {
  return graphql({ schema, source: query, variableValues: variables });
}

export function sendJson(response: ServerResponse, body: unknown, status = 200): void {
  sendText(response, JSON.stringify(body), status);
}

export function sendText(response: ServerResponse, body: string, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(body);
}

/** The objects in a list; nothing of anything else. */
export function rowsOf(value: unknown): Row[] {
  return Array.isArray(value) ? value.filter((each: unknown) => isJsonObject(each)) : [];
}

export async function serve(answer: Answer): Promise<RunningZone> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { query, variables } = requestShape.parse(JSON.parse(Buffer.concat(chunks).toString()));
      void answer({ query, variables: variables ?? {} }, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/graphql`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
