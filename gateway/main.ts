/** Runs the gateway alone: `npm run gateway`. */
import { parseArgs } from 'node:util';
import { createLogger } from '../infra/runtime/logger.ts';
import { onShutdown } from '../infra/runtime/shutdown.ts';
import { runMain } from '../infra/runtime/startup-error.ts';
import { gatewayConfig } from './config.ts';
import { startGateway } from './server.ts';

const HELP = `npm run gateway -- [--supergraph FILE] [--port N]     run the gateway / 单独运行网关
  --supergraph FILE      a supergraph of your own; its zones are found by the URLs in it (default schema/supergraph.graphql)
  --port N               the port to listen on (default PORT, 4000)
  PORT                   base port: the gateway's, and the one after which the zones' follow
  ZONE_URL_<ZONE>        where a zone listens, e.g. ZONE_URL_NANJIANG=http://10.0.4.7:4004/graphql
  REQUEST_DEADLINE_MS    how long a client's request may take as a whole (default 10000)
  ZONE_DEADLINE_MS       how long a zone may take to answer, with its retry (default 3000)
  ZONE_MAX_ANSWER_BYTES  the largest answer taken from a zone (default 8000000)
  ZONE_MAX_IN_FLIGHT     requests under way at one zone at once (default 128); ZONE_MAX_QUEUED more may wait (512)
  ZONE_RETRY_JITTER_MS   the one retry of a query comes after a random time of up to this (default 50; off: no retry)
  ZONE_BREAKER_FAILURES  a zone that fails so often in a row is not asked for a while (default 10; off: never),
                         ZONE_BREAKER_HALF_OPEN_MS long (default 2000); then one request finds out
  ZONE_SHARE_IN_FLIGHT   on: identical queries under way at once share one request to the zone (default off)
  METRICS_PORT           port of /metrics for Prometheus (default: the gateway's + 100; 0: any; off: none)
  OTEL_EXPORTER_OTLP_ENDPOINT  an OpenTelemetry collector, e.g. http://127.0.0.1:4318 (default: no spans are made)
  OTEL_TRACES_SAMPLER_ARG      which part of the traces is recorded, 0 to 1 (default 1)
  GATEWAY_KEY            key shared with the core zone, at least 16 characters
  HOST, DATA_DIR, LOG_LEVEL: see "Settings" in README.md
`;

await runMain(async () => {
  const { values } = parseArgs({
    options: { help: { type: 'boolean', short: 'h' }, supergraph: { type: 'string' }, port: { type: 'string' } },
  });
  if (values.help === true) {
    process.stdout.write(HELP);
    return;
  }
  const config = gatewayConfig(values);
  const log = createLogger('gateway', config.logLevel);
  if (config.gatewayKey === undefined)
    log.warn('GATEWAY_KEY is not set: the core will not learn why a zone is missing');
  const running = await startGateway(config, log);
  process.send?.({ ready: running.url });
  onShutdown(() => running.stop(), log);
});
