/** Who is measured against whom. All run on the same Node, as one process, without logging, tracing or telemetry. */
import { randomBytes } from 'node:crypto';
import type { Contender } from './contender.ts';
import { hiveJs, hiveRust } from './hive.ts';

const key = randomBytes(32).toString('hex');

/** What the core zone must know so that it believes our gateway. */
export const GATEWAY_ENV = { GATEWAY_KEY: key };

/** The others wait for ever; a machine that stands still for seconds is no fault of a zone's here either. */
const PATIENT = { ZONE_DEADLINE_MS: '60000', REQUEST_DEADLINE_MS: '120000' };

const ours: Contender = {
  name: 'ours',
  about: 'this gateway, as npm run gateway starts it',
  launch: (supergraph, port, folder) => ({
    name: 'our gateway',
    program: ['gateway/main.ts', '--supergraph', supergraph, '--port', String(port)],
    env: { ...GATEWAY_ENV, ...PATIENT, ZONE_SHARE_IN_FLIGHT: 'off', METRICS_PORT: 'off', DATA_DIR: folder },
  }),
};

const STOCK = 'test/bench/contenders/stock-gateway.ts';

const stock: Contender = {
  name: 'stock',
  about: '@apollo/gateway with its own data source, behind startStandaloneServer',
  launch: (supergraph, port) => ({
    name: 'the stock gateway',
    program: [STOCK, '--supergraph', supergraph, '--port', String(port)],
  }),
};

const stockUndici: Contender = {
  name: 'stock+undici',
  about: 'the same, asking the zones through undici',
  launch: (supergraph, port) => ({
    name: 'the stock gateway with undici',
    program: [STOCK, '--supergraph', supergraph, '--port', String(port), '--fetcher', 'undici'],
  }),
};

export const CONTENDERS: readonly Contender[] = [ours, stock, stockUndici, hiveJs, hiveRust];

export function contenderNamed(name: string): Contender {
  const found = CONTENDERS.find((contender) => contender.name === name);
  if (found) return found;
  throw new Error(`no contender is called ${name}; there are: ${CONTENDERS.map((each) => each.name).join(', ')}`);
}
