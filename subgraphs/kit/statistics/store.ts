/** Returns in the zone's own database: reading the latest revision, and adding a new one. Never updating. */
import { randomUUID } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import type { Int64 } from '../database/columns.ts';
import { digestOf, inCanonicalOrder } from './digest.ts';
import { ObservationSchema, ReturnSchema, type ObservationRow, type ReturnRow } from './entities.ts';
import { printWritten } from './written.ts';

/** The latest revision of a return, as it is answered; its observations in canonical order. */
export interface LatestReturn extends Facts {
  readonly observations: readonly WrittenObservation[];
}
type Facts = Omit<ReturnRow, 'id' | 'recordedAt'>;

/** A cell as it is answered: its value in text, and no block for the whole zone. */
export interface WrittenObservation extends Omit<ObservationRow, 'returnId' | 'block' | 'digits'> {
  readonly block: string | null;
  readonly value: string | null;
}

type CellRow = Omit<ObservationRow, 'returnId' | 'digits'> & { digits: Int64 | null };
type JoinedRow = Facts & (CellRow | { indicator: null });

/**
 * One statement, in plain SQL whose columns bear the fields' names: every consolidation asks this of every zone, and two
 * statements, built anew by TypeORM and their rows made entities, took the half of a zone's time.
 */
const LATEST = `SELECT r.period, r.revision, r.state, r.standard_version AS standardVersion, r.digest,
  o.block, o.indicator, o.digits, o.decimals, o.unit, o.unit_mult AS unitMult, o.obs_status AS obsStatus, o.counterpart, o.note
FROM statistical_return r LEFT JOIN observation o ON o.return_id = r.id
WHERE r.revision = (SELECT MAX(other.revision) FROM statistical_return other WHERE other.period = r.period) AND r.period IN `;

/** The latest revision for each period, in the order asked; null where nothing was reported. */
export async function latestReturns(
  database: DataSource,
  periods: readonly string[],
): Promise<(LatestReturn | null)[]> {
  const rows = await database.query<JoinedRow[]>(`${LATEST}(${periods.map(() => '?').join(', ')})`, [...periods]);
  const byPeriod = Map.groupBy(rows, (row) => row.period);
  return periods.map((period) => latestOf(byPeriod.get(period) ?? []));
}

function latestOf(rows: readonly JoinedRow[]): LatestReturn | null {
  const [first] = rows;
  if (!first) return null;
  const { period, revision, state, standardVersion, digest } = first;
  const cells = rows.filter((row) => row.indicator !== null); // a return without cells is one row without a cell
  return { period, revision, state, standardVersion, digest, observations: inCanonicalOrder(cells).map(written) };
}

function written(row: CellRow): WrittenObservation {
  const { indicator, block, digits, decimals, unit, unitMult, obsStatus, counterpart, note } = row;
  const value = digits === null ? null : printWritten({ digits, decimals });
  return {
    indicator,
    block: block === '' ? null : block,
    value,
    unit,
    unitMult,
    decimals,
    obsStatus,
    counterpart,
    note,
  };
}

export interface NewReturn {
  readonly zone: string;
  readonly period: string;
  readonly standardVersion: string;
  readonly observations: readonly Omit<ObservationRow, 'returnId'>[];
}

const CHUNK = 500;

/** Adds the next revision of a return; the caller's transaction decides whether it stays. */
export async function addReturn(manager: EntityManager, added: NewReturn): Promise<ReturnRow> {
  const known = await manager.maximum(ReturnSchema, 'revision', { period: added.period });
  const row: ReturnRow = {
    id: randomUUID(),
    period: added.period,
    revision: (known ?? 0) + 1,
    state: 'SUBMITTED',
    standardVersion: added.standardVersion,
    digest: digestOf(added),
    recordedAt: new Date(),
  };
  await manager.insert(ReturnSchema, row);
  const cells = added.observations.map((cell) => ({ ...cell, returnId: row.id }));
  for (let from = 0; from < cells.length; from += CHUNK) {
    const chunk = cells.slice(from, from + CHUNK);
    await manager.createQueryBuilder().insert().into(ObservationSchema).values(chunk).updateEntity(false).execute();
  }
  return row;
}
