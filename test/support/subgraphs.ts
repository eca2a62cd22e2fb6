/** Small subgraphs in this process, for tests of the gateway that need no zone and no database. */
import { createServer, type IncomingMessage } from 'node:http';
import { buildSubgraphSchema, type GraphQLResolverMap } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';
import { z } from 'zod';
import { composeSupergraph } from '../../schema/compose.ts';

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
  import: ["@key", "@requires", "@external", "@provides", "@shareable", "@inaccessible", "@override", "@interfaceObject"])`;

const requestShape = z.object({ query: z.string(), variables: z.record(z.string(), z.unknown()).optional() });

export interface SubgraphDefinition {
  readonly name: string;
  readonly sdl: string;
  readonly resolvers: GraphQLResolverMap<unknown>;
  /** Waited for before each answer. */
  readonly before?: () => Promise<unknown>;
}

export interface SmallSubgraph {
  readonly name: string;
  readonly sdl: string;
  readonly url: string;
  /** How many connections are open to it. */
  readonly connections: () => Promise<number>;
  readonly stop: () => Promise<void>;
}

export async function startSubgraph({ name, sdl, resolvers, before }: SubgraphDefinition): Promise<SmallSubgraph> {
  const schema = buildSubgraphSchema([{ typeDefs: parse(`${LINK}\n${sdl}`), resolvers }]);
  const answer = async (request: IncomingMessage): Promise<string> => {
    const { query, variables = null } = requestShape.parse(JSON.parse(await textOf(request)));
    await before?.();
    return JSON.stringify(await graphql({ schema, source: query, variableValues: variables }));
  };
  const server = createServer((request, response) => {
    answer(request).then(
      (text) => response.writeHead(200, { 'content-type': 'application/json' }).end(text),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    name,
    sdl,
    url: `http://127.0.0.1:${port}/graphql`,
    connections: () =>
      new Promise((resolve, reject) => {
        server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
      }),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The supergraph of these; `url` may be empty, as of a zone that nobody gave an address. */
export function supergraphOf(subgraphs: readonly Pick<SmallSubgraph, 'name' | 'sdl' | 'url'>[]): string {
  return composeSupergraph(subgraphs.map(({ name, sdl, url }) => ({ name, url, typeDefs: parse(`${LINK}\n${sdl}`) })));
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}
