/** Enterprises' figures of one form and period as cells: for the rules, for a file, and sealed with a revision. They stay in the zone. */
import { createHash } from 'node:crypto';
import { parsePeriod } from '../../../schema/period.ts';
import { Not, type DataSource, type EntityManager } from 'typeorm';
import type { Int64 } from '../database/columns.ts';
import type { CellInput } from '../enterprises/cells.ts';
import { presentIn } from '../enterprises/headcount.ts';
import { importEnterpriseObservations, ImportRefused } from '../enterprises/observations.ts';
import { problemOf } from '../enterprises/problems.ts';
import { printAmount, RollupOverflow, rollups, type Rollup } from '../enterprises/rollup.ts';
import { isMarkedSynthetic, type DraftCell } from '../exchange/form-layout.ts';
import { RevisionExplanationSchema } from '../statistics/entities.ts';
import { printWritten, readWritten } from '../statistics/written.ts';
import { enterpriseProblem, type ValidationProblem } from './problems.ts';
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

/** Whether any of these is entered in the register as made up: its figures carry no mark of their own. */
export async function areMadeUp(database: Database, usccs: ReadonlySet<string>): Promise<boolean> {
  const all = [...usccs];
  for (let from = 0; from < all.length; from += 500) {
    const some = all.slice(from, from + 500);
    const rows = await database.query<{ name: string; note: string | null }[]>(
      `SELECT name, note FROM enterprise WHERE uscc IN (${some.map(() => '?').join(', ')})`,
      some,
    );
    if (rows.some(({ name, note }) => isMarkedSynthetic(`${name} ${note ?? ''}`))) return true;
  }
  return false;
}

/** Their names, by code. */
export async function namesOf(database: Database, usccs: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (usccs.length === 0) return new Map();
  const rows = await database.query<{ uscc: string; name: string }[]>(
    `SELECT uscc, name FROM enterprise WHERE uscc IN (${usccs.map(() => '?').join(', ')})`,
    [...usccs],
  );
  return new Map(rows.map(({ uscc, name }) => [uscc, name]));
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
  return rows.map(cellIn);
}

function cellIn({ uscc, digits, ...cell }: Row): DraftCell {
  const value = digits === null ? null : printWritten({ digits, decimals: cell.decimals });
  return { ...cell, enterprise: uscc, value, counterpart: null };
}

/** Writes cells batch after batch; with an ERROR among the problems the transaction must not be kept. */
export async function writeEnterpriseCells(
  manager: EntityManager,
  of: ReturnOf,
  batches: Iterable<readonly CellInput[]> | AsyncIterable<readonly CellInput[]>,
): Promise<{ readonly changed: number; readonly problems: readonly ValidationProblem[] }> {
  try {
    const { saved, problems } = await importEnterpriseObservations(manager, of, batches);
    return { changed: saved, problems: problems.map(enterpriseProblem) };
  } catch (error) {
    if (error instanceof ImportRefused) return { changed: 0, problems: error.problems.map(enterpriseProblem) };
    if (!(error instanceof RollupOverflow)) throw error;
    return { changed: 0, problems: [enterpriseProblem(problemOf('SUM_TOO_LARGE', null, null, error.message))] };
  }
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

interface Said {
  readonly rule: string;
  readonly indicator: string;
  readonly enterprise: string;
  readonly text: string;
}

/** The SHA-256 over all their cells and what was said to warnings of them, in canonical order. */
export async function enterpriseDigestOf(database: Database, of: ReturnOf, said: readonly Said[]): Promise<string> {
  const usccs = await enterprisesOf(database, of);
  return digestOver(usccs, (some) => enterpriseCells(database, of, some), said);
}

/** The same over what was sealed beside a revision: what its digest must still be. */
export async function sealedDigestOf(database: Database, revisionId: string): Promise<string> {
  const usccs = await database.query<{ uscc: string }[]>(
    'SELECT DISTINCT uscc FROM revision_enterprise_observation WHERE revision_id = ? ORDER BY uscc',
    [revisionId],
  );
  const said = await database.getRepository(RevisionExplanationSchema).findBy({ revisionId, enterprise: Not('') });
  const cells = async (some: readonly string[]): Promise<DraftCell[]> => {
    const list = `(${some.map(() => '?').join(', ')})`;
    const rows = await database.query<Row[]>(`${SEALED}${list} ORDER BY uscc, indicator`, [revisionId, ...some]);
    return rows.map(cellIn);
  };
  return digestOver(
    usccs.map(({ uscc }) => uscc),
    cells,
    said,
  );
}

const SEALED = `SELECT uscc, block, indicator, digits, decimals, unit, unit_mult AS unitMult, obs_status AS obsStatus, note
FROM revision_enterprise_observation WHERE revision_id = ? AND uscc IN `;

async function digestOver(
  usccs: readonly string[],
  cellsOf: (some: readonly string[]) => Promise<readonly DraftCell[]>,
  said: readonly Said[],
): Promise<string> {
  const hash = createHash('sha256').update('yihe/enterprises/1\n');
  for (let from = 0; from < usccs.length; from += AT_ONCE) {
    for (const cell of await cellsOf(usccs.slice(from, from + AT_ONCE))) {
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

/** What an enterprise form says of the zone and its blocks: the sums of what was given, and how many are without a figure. */
export async function summedCells(database: Database, { form, period }: ReturnOf): Promise<Cell[]> {
  const present = await presentIn(database, spanOfPeriod(period));
  return (await rollups(database, form, [period])).map((sum) => summedCell(sum, present.get(sum.block) ?? 0));
}

/** Enterprises that sit in the zone within the period, and those of them that have any figure. */
export async function coverageOf(
  database: Database,
  of: ReturnOf,
): Promise<{ readonly present: number; readonly withFigures: number }> {
  const present = await presentIn(database, spanOfPeriod(of.period));
  return { present: present.get('') ?? 0, withFigures: (await enterprisesOf(database, of)).length };
}

function spanOfPeriod(period: string): { readonly start: string; readonly end: string } {
  const { start = '', end = null } = parsePeriod(period) ?? {};
  return { start, end: end ?? start };
}

/** A sum that some enterprises owe a part of is no more than provisional; who is in it, of all on the register, it always says. */
function summedCell({ block, indicator, unit, total, reported, missing }: Rollup, present: number): Cell {
  const text = total === null ? null : printAmount(total);
  const note =
    reported >= present
      ? null
      : `在库 ${present} 家,${reported} 家有数,${missing} 家缺数 / ${present} on the register, ${reported} with a figure, ${missing} stated missing`;
  const status = text === null ? 'L' : missing === 0 ? 'A' : 'P';
  const written = text === null ? undefined : readWritten(text);
  return {
    ...{ block, indicator, unit, unitMult: 0, obsStatus: status, counterpart: null, note },
    ...(written ?? { digits: null, decimals: 0 }),
  };
}
