/** The gateway: composed supergraph, Apollo's planner, our way of asking zones, our HTTP. */
import { createHash } from 'node:crypto';
import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { isErrorCode } from '../schema/error-codes.ts';
import { apolloOptions } from '../infra/runtime/apollo.ts';
import { disableTelemetry } from '../infra/runtime/env.ts';
import { listen, oneHeader } from '../infra/runtime/http.ts';
import type { Logger } from '../infra/runtime/logger.ts';
import { StartupError } from '../infra/runtime/startup-error.ts';
import type { GatewayConfig } from './config.ts';
import type { GatewayContext } from './context.ts';
import { noClashingNames } from './operations/clashing-names.ts';
import { honestNulls } from './operations/honest-nulls.ts';
import { strictScalars } from './operations/strict-scalars.ts';
import { RequestScope } from './request-scope.ts';
import { loadSupergraph } from './supergraph.ts';
import { serveMetrics } from './telemetry/metrics-server.ts';
import { GatewayMetrics } from './telemetry/metrics.ts';
import { recordRequest, recordedRequests } from './telemetry/request-record.ts';
import { Gaps } from './zones/gaps.ts';
import { ZoneDataSource } from './zones/zone-data-source.ts';

export interface RunningGateway {
  readonly url: string;
  /** Where the metrics are, if they are served. */
  readonly metricsUrl: string | undefined;
  stop(): Promise<void>;
}

export async function startGateway(config: GatewayConfig, log: Logger): Promise<RunningGateway> {
  const { sdl: supergraphSdl, zones, needed } = loadSupergraph(config.supergraphFile);
  const sources: ZoneDataSource[] = [];
  const metrics = new GatewayMetrics();
  const exporting = config.otlp && (await import('./telemetry/otlp.ts')).exportSpans(config.otlp, log);
  metrics.supergraph(createHash('sha256').update(supergraphSdl).digest('hex').slice(0, 12));
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
        observer: metrics.zone(name),
        metrics,
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
    plugins: [strictScalars, honestNulls, recordedRequests, ...common.plugins],
  });
  await server.start();
  const metricsServer = config.metrics && (await serveMetrics(metrics, config.host, config.metrics, log));
  const http = await listen({
    server,
    log,
    host: config.host,
    port: config.port,
    contextFor: (incoming, traceId, response) => {
      const request = RequestScope.of(response, config.requestDeadlineMs);
      request.trace = exporting?.tracing.request(traceId, oneHeader(incoming.headers['traceparent']));
      return { traceId, gaps: new Gaps(), request, record: recordRequest(metrics, response, request) };
    },
    ready: () => Promise.resolve(true),
  });
  log.info({ url: http.url, metrics: metricsServer?.url, zones: [...zones.keys()] }, 'gateway ready');
  return {
    url: http.url,
    metricsUrl: metricsServer?.url,
    stop: async () => {
      await http.stop();
      await metricsServer?.stop();
      await exporting?.stop();
      await Promise.all(sources.map((source) => source.close()));
    },
  };
}
