/** The gateway: composed supergraph, Apollo's planner, our way of asking zones, our HTTP. */
import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { isErrorCode } from '../schema/error-codes.ts';
import { apolloOptions } from '../infra/runtime/apollo.ts';
import { disableTelemetry } from '../infra/runtime/env.ts';
import { listen } from '../infra/runtime/http.ts';
import type { Logger } from '../infra/runtime/logger.ts';
import { StartupError } from '../infra/runtime/startup-error.ts';
import type { GatewayConfig } from './config.ts';
import type { GatewayContext } from './context.ts';
import { ExecutingGateway } from './execution/gateway.ts';
import { plannable } from './execution/plannable.ts';
import { noClashingNames } from './operations/clashing-names.ts';
import { honestNulls } from './operations/honest-nulls.ts';
import { strictScalars } from './operations/strict-scalars.ts';
import { loadSupergraph } from './supergraph.ts';
import { Gaps } from './zones/gaps.ts';
import { ZoneClient } from './zones/zone-client.ts';
import { ZoneDataSource } from './zones/zone-data-source.ts';

export interface RunningGateway {
  readonly url: string;
  stop(): Promise<void>;
}

export async function startGateway(config: GatewayConfig, log: Logger): Promise<RunningGateway> {
  const { sdl, zones, needed } = loadSupergraph(config.supergraphFile);
  disableTelemetry();
  const clients = new Map<string, ZoneClient>();
  const clientFor = (name: string, url: string | undefined): ZoneClient => {
    const client = new ZoneClient({
      url: config.zoneUrl(name, url),
      deadlineMs: config.zoneDeadlineMs,
      maxAnswerBytes: config.zoneMaxAnswerBytes,
    });
    clients.set(name, client);
    return client;
  };
  const common = apolloOptions(isErrorCode, log);
  const stock = config.executor === 'stock';
  const gateway = stock
    ? new ApolloGateway({
        supergraphSdl: sdl,
        logger: log,
        buildService: ({ name, url }) => {
          const schema = zones.get(name);
          if (!schema) throw new StartupError(`${config.supergraphFile} does not say what ${name} answers`);
          const client = clientFor(name, url);
          return new ZoneDataSource({ zone: name, schema, client, gatewayKey: config.gatewayKey, log });
        },
      })
    : new ExecutingGateway(
        {
          supergraphSdl: plannable(sdl),
          validateSupergraph: false, // it was, as it was written; its stand-ins would not pass
          queryPlannerConfig: { reuseQueryFragments: false },
          logger: log,
          buildService: ({ name, url }) => {
            clientFor(name, url);
            return { process: () => Promise.reject(new TypeError('plans are carried out by gateway/execution')) };
          },
        },
        { clients, gatewayKey: config.gatewayKey, log },
      );
  const server = new ApolloServer<GatewayContext>({
    gateway,
    ...common,
    ...(stock && { validationRules: [noClashingNames(() => needed)] }),
    plugins: [strictScalars, ...(stock ? [honestNulls] : []), ...common.plugins],
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
  log.info({ url: http.url, zones: [...zones.keys()] }, 'gateway ready');
  return {
    url: http.url,
    stop: async () => {
      await http.stop();
      await Promise.all([...clients.values()].map((client) => client.close()));
    },
  };
}
