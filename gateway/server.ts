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
import { noClashingNames } from './operations/clashing-names.ts';
import { honestNulls } from './operations/honest-nulls.ts';
import { strictScalars } from './operations/strict-scalars.ts';
import { RequestScope } from './request-scope.ts';
import { loadSupergraph } from './supergraph.ts';
import { Gaps } from './zones/gaps.ts';
import { ZoneDataSource } from './zones/zone-data-source.ts';

export interface RunningGateway {
  readonly url: string;
  stop(): Promise<void>;
}

export async function startGateway(config: GatewayConfig, log: Logger): Promise<RunningGateway> {
  const { sdl: supergraphSdl, zones, needed } = loadSupergraph(config.supergraphFile);
  const sources: ZoneDataSource[] = [];
  disableTelemetry();
  const gateway = new ApolloGateway({
    supergraphSdl,
    logger: log,
    buildService: ({ name, url }) => {
      const schema = zones.get(name);
      if (!schema) throw new StartupError(`${config.supergraphFile} does not say what ${name} answers`);
      const source = new ZoneDataSource({
        zone: name,
        url: config.zoneUrl(name, url),
        schema,
        limits: config.zoneLimits,
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
    validationRules: [noClashingNames(() => needed)],
    plugins: [strictScalars, honestNulls, ...common.plugins],
  });
  await server.start();
  const http = await listen({
    server,
    log,
    host: config.host,
    port: config.port,
    contextFor: (_, traceId, response) => ({
      traceId,
      gaps: new Gaps(),
      request: RequestScope.of(response, config.requestDeadlineMs),
    }),
    ready: () => Promise.resolve(true),
  });
  log.info({ url: http.url, zones: [...zones.keys()] }, 'gateway ready');
  return {
    url: http.url,
    stop: async () => {
      await http.stop();
      await Promise.all(sources.map((source) => source.close()));
    },
  };
}
