/** A zone's empty register of enterprises on a database of its own, and short ways to fill it. */
import type { DataSource, EntityManager } from 'typeorm';
import { migrate } from '../../subgraphs/kit/database/migrate.ts';
import { openDatabase } from '../../subgraphs/kit/database/open.ts';
import type { CellInput } from '../../subgraphs/kit/enterprises/cells.ts';
import type { EnterpriseInput } from '../../subgraphs/kit/enterprises/entry.ts';
import { printAmount, rollups } from '../../subgraphs/kit/enterprises/rollup.ts';
import { usccCheckDigit } from '../../subgraphs/kit/enterprises/uscc.ts';
import { readWritten } from '../../subgraphs/kit/statistics/written.ts';
import { BlockSchema } from '../../subgraphs/kit/territory/entities.ts';
import { definition } from '../support/zone.ts';

export const FORM = 'ENTERPRISE_MONTHLY';
export const MONTH = '2024-02';

/** The n-th made-up code, with a right check digit. */
export function uscc(n: number): string {
  const first17 = `91511902XT${String(n).padStart(7, '0')}`;
  return first17 + usccCheckDigit(first17);
}

export function enterprise(n: number, block: string, more: Partial<EnterpriseInput> = {}): EnterpriseInput {
  return { uscc: uscc(n), name: `企业${n}`, industry: 'C1310', block, enteredOn: '2021-01-01', ...more };
}

/** "25.45" of revenue at 10^unitMult yuan; null: not reported. */
export function cell(n: number, value: string | null, more: Partial<CellInput> = {}): CellInput {
  const written = value === null ? { digits: null, decimals: 0 } : readWritten(value);
  if (!written) throw new Error(`${value ?? ''} is no value`);
  return {
    uscc: uscc(n),
    indicator: 'OPERATING_REVENUE',
    ...written,
    unit: 'CNY',
    unitMult: 4,
    obsStatus: value === null ? 'L' : 'A',
    note: null,
    ...more,
  };
}

export async function emptyRegister(url: string, blocks: readonly string[] = ['a', 'b', 'c']): Promise<DataSource> {
  const { model } = await definition('bazhou');
  const database = await openDatabase(url, model);
  await migrate(database, 'bazhou');
  const rows = blocks.map((code, at) => ({
    code,
    sortNo: at + 1,
    name: code,
    aliases: [],
    leadingIndustries: [],
    note: null,
  }));
  await database.getRepository(BlockSchema).insert(rows);
  return database;
}

/** Leaves the blocks. */
export async function emptied(database: DataSource): Promise<void> {
  for (const table of ['rollup', 'observation', 'placement', 'block'])
    await database.query(`DELETE FROM enterprise_${table}`);
  await database.query('DELETE FROM enterprise');
}

/** The sums of a month: block → "sum (reported/missing)", in yuan; '' is the zone. */
export async function sums(
  database: DataSource | EntityManager,
  period = MONTH,
  indicator = 'OPERATING_REVENUE',
): Promise<Record<string, string>> {
  const rows = (await rollups(database, FORM, [period])).filter((row) => row.indicator === indicator);
  return Object.fromEntries(
    rows.map(({ block, total, reported, missing }) => [
      block,
      `${total === null ? '-' : printAmount(total)} (${reported}/${missing})`,
    ]),
  );
}
