/** Enterprises' figures of one form and period as cells: for the rules, for a file, and sealed with a revision. They stay in the zone. */
import { createHash } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import type { Int64 } from '../database/columns.ts';
import { printAmount, rollups, type Rollup } from '../enterprises/rollup.ts';
import type { DraftCell } from '../exchange/form-layout.ts';
import { printWritten, readWritten } from '../statistics/written.ts';
import type { Cell, ReturnOf } from './store.ts';

type Database = DataSource | EntityManager;

/** Those that have figures, by code. */
export async function enterprisesOf(database: Database, { form, period }: ReturnOf): Promise<string[]> {
  const rows = await database.query<{ uscc: string }[]>(
    'SELECT DISTINCT uscc FROM enterprise_observation WHERE form = ? AND period = ? ORDER BY uscc',
    [form, period],
  );
  return rows.map(({ uscc }) => uscc);
}

interface Row {
  readonly uscc: string;
  readonly block: string;
  readonly indicator: string;
  readonly digits: Int64 | null;
  readonly decimals: number;
  readonly unit: string;
  readonly unitMult: number;
  readonly obsStatus: string;
  readonly note: string | null;
}

const CELLS = `SELECT o.uscc, p.block, o.indicator, o.digits, o.decimals, o.unit, o.unit_mult AS unitMult, o.obs_status AS obsStatus, o.note
FROM enterprise_observation o JOIN enterprise_placement p ON p.uscc = o.uscc AND p.period = o.period
WHERE o.form = ? AND o.period = ? AND o.uscc IN `;

/** The cells of these enterprises, by code and indicator. */
export async function enterpriseCells(
  database: Database,
  { form, period }: ReturnOf,
  usccs: readonly string[],
): Promise<DraftCell[]> {
  if (usccs.length === 0) return [];
  const list = `(${usccs.map(() => '?').join(', ')})`;
  const rows = await database.query<Row[]>(`${CELLS}${list} ORDER BY o.uscc, o.indicator`, [form, period, ...usccs]);
  return rows.map(({ uscc, digits, ...cell }) => ({
    ...cell,
    enterprise: uscc,
    value: digits === null ? null : printWritten({ digits, decimals: cell.decimals }),
    counterpart: null,
  }));
}

/** Copies them beside the revision, as they are now: from here on nothing changes them. */
const SEAL = `INSERT INTO revision_enterprise_observation (revision_id, uscc, indicator, block, digits, decimals, unit, unit_mult, obs_status, note)
SELECT ?, o.uscc, o.indicator, p.block, o.digits, o.decimals, o.unit, o.unit_mult, o.obs_status, o.note
FROM enterprise_observation o JOIN enterprise_placement p ON p.uscc = o.uscc AND p.period = o.period
WHERE o.form = ? AND o.period = ?`;

export async function sealEnterprises(manager: EntityManager, of: ReturnOf, revisionId: string): Promise<void> {
  await manager.query(SEAL, [revisionId, of.form, of.period]);
}

const AT_ONCE = 100;

/** The SHA-256 over all their cells and what was said to warnings of them, in canonical order. */
export async function enterpriseDigestOf(
  database: Database,
  of: ReturnOf,
  said: readonly { rule: string; indicator: string; enterprise: string; text: string }[],
): Promise<string> {
  const hash = createHash('sha256').update('yihe/enterprises/1\n');
  const usccs = await enterprisesOf(database, of);
  for (let from = 0; from < usccs.length; from += AT_ONCE) {
    for (const cell of await enterpriseCells(database, of, usccs.slice(from, from + AT_ONCE))) {
      const { enterprise, block, indicator, value, unit, unitMult, obsStatus, note } = cell;
      hash.update(`${JSON.stringify([enterprise, block, indicator, value, unit, unitMult, obsStatus, note])}\n`);
    }
  }
  const words = said.map(({ enterprise, rule, indicator, text }) =>
    JSON.stringify([enterprise, rule, indicator, text]),
  );
  for (const line of words.toSorted()) hash.update(`${line}\n`);
  return hash.digest('hex');
}

/** What an enterprise form says of the zone and its blocks: the sums of what was given, and how many owe their part. */
export async function summedCells(database: Database, { form, period }: ReturnOf): Promise<Cell[]> {
  return (await rollups(database, form, [period])).map(summedCell);
}

/** A sum that some enterprises are missing from is no more than provisional, and says how many they are. */
function summedCell({ block, indicator, unit, total, reported, missing }: Rollup): Cell {
  const text = total === null ? null : printAmount(total);
  const note =
    missing === 0
      ? null
      : `${reported} 家已报,${missing} 家缺数 / ${reported} enterprises in, ${missing} without a figure`;
  const status = text === null ? 'L' : missing === 0 ? 'A' : 'P';
  const written = text === null ? undefined : readWritten(text);
  return {
    ...{ block, indicator, unit, unitMult: 0, obsStatus: status, counterpart: null, note },
    ...(written ?? { digits: null, decimals: 0 }),
  };
}
