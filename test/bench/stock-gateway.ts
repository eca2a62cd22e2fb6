/**
 * The yardstick: Apollo's gateway as it comes, before the same zones and behind the same HTTP as ours. It asks them with
 * the stock data source: no deadline, no check of answers, no account of who did not answer.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { gatewayConfig } from '../../gateway/config.ts';
import { isErrorCode } from '../../schema/error-codes.ts';
import { apolloOptions } from '../../infra/runtime/apollo.ts';
import { disableTelemetry } from '../../infra/runtime/env.ts';
import { listen } from '../../infra/runtime/http.ts';
import { createLogger } from '../../infra/runtime/logger.ts';
import { onShutdown } from '../../infra/runtime/shutdown.ts';
import { runMain } from '../../infra/runtime/startup-error.ts';

await runMain(async () => {
  const { values } = parseArgs({ options: { port: { type: 'string' } } });
  disableTelemetry();
  const config = gatewayConfig(values);
  const log = createLogger('stock-gateway', config.logLevel);
  const server = new ApolloServer({
    gateway: new ApolloGateway({
      supergraphSdl: readFileSync(config.supergraphFile, 'utf8'),
      logger: log,
      buildService: ({ name, url }) => new RemoteGraphQLDataSource({ url: config.zoneUrl(name, url) }),
    }),
    ...apolloOptions(isErrorCode, log),
  });
  await server.start();
  const { host, port } = config;
  const contextFor = (): object => ({});
  const http = await listen({ server, log, host, port, contextFor, ready: () => Promise.resolve(true) });
  process.send?.({ ready: http.url });
  onShutdown(() => http.stop(), log);
});
