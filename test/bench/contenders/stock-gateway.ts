/**
 * The yardstick: Apollo's gateway behind Apollo's standalone server, as its documentation starts it, with its own data
 * source: no deadline, no check of answers, no account of who did not answer. `--fetcher undici` asks the zones through
 * undici, the one change that its users make for speed.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { disableTelemetry } from '../../../infra/runtime/env.ts';
import { undiciFetcher } from './undici-fetcher.ts';

const { values } = parseArgs({
  options: { supergraph: { type: 'string' }, port: { type: 'string' }, fetcher: { type: 'string' } },
});
disableTelemetry();
const gateway = new ApolloGateway({
  supergraphSdl: readFileSync(values.supergraph ?? '', 'utf8'),
  ...(values.fetcher === 'undici' && {
    buildService: ({ url = '' }) => new RemoteGraphQLDataSource({ url, fetcher: undiciFetcher }),
  }),
});
const { url } = await startStandaloneServer(new ApolloServer({ gateway }), {
  listen: { port: Number(values.port), host: '127.0.0.1' },
});
process.on('disconnect', () => process.exit()); // also when the benchmark was killed
process.send?.({ ready: url });
