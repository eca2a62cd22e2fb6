/** How many enterprises sit in each block, counted by the database from the register itself: what 入园企业数 is checked against. */
import type { DataSource, EntityManager } from 'typeorm';
import { AMOUNT_DECIMALS } from './amount.ts';
import type { Rollup } from './rollup.ts';

/** A count at the end of a period is one of the period's last day: a stock, as the indicator is. */
const COUNTS = `SELECT block, COUNT(*) AS enterprises FROM enterprise_block
WHERE valid_from <= ? AND (valid_to IS NULL OR valid_to >= ?) GROUP BY block ORDER BY block`;

/** How many enterprises sit in the zone ('') and in each block within a period, each in the block in which it sat last. */
export async function presentIn(
  database: DataSource | EntityManager,
  { start, end }: { readonly start: string; readonly end: string },
): Promise<ReadonlyMap<string, number>> {
  const rows = await database.query<{ block: string; enterprises: number | string }[]>(PRESENT, [
    end,
    start,
    end,
    start,
  ]);
  const blocks = rows.map(({ block, enterprises }) => [block, Number(enterprises)] as const);
  return new Map([['', blocks.reduce((sum, [, count]) => sum + count, 0)], ...blocks]);
}

const PRESENT = `SELECT b.block, COUNT(*) AS enterprises FROM enterprise_block b
WHERE b.valid_from <= ? AND (b.valid_to IS NULL OR b.valid_to >= ?) AND NOT EXISTS (
  SELECT 1 FROM enterprise_block later WHERE later.uscc = b.uscc AND later.valid_from > b.valid_from
    AND later.valid_from <= ? AND (later.valid_to IS NULL OR later.valid_to >= ?))
GROUP BY b.block`;

/**
 * Enterprises in the zone ('') and in each block on a day, in the form of sums. Those above scale cannot be
 * counted so: whether one is depends on a year's revenue, and on the national register having taken it (above-scale.ts).
 */
export async function headcount(
  database: DataSource | EntityManager,
  { period, day }: { readonly period: string; readonly day: string },
): Promise<Rollup[]> {
  const rows = await database.query<{ block: string; enterprises: number | string }[]>(COUNTS, [day, day]);
  const counts = rows.map(({ block, enterprises }) => ({ block, count: Number(enterprises) }));
  const whole = counts.reduce((sum, { count }) => sum + count, 0);
  return [{ block: '', count: whole }, ...counts].map(({ block, count }) => {
    const amount = BigInt(count) * 10n ** BigInt(AMOUNT_DECIMALS);
    const about = { period, block, indicator: 'ENTERPRISES', unit: 'COUNT' };
    return { ...about, total: amount, magnitude: amount, reported: count, missing: 0, finestPlace: 0 };
  });
}
