/** The gateway: composed supergraph, Apollo's planner, our way of asking zones, our HTTP. */
import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import type { GraphQLSchema } from 'graphql';
import { isErrorCode } from '../schema/error-codes.ts';
import { apolloOptions } from '../infra/runtime/apollo.ts';
import { disableTelemetry } from '../infra/runtime/env.ts';
import { listen } from '../infra/runtime/http.ts';
import type { Logger } from '../infra/runtime/logger.ts';
import type { GatewayConfig } from './config.ts';
import type { GatewayContext } from './context.ts';
import { noClashingNames } from './operations/clashing-names.ts';
import { honestNulls } from './operations/honest-nulls.ts';
import { strictScalars } from './operations/strict-scalars.ts';
import type { ReloadOutcome, ServedSupergraph } from './supergraph/events.ts';
import { shortId } from './supergraph/load.ts';
import { FileSupergraphManager } from './supergraph/manager.ts';
import { ServedSupergraphs } from './supergraph/served.ts';
import { Gaps } from './zones/gaps.ts';
import { ZoneDataSource } from './zones/zone-data-source.ts';

export interface RunningGateway {
  readonly url: string;
  /** Looks at the supergraph file at once. */
  reload(): Promise<ReloadOutcome>;
  stop(): Promise<void>;
}

export async function startGateway(config: GatewayConfig, log: Logger): Promise<RunningGateway> {
  const served = new ServedSupergraphs<ZoneDataSource>((zone, url) => {
    const schemaFor = (apiSchema: GraphQLSchema): GraphQLSchema => served.zone(apiSchema, zone).schema;
    const { zoneDeadlineMs: deadlineMs, zoneMaxAnswerBytes: maxAnswerBytes, gatewayKey } = config;
    return new ZoneDataSource({ zone, url, schemaFor, deadlineMs, maxAnswerBytes, gatewayKey, log });
  });
  const { supergraphFile: file, supergraphPollMs: pollMs, lastGoodFile, zoneUrl } = config;
  const supergraphs = new FileSupergraphManager({ file, lastGoodFile, pollMs, zoneUrl, log }, served);
  disableTelemetry();
  const gateway = new ApolloGateway({
    supergraphSdl: supergraphs,
    validateSupergraph: false, // done before it is handed over
    logger: log,
    buildService: ({ name }) => served.dataSource(name),
  });
  supergraphs.attach(gateway);
  const common = apolloOptions(isErrorCode, log);
  const server = new ApolloServer<GatewayContext>({
    gateway,
    ...common,
    validationRules: [noClashingNames((apiSchema) => served.of(apiSchema).needed)],
    plugins: [strictScalars, honestNulls, ...common.plugins],
  });
  await server.start();
  const http = await listen({
    server,
    log,
    host: config.host,
    port: config.port,
    contextFor: (_, traceId) => ({ traceId, gaps: new Gaps() }),
    ready: () => Promise.resolve(true),
    about: () => ({ supergraph: health(supergraphs.state) }),
  });
  log.info({ url: http.url, zones: supergraphs.state.zones, supergraph: health(supergraphs.state) }, 'gateway ready');
  return {
    url: http.url,
    reload: () => supergraphs.reload(),
    stop: async () => {
      await http.stop();
      await served.close();
    },
  };
}

/** What /health/ready and the log tell of the supergraph. */
function health({ id, from, since }: ServedSupergraph): Readonly<Record<string, unknown>> {
  return { version: shortId(id), from, since };
}
