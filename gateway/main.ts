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
  ZONE_DEADLINE_MS       how long a zone may take to answer (default 3000)
  ZONE_MAX_ANSWER_BYTES  the largest answer taken from a zone (default 8000000)
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
