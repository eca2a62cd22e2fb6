/** Five zones' databases full of enterprises' figures: one is filled, row by row as an import does it, and the others are its copies. */
import { copyFileSync } from 'node:fs';
import path from 'node:path';
import type { DataSource } from 'typeorm';
import { STANDARD } from '../../schema/standard.ts';
import { ZONES } from '../../schema/zones.ts';
import { claim } from '../../subgraphs/kit/database/identity.ts';
import { migrate } from '../../subgraphs/kit/database/migrate.ts';
import { openDatabase } from '../../subgraphs/kit/database/open.ts';
import { KIT_TABLES } from '../../subgraphs/kit/define-zone.ts';
import { rollups } from '../../subgraphs/kit/enterprises/rollup.ts';
import { kitMigrations } from '../../subgraphs/kit/migrations/index.ts';
import { addRevision } from '../../subgraphs/kit/statistics/store.ts';
import { SIGNER, definition } from '../support/zone.ts';
import type { Say } from './contenders/contender.ts';
import { databases } from './databases.ts';
import type { Options } from './benchmark.ts';
import { FORM, INDICATORS, MONTHS, cellsOf, register, save, timed } from './enterprise-figures.ts';
import type { Stage } from './tools/stage.ts';
import { median } from './tools/summary.ts';

export const ZONE_FORM = 'ZONE_MONTHLY';

export interface Filled {
  readonly url: (zone: string) => string;
  readonly rowsPerSecond: number;
  readonly monthMs: number;
  readonly returnMs: number;
  readonly importRssMb: number;
}

/** Without the districts' own tables, so that what is filled once can become any zone's. */
const KIT_MODEL = { entities: KIT_TABLES, migrations: kitMigrations };

export async function fillZones(stage: Stage, kind: Options['database'], size: number, say: Say): Promise<Filled> {
  const folder = stage.temporaryFolder();
  const env = await databases(stage, kind);
  const [first, ...others] = ZONES.map(({ code }) => code);
  const url = (zone: string): string => env(zone)['DATABASE_URL'] ?? `sqlite:${path.join(folder, `${zone}.db`)}`;
  const filled = await fillFirst(url(first ?? ''), size, say);
  for (const zone of others) {
    if (kind === 'sqlite') copyFileSync(path.join(folder, `${first}.db`), path.join(folder, `${zone}.db`));
    else await copyTables(url(zone), zone, first ?? '');
  }
  const times: number[] = [];
  for (const zone of [first ?? '', ...others]) {
    const { model } = await definition(zone);
    const database = await openDatabase(url(zone), model);
    await migrate(database, zone);
    await claim(database, zone);
    for (const month of MONTHS) times.push(await timed(() => submit(database, zone, month)));
    await database.destroy();
  }
  say(`${size} enterprises: the returns of ${ZONES.length} zones`);
  return { url, ...filled, returnMs: median(times) ?? 0 };
}

async function fillFirst(url: string, size: number, say: Say): Promise<Omit<Filled, 'url' | 'returnMs'>> {
  const database = await openDatabase(url, KIT_MODEL);
  await database.runMigrations();
  const usccs = await register(database, size);
  const times: number[] = [];
  for (const [at, month] of MONTHS.entries()) {
    times.push(await timed(() => save(database, month, cellsOf(usccs, at))));
    if (month.endsWith('-12')) say(`${size} enterprises: ${month} imported`);
  }
  const total = times.reduce((sum, ms) => sum + ms, 0);
  await database.destroy();
  return {
    rowsPerSecond: ((size * INDICATORS.length * MONTHS.length) / total) * 1000,
    monthMs: median(times) ?? 0,
    importRssMb: process.memoryUsage.rss() / 2 ** 20,
  };
}

/** In the order of their foreign keys. */
const COPIED = [
  'block',
  'enterprise',
  'enterprise_block',
  'enterprise_placement',
  'enterprise_observation',
  'enterprise_rollup',
];

async function copyTables(url: string, zone: string, from: string): Promise<void> {
  const { model } = await definition(zone);
  const database = await openDatabase(url, model);
  await migrate(database, zone);
  for (const table of COPIED) await database.query(`INSERT INTO \`${table}\` SELECT * FROM \`${from}\`.\`${table}\``);
  await database.destroy();
}

/** A zone's own return of the month: what its enterprises add up to. */
async function submit(database: DataSource, zone: string, period: string): Promise<void> {
  await database.transaction(async (manager) => {
    const sums = await rollups(manager, FORM, [period]);
    const observations = sums.map(({ block, indicator, unit, total }) => ({
      ...{ block, indicator, digits: total, decimals: 6, unit, unitMult: 0 },
      ...{ obsStatus: 'A', counterpart: null, note: null },
    }));
    const about = { zone, form: ZONE_FORM, period, standardVersion: STANDARD.version, synthetic: true };
    await addRevision(manager, { ...about, observations }, SIGNER);
  });
}
