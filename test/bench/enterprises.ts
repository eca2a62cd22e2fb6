/** What a register of enterprises costs: importing their figures into the sums, reading these, correcting a figure, moving. */
import path from 'node:path';
import type { DataSource } from 'typeorm';
import { migrate } from '../../subgraphs/kit/database/migrate.ts';
import { openDatabase } from '../../subgraphs/kit/database/open.ts';
import { moveEnterprise } from '../../subgraphs/kit/enterprises/register.ts';
import { recompute, rollups } from '../../subgraphs/kit/enterprises/rollup.ts';
import { definition } from '../support/zone.ts';
import type { Benchmark, Outcome } from './benchmark.ts';
import type { Say } from './contenders/contender.ts';
import { databases } from './databases.ts';
import { FORM, INDICATORS, MONTHS, cellsOf, code, register, save, timed } from './enterprise-figures.ts';
import { median, percentile, rounded } from './tools/summary.ts';
import { table } from './tools/table.ts';

const ZONES = ['nanjiang', 'tongjiang'] as const; // one database a size
const SIZES = [100, 1000];
const REPEATS = 60;

export const enterprises: Benchmark = {
  name: 'enterprises',
  about: `figures of ${SIZES.join(' and ')} enterprises × ${MONTHS.length} months × ${INDICATORS.length} indicators into their sums, and what is done with these`,
  contenders: [],
  run: async (stage, options, say): Promise<Outcome> => {
    const folder = stage.temporaryFolder();
    const ofZone = await databases(stage, options.database);
    const results = [];
    for (const [at, size] of SIZES.entries()) {
      const zone = ZONES[at] ?? ZONES[0];
      const { DATABASE_URL = `sqlite:${path.join(folder, `${zone}.db`)}` } = ofZone(zone);
      const { model } = await definition(zone);
      const database = await openDatabase(DATABASE_URL, model);
      stage.atEnd(() => database.destroy());
      await migrate(database, zone);
      results.push({ enterprises: size, ...(await measure(database, size, say)) });
    }
    const [small = {}, large = {}] = results;
    const names = Object.keys(large);
    const rows = names.map((name) => [name, ...[small, large].map((each) => String(Reflect.get(each, name)))]);
    return {
      text: table([options.database, `1/${(SIZES[1] ?? 1) / (SIZES[0] ?? 1)}`, 'whole'], rows),
      json: { database: options.database, results },
      failed: false,
    };
  },
};

async function measure(database: DataSource, size: number, say: Say): Promise<Record<string, number | null>> {
  let usccs: readonly string[] = [];
  const registering = await timed(async () => {
    usccs = await register(database, size);
  });
  say(`${size} enterprises: ${MONTHS.length} months`);
  const imports: number[] = [];
  for (const [at, month] of MONTHS.entries())
    imports.push(await timed(() => save(database, month, cellsOf(usccs, at))));
  const [last = ''] = MONTHS.slice(-1);
  const about = { form: FORM, period: last };
  const again = await timed(() => save(database, last, cellsOf(usccs, 99)));
  const sums = await timed(() =>
    database.transaction((manager) => recompute(manager, { ...about, indicators: INDICATORS })),
  );
  const cell = await repeated((at) => save(database, last, cellsOf(usccs.slice(at, at + 1), at).slice(0, 1)));
  const zone = await repeated(() => rollups(database, FORM, MONTHS, ''));
  const all = await repeated(() => rollups(database, FORM, [last]));
  const move = await timed(() =>
    database.transaction((manager) =>
      moveEnterprise(manager, { uscc: code(0), block: 'block-5', from: '2022-01-01', version: 1 }),
    ),
  );
  const rows = size * INDICATORS.length;
  const total = imports.reduce((sum, ms) => sum + ms, 0);
  const figures = {
    'register: entries/s': (size / registering) * 1000,
    'import: rows/s': ((rows * MONTHS.length) / total) * 1000,
    'import: rows a month': rows,
    'import: ms a month': median(imports),
    'same month again: ms': again,
    'of which sums: ms': sums,
    'one cell: ms p50': median(cell),
    'zone, 36 months: ms p50': median(zone),
    'zone, 36 months: ms p99': percentile(zone, 0.99),
    'all blocks, 1 month: ms p50': median(all),
    'move, 36 months: ms': move,
    'RSS MB': process.memoryUsage.rss() / 1e6,
  };
  return Object.fromEntries(Object.entries(figures).map(([name, figure]) => [name, rounded(figure, 1)]));
}

async function repeated(work: (at: number) => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let at = 0; at < REPEATS; at++) times.push(await timed(() => work(at)));
  return times;
}
