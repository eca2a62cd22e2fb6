/** The gateway: composed supergraph, Apollo's planner, our way of asking zones, our HTTP. */
import { readFileSync } from 'node:fs';
import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { Supergraph } from '@apollo/federation-internals';
import type { GraphQLSchema } from 'graphql';
import { isErrorCode } from '../schema/error-codes.ts';
import { apolloOptions } from '../infra/runtime/apollo.ts';
import { listen } from '../infra/runtime/http.ts';
import type { Logger } from '../infra/runtime/logger.ts';
import { StartupError, reasonOf } from '../infra/runtime/startup-error.ts';
import type { GatewayConfig } from './config.ts';
import type { GatewayContext } from './context.ts';
import { honestNulls } from './honest-nulls.ts';
import { Gaps } from './zones/gaps.ts';
import { ZoneDataSource } from './zones/zone-data-source.ts';

export interface RunningGateway {
  readonly url: string;
  stop(): Promise<void>;
}

export async function startGateway(config: GatewayConfig, log: Logger): Promise<RunningGateway> {
  const supergraphSdl = readSupergraph(config.supergraphFile);
  const schemas = zoneSchemas(supergraphSdl, config.supergraphFile);
  const sources: ZoneDataSource[] = [];
  const gateway = new ApolloGateway({
    supergraphSdl,
    logger: log,
    buildService: ({ name, url }) => {
      const source = new ZoneDataSource({
        zone: name,
        url: config.zoneUrl(name, url),
        schema: () => schemas.get(name),
        deadlineMs: config.zoneDeadlineMs,
        maxAnswerBytes: config.zoneMaxAnswerBytes,
        gatewayKey: config.gatewayKey,
        log,
      });
      sources.push(source);
      return source;
    },
  });
  const common = apolloOptions(isErrorCode, log);
  const server = new ApolloServer<GatewayContext>({
    gateway,
    ...common,
    plugins: [honestNulls, ...common.plugins],
  });
  await server.start();
  const http = await listen({
    server,
    log,
    host: config.host,
    port: config.port,
    contextFor: (_, traceId) => ({ traceId, gaps: new Gaps() }),
    ready: () => Promise.resolve(true),
  });
  log.info({ url: http.url, zones: [...schemas.keys()] }, 'gateway ready');
  return {
    url: http.url,
    stop: async () => {
      await http.stop();
      await Promise.all(sources.map((source) => source.close()));
    },
  };
}

function readSupergraph(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new StartupError(`the supergraph ${file} cannot be read (${reasonOf(error)}). Run "npm run compose" first`);
  }
}

/** Each zone's own schema, read back out of the supergraph: what its answers are checked against. */
function zoneSchemas(supergraphSdl: string, file: string): Map<string, GraphQLSchema> {
  try {
    const subgraphs = Supergraph.build(supergraphSdl).subgraphs();
    return new Map([...subgraphs].map((subgraph) => [subgraph.name, subgraph.schema.toGraphQLJSSchema()]));
  } catch (error) {
    throw new StartupError(`${file} is no supergraph (${reasonOf(error)}). Run "npm run compose"`, { cause: error });
  }
}
