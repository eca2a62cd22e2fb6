/** What the gateway's own care costs: the consolidation asked of ours and of the stock gateway, before the same zones. */
import { randomBytes } from 'node:crypto';
import { cpus } from 'node:os';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { ZONES } from '../../schema/zones.ts';
import { data } from '../support/ask.ts';
import { freePortRange } from '../support/ports.ts';
import { caveat, compare, table, type Side } from './comparison.ts';
import { load, type Measured, type Target } from './load.ts';
import { pin } from './pinning.ts';
import type { Benchmark, Outcome, Stage } from './stage.ts';

const QUERY = `{ consolidation(period: "2021-01-01/..") {
  figures { indicator { code } value obsStatus coverage { expected reported gaps { zone reason } } }
  findings { code zone message }
} }`;

const CONNECTIONS = 16;
const WARM_UP_SECONDS = 3;
const SECONDS = 8;
const ROUNDS = 5;

export const consolidation: Benchmark = {
  name: 'consolidation',
  about: `our gateway against the stock one, five zones on SQLite, ${CONNECTIONS} connections, about 2 minutes`,
  run: async (stage, say): Promise<Outcome> => {
    const pinning = pin();
    say(pinning.description);
    const targets = await start(stage, pinning.prefix, say);
    await assertSameData(targets);
    const runs: Record<Side, Measured[]> = { ours: [], stock: [] };
    for (let round = 1; round <= ROUNDS; round++) {
      // Each side goes first in turn: what warms up, or slows down, over time favours neither.
      const order: readonly Side[] = round % 2 === 1 ? ['ours', 'stock'] : ['stock', 'ours'];
      for (const side of order) {
        await load(targets[side], CONNECTIONS, WARM_UP_SECONDS);
        const measured = await load(targets[side], CONNECTIONS, SECONDS);
        runs[side].push(measured);
        say(`round ${round} of ${ROUNDS}, ${side}: ${measured.requestsPerSecond.toFixed(1)} requests/s`);
      }
    }
    const comparison = compare(runs);
    const machine = { node: process.version, cpu: cpus()[0]?.model ?? 'unknown', pinning: pinning.description };
    const settings = { connections: CONNECTIONS, warmUpSeconds: WARM_UP_SECONDS, seconds: SECONDS, rounds: ROUNDS };
    return {
      text: [table(comparison), pinning.description, caveat(comparison)]
        .filter((line) => line !== undefined)
        .join('\n'),
      json: { benchmark: 'consolidation', ...machine, ...settings, ...comparison, runs },
    };
  },
};

async function start(
  stage: Stage,
  prefix: readonly string[],
  say: (line: string) => void,
): Promise<Readonly<Record<Side, Target>>> {
  const base = await freePortRange(ZONES.length + 2);
  const key = randomBytes(32).toString('hex');
  const env = { PORT: String(base), DATA_DIR: stage.temporaryFolder(), SEED: 'paper', GATEWAY_KEY: key };
  say(`starting ${ZONES.length} zones and two gateways`);
  for (const { code } of ZONES) await stage.start({ name: code, program: ['subgraphs/run.ts', code], env });
  const stockPort = String(base + ZONES.length + 1);
  const stock = await stage.start({
    name: 'the stock gateway',
    program: ['test/bench/stock-gateway.ts', '--port', stockPort],
    env,
    prefix,
  });
  const ours = await stage.start({ name: 'the gateway', program: ['gateway/main.ts'], env, prefix });
  return { ours: { ...ours, query: QUERY }, stock: { ...stock, query: QUERY } };
}

const reported = z.object({
  consolidation: z.object({ figures: z.array(z.object({ value: z.string().nullable() })) }),
});

/** A faster gateway that answers something else, or five zones without figures, would make the comparison worthless. */
async function assertSameData({ ours, stock }: Readonly<Record<Side, Target>>): Promise<void> {
  const [mine, theirs] = [await data(ours.url, ours.query), await data(stock.url, stock.query)];
  if (!isDeepStrictEqual(mine, theirs)) throw new Error('the two gateways do not give the same data');
  const { figures } = reported.parse(mine).consolidation;
  if (!figures.some(({ value }) => value !== null)) throw new Error('the zones reported no figure');
}
