/** Runs the gateway alone: `npm run gateway`. */
import { parseArgs } from 'node:util';
import { createLogger } from '../infra/runtime/logger.ts';
import { onHangup, onShutdown } from '../infra/runtime/shutdown.ts';
import { runMain } from '../infra/runtime/startup-error.ts';
import { gatewayConfig } from './config.ts';
import { startGateway } from './server.ts';

const HELP = `npm run gateway -- [--supergraph FILE] [--port N] [--no-auth]     run the gateway / 单独运行网关
  --supergraph FILE      a supergraph of your own; its zones are found by the URLs in it (default schema/supergraph.graphql)
  --port N               the port to listen on (default PORT, 4000)
  --no-auth              development only: answer anybody, whoever asks (today everybody is answered anyway) / 仅供开发:不验身份
  PORT                   base port: the gateway's, and the one after which the zones' follow
  SUPERGRAPH             the composed schema to serve (default schema/supergraph.graphql); a new one is taken over while running
  SUPERGRAPH_POLL_MS     how often that file is looked at (default 1000); SIGHUP: at once / 向进程发 SIGHUP 即刻重载
  ZONE_URL_<ZONE>        where a zone listens, e.g. ZONE_URL_NANJIANG=http://10.0.4.7:4004/graphql; my-zone is ZONE_URL_MY_ZONE
  REQUEST_MAX_BYTES      the largest request body taken (default 200000)
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
  GATEWAY_EXECUTOR       own (default), or stock: plans carried out by @apollo/gateway itself / 执行器
  GATEWAY_KEY            key shared with the core zone, at least 16 characters
  HOST, DATA_DIR, LOG_LEVEL: see "Settings" in README.md
`;

await runMain(async () => {
  const { values } = parseArgs({
    options: {
      help: { type: 'boolean', short: 'h' },
      supergraph: { type: 'string' },
      port: { type: 'string' },
      'no-auth': { type: 'boolean' },
    },
  });
  if (values.help === true) {
    process.stdout.write(HELP);
    return;
  }
  const config = gatewayConfig(values);
  const log = createLogger('gateway', config.logLevel);
  if (config.gatewayKey === undefined)
    log.warn('GATEWAY_KEY is not set: the core will not learn why a zone is missing');
  if (values['no-auth'] === true) log.warn('仅供开发,不验身份 / --no-auth: for development only, anybody is answered');
  const running = await startGateway(config, log);
  process.send?.({ ready: running.url });
  onShutdown(() => running.stop(), log);
  onHangup(() => running.reload(), log);
});
