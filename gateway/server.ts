/** The gateway: composed supergraph, Apollo's planner, our way of asking zones, our HTTP. */
import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { isErrorCode } from '../schema/error-codes.ts';
import { apolloOptions } from '../infra/runtime/apollo.ts';
import { disableTelemetry } from '../infra/runtime/env.ts';
import { listen, oneHeader } from '../infra/runtime/http.ts';
import type { Logger } from '../infra/runtime/logger.ts';
import type { GatewayConfig } from './config.ts';
import { GatewayContext } from './context.ts';
import { ExecutingGateway } from './execution/gateway.ts';
import { plannable } from './execution/planning/plannable.ts';
import { noClashingNames } from './stock/clashing-names.ts';
import { honestNulls } from './stock/honest-nulls.ts';
import { strictScalars } from './strict-scalars.ts';
import { RequestScope } from './request-scope.ts';
import type { ReloadOutcome, ServedSupergraph } from './supergraph/events.ts';
import { shortId } from './supergraph/load.ts';
import { FileSupergraphManager } from './supergraph/manager.ts';
import { ServedSupergraphs } from './supergraph/served.ts';
import { serveMetrics } from './telemetry/metrics-server.ts';
import { GatewayMetrics } from './telemetry/metrics.ts';
import { recordRequest, recordedRequests } from './telemetry/request-record.ts';
import { Gaps } from './zones/gaps.ts';
import { ZoneClient } from './zones/zone-client.ts';
import { ZoneDataSource } from './stock/zone-data-source.ts';

export interface RunningGateway {
  readonly url: string;
  /** Looks at the supergraph file at once. */
  reload(): Promise<ReloadOutcome>;
  /** Where the metrics are, if they are served. */
  readonly metricsUrl: string | undefined;
  stop(): Promise<void>;
}

export async function startGateway(config: GatewayConfig, log: Logger): Promise<RunningGateway> {
  const stock = config.executor === 'stock';
  const metrics = new GatewayMetrics();
  const exporting = config.otlp && (await import('./telemetry/otlp.ts')).exportSpans(config.otlp, log);
  const served = new ServedSupergraphs((zone, url) => {
    const observer = metrics.zone(zone);
    observer.breaker('closed'); // also of a zone that has moved while its circuit was open
    return new ZoneClient({ zone, url, limits: config.zoneLimits, log, observer });
  });
  const { supergraphFile: file, supergraphPollMs: pollMs, lastGoodFile, zoneUrl, gatewayKey } = config;
  const prepare = stock ? (sdl: string) => sdl : plannable;
  const supergraphs = new FileSupergraphManager(
    { file, lastGoodFile, pollMs, zoneUrl, prepare, log, events: metrics.supergraphEvents },
    served,
  );
  disableTelemetry();
  // Validated before it is handed over, as it was written; the stand-ins of the own executor would not pass.
  const apollo = { supergraphSdl: supergraphs, validateSupergraph: false, logger: log };
  const common = apolloOptions(isErrorCode, log);
  const gateway = stock
    ? new ApolloGateway({
        ...apollo,
        buildService: ({ name: zone }) =>
          new ZoneDataSource({ zone, zoneIn: (apiSchema) => served.zone(apiSchema, zone), gatewayKey, log, metrics }),
      })
    : new ExecutingGateway(
        {
          ...apollo,
          queryPlannerConfig: { reuseQueryFragments: false },
          buildService: () => ({
            process: () => Promise.reject(new TypeError('plans are carried out by gateway/execution')),
          }),
        },
        { clientIn: (apiSchema, zone) => served.zone(apiSchema, zone).client, gatewayKey, log, metrics },
      );
  supergraphs.attach(gateway);
  const server = new ApolloServer<GatewayContext>({
    gateway,
    ...common,
    ...(stock && { validationRules: [noClashingNames((apiSchema) => served.of(apiSchema).needed)] }),
    plugins: [strictScalars, ...(stock ? [honestNulls] : []), recordedRequests, ...common.plugins],
  });
  await server.start();
  const metricsServer = config.metrics && (await serveMetrics(metrics, config.host, config.metrics, log));
  const http = await listen({
    server,
    log,
    host: config.host,
    port: config.port,
    bodyLimit: config.requestMaxBytes,
    graceMs: config.requestDeadlineMs + 1_000, // whatever is under way has ended by then
    contextFor: (incoming, traceId, response) => {
      const request = RequestScope.of(response, config.requestDeadlineMs);
      request.trace = exporting?.tracing.request(traceId, oneHeader(incoming.headers['traceparent']));
      const gaps = new Gaps((zone, reason) => {
        if (request.ended !== 'CLIENT_GONE') metrics.gap(zone, reason); // then nobody misses it, and the zone is not to blame
      });
      return new GatewayContext(traceId, gaps, request, recordRequest(metrics, response, request));
    },
    ready: () => Promise.resolve(true),
    about: () => ({ supergraph: health(supergraphs.state) }),
  });
  log.info(
    {
      url: http.url,
      metrics: metricsServer?.url,
      zones: supergraphs.state.zones,
      supergraph: health(supergraphs.state),
    },
    'gateway ready',
  );
  return {
    url: http.url,
    metricsUrl: metricsServer?.url,
    reload: () => supergraphs.reload(),
    stop: async () => {
      await http.stop();
      await metricsServer?.stop();
      await exporting?.stop();
      await served.close();
    },
  };
}

/** What /health/ready and the log tell of the supergraph. */
function health({ id, from, since }: ServedSupergraph): Readonly<Record<string, unknown>> {
  return { version: shortId(id), from, since };
}
