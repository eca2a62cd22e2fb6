/** What one zone costs: its process alone, asked what the gateway asks it for a consolidation. */
import path from 'node:path';
import type { Benchmark, Options, Outcome } from './benchmark.ts';
import type { Say } from './contenders/contender.ts';
import { databases } from './databases.ts';
import { startLoad } from './load/client.ts';
import type { LoadResult } from './load/order.ts';
import { figures } from './report.ts';
import { fill, QUESTIONS, statementsOf, ZONE } from './returns.ts';
import { pin } from './tools/pinning.ts';
import type { Running, Stage } from './tools/stage.ts';
import { medianOf } from './tools/summary.ts';
import { cells, COLUMNS, printable, table } from './tools/table.ts';

const CONNECTIONS = 16;
const WARM_UP_SECONDS = 3;

export const zone: Benchmark = {
  name: 'zone',
  about:
    'one zone alone, asked what the gateway asks it for a consolidation: returns of two sizes, one and twelve of them',
  contenders: [],
  run: async (stage, options, say): Promise<Outcome> => {
    const { prefix, loadCore, description } = pin();
    const folder = stage.temporaryFolder();
    const ofZone = await databases(stage, options.database);
    const { DATABASE_URL = `sqlite:${path.join(folder, 'zone.db')}` } = ofZone(ZONE);
    say(`thirty years of returns on ${options.database}`);
    await fill(DATABASE_URL);
    const program = ['subgraphs/run.ts', ZONE] as const;
    const env = { DATABASE_URL, DATA_DIR: folder, SEED: 'none', ZONE_PORT: '0' };
    const running = await stage.start({ name: `zone ${ZONE}`, program, env, prefix });
    const results = await measure(running, stage, options, say);
    const statements = await statementsOf(DATABASE_URL);
    const told = QUESTIONS.map(({ name }, at) => ({
      name,
      figures: medianOf((results[at] ?? []).map(figures)),
      statements: statements[at] ?? 0,
    }));
    const head = [options.database, ...COLUMNS.map(([, title]) => title), 'statements'];
    const rows = told.map((each) => [each.name, ...cells(each.figures), String(each.statements)]);
    const json = told.map((each) => [each.name, { ...printable(each.figures), statements: each.statements }] as const);
    const where = loadCore === undefined ? description : 'the zone on core 0, all else on core 1';
    return {
      text: `${table(head, rows)}\n\n${where}`,
      json: { database: options.database, zone: Object.fromEntries(json) },
      failed: results.flat().some(({ errors, requests }) => errors > 0 || requests === 0),
    };
  },
};

/** The results of every question, one a round. */
async function measure({ url, pid }: Running, stage: Stage, options: Options, say: Say): Promise<LoadResult[][]> {
  const load = await startLoad(stage);
  const results: LoadResult[][] = QUESTIONS.map(() => []);
  for (let round = 0; round < options.rounds; round++) {
    say(`round ${round + 1} of ${options.rounds}`);
    for (const [at, { query, variables }] of QUESTIONS.entries()) {
      const body = JSON.stringify({ query, variables });
      const asked = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
      const what = { url, pid, zonesPids: [], request: { body }, connections: CONNECTIONS, answer: await asked.text() };
      results[at]?.push(await load({ ...what, warmUpSeconds: WARM_UP_SECONDS, seconds: options.seconds }));
    }
  }
  return results;
}
