/** The gateway: composed supergraph, Apollo's planner, our way of asking zones, our HTTP. */
import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { isErrorCode } from '../schema/error-codes.ts';
import { apolloOptions } from '../infra/runtime/apollo.ts';
import { disableTelemetry } from '../infra/runtime/env.ts';
import { listen } from '../infra/runtime/http.ts';
import type { Logger } from '../infra/runtime/logger.ts';
import type { GatewayConfig } from './config.ts';
import type { GatewayContext } from './context.ts';
import { ExecutingGateway } from './execution/gateway.ts';
import { plannable } from './execution/plannable.ts';
import { noClashingNames } from './stock/clashing-names.ts';
import { honestNulls } from './stock/honest-nulls.ts';
import { strictScalars } from './strict-scalars.ts';
import { RequestScope } from './request-scope.ts';
import type { ReloadOutcome, ServedSupergraph } from './supergraph/events.ts';
import { shortId } from './supergraph/load.ts';
import { FileSupergraphManager } from './supergraph/manager.ts';
import { ServedSupergraphs } from './supergraph/served.ts';
import { Gaps } from './zones/gaps.ts';
import { ZoneClient } from './zones/zone-client.ts';
import { ZoneDataSource } from './stock/zone-data-source.ts';

export interface RunningGateway {
  readonly url: string;
  /** Looks at the supergraph file at once. */
  reload(): Promise<ReloadOutcome>;
  stop(): Promise<void>;
}

export async function startGateway(config: GatewayConfig, log: Logger): Promise<RunningGateway> {
  const stock = config.executor === 'stock';
  const served = new ServedSupergraphs((zone, url) => new ZoneClient({ zone, url, limits: config.zoneLimits, log }));
  const { supergraphFile: file, supergraphPollMs: pollMs, lastGoodFile, zoneUrl, gatewayKey } = config;
  const prepare = stock ? (sdl: string) => sdl : plannable;
  const supergraphs = new FileSupergraphManager({ file, lastGoodFile, pollMs, zoneUrl, prepare, log }, served);
  disableTelemetry();
  // Validated before it is handed over, as it was written; the stand-ins of the own executor would not pass.
  const apollo = { supergraphSdl: supergraphs, validateSupergraph: false, logger: log };
  const common = apolloOptions(isErrorCode, log);
  const gateway = stock
    ? new ApolloGateway({
        ...apollo,
        buildService: ({ name: zone }) =>
          new ZoneDataSource({ zone, zoneIn: (apiSchema) => served.zone(apiSchema, zone), gatewayKey, log }),
      })
    : new ExecutingGateway(
        {
          ...apollo,
          queryPlannerConfig: { reuseQueryFragments: false },
          buildService: () => ({
            process: () => Promise.reject(new TypeError('plans are carried out by gateway/execution')),
          }),
        },
        { clientIn: (apiSchema, zone) => served.zone(apiSchema, zone).client, gatewayKey, log },
      );
  supergraphs.attach(gateway);
  const server = new ApolloServer<GatewayContext>({
    gateway,
    ...common,
    ...(stock && { validationRules: [noClashingNames((apiSchema) => served.of(apiSchema).needed)] }),
    plugins: [strictScalars, ...(stock ? [honestNulls] : []), ...common.plugins],
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
