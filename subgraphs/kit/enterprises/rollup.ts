/**
 * Sums of enterprises' figures by block and for the zone, made by the database in the transaction that changes what they
 * sum, so that no question about them ever reads an enterprise's row.
 *
 * What was touched is summed anew: the indicators of the form and period that were written, over all blocks, by one
 * INSERT … SELECT … GROUP BY. Adding differences to the old sum instead would cost less for a single cell (a sum reads one
 * indicator of one period: as many rows as there are enterprises), but it needs each old value first, and one difference lost would
 * stay in the sum for good. Summed anew it is right whatever was there before, and a file costs one statement.
 */
import type { DataSource, EntityManager } from 'typeorm';
import { isMySqlFamily, type Int64 } from '../database/columns.ts';
import { AMOUNT_DECIMALS } from './amount.ts';
import type { EnterpriseRollupRow } from './entities.ts';
import { printWritten } from '../statistics/written.ts';

export type Rollup = Omit<EnterpriseRollupRow, 'form'>;

/** What is summed anew: these indicators of the form for the period. */
export interface Touched {
  readonly form: string;
  readonly period: string;
  readonly indicators: readonly string[];
  /** Where nothing else changed, as by a move: only these blocks, and with them the zone. */
  readonly blocks?: readonly string[];
}

const COLUMNS = 'form, period, block, indicator, unit, total, magnitude, reported, missing, finest_place';

const BLOCKS = `INSERT INTO enterprise_rollup (${COLUMNS})
SELECT o.form, o.period, p.block, o.indicator, o.unit, SUM(o.amount), COALESCE(SUM(ABS(o.amount)), 0), COUNT(o.amount),
  SUM(CASE WHEN o.amount IS NULL AND o.obs_status NOT IN ('K', 'M') THEN 1 ELSE 0 END),
  MIN(CASE WHEN o.amount IS NOT NULL THEN o.unit_mult - o.decimals END)
FROM enterprise_observation o JOIN enterprise_placement p ON p.uscc = o.uscc AND p.period = o.period
WHERE o.form = ? AND o.period = ? AND o.indicator IN `;

/** Of the blocks' sums, a handful of rows, and not of the enterprises' again. */
const ZONE = `INSERT INTO enterprise_rollup (${COLUMNS})
SELECT form, period, '', indicator, unit, SUM(total), SUM(magnitude), SUM(reported), SUM(missing), MIN(finest_place)
FROM enterprise_rollup WHERE block <> '' AND form = ? AND period = ? AND indicator IN `;

/** A sum that no longer fits 64 bits at the common scale; the transaction must not be kept. */
export class RollupOverflow extends Error {
  constructor({ form, period }: Touched, cause: unknown) {
    super(
      `${form} ${period}:企业数合计超出可精确保存的范围,请核对单位 / the enterprises' sum is too large to be kept exactly; check the units`,
      { cause },
    );
    this.name = 'RollupOverflow';
  }
}

/** Sums anew; the caller holds the register. */
export async function recompute(manager: EntityManager, touched: Touched): Promise<void> {
  const { form, period, indicators, blocks = [] } = touched;
  if (indicators.length === 0) return;
  const list = (values: readonly string[]): string => `(${values.map(() => '?').join(', ')})`;
  const only = (column: string, values: readonly string[]): string =>
    blocks.length === 0 ? '' : ` AND ${column} IN ${list(values)}`;
  const about = [form, period, ...indicators];
  const replaced = blocks.length === 0 ? [] : ['', ...blocks];
  await manager.query(
    `DELETE FROM enterprise_rollup WHERE form = ? AND period = ? AND indicator IN ${list(indicators)}${only('block', replaced)}`,
    [...about, ...replaced],
  );
  try {
    const anew = `${BLOCKS}${list(indicators)}${only('p.block', blocks)}`;
    await manager.query(`${anew} GROUP BY o.form, o.period, p.block, o.indicator, o.unit`, [...about, ...blocks]);
    await manager.query(`${ZONE}${list(indicators)} GROUP BY form, period, indicator, unit`, about);
  } catch (error) {
    throw isOverflow(error) ? new RollupOverflow(touched, error) : error;
  }
}

/** SQLite's SUM says so itself; MySQL and MariaDB sum exactly and then refuse to store it. */
function isOverflow(error: unknown): boolean {
  const [errno, message] = ['errno', 'message'].map((name): unknown => Reflect.get(Object(error), name));
  return errno === 1264 || errno === 1690 || (typeof message === 'string' && message.includes('integer overflow'));
}

interface ReadRow extends Omit<Rollup, 'total' | 'magnitude'> {
  readonly total: Int64 | null;
  readonly magnitude: Int64;
}

/** The sums of a form for some periods, of one block ('' is the zone) or of all, by one statement that reads no enterprise's row. */
export async function rollups(
  database: DataSource | EntityManager,
  form: string,
  periods: readonly string[],
  block?: string,
): Promise<Rollup[]> {
  if (periods.length === 0) return [];
  const rows = await database.query<ReadRow[]>(
    `SELECT period, block, indicator, unit, total, magnitude, reported, missing, finest_place AS finestPlace
FROM enterprise_rollup WHERE form = ? AND period IN (${periods.map(() => '?').join(', ')})${block === undefined ? '' : ' AND block = ?'} ORDER BY period, block, indicator, unit`,
    [form, ...periods, ...(block === undefined ? [] : [block])],
  );
  return rows.map((row) => ({
    ...row,
    total: row.total === null ? null : BigInt(row.total),
    magnitude: BigInt(row.magnitude),
  }));
}

/** A sum in whole units, as text: 2545000000000000 is "2545000000". */
export function printAmount(amount: bigint): string {
  return printWritten({ digits: amount, decimals: AMOUNT_DECIMALS }).replace(/\.?0+$/, '');
}

/**
 * Makes a SELECT see what is committed now. On MySQL and MariaDB a transaction otherwise goes on seeing what was there at its
 * first look, which may have been before it held the register.
 */
export function asCommitted(manager: EntityManager): string {
  return isMySqlFamily(manager.dataSource.options.type) ? ' LOCK IN SHARE MODE' : '';
}
