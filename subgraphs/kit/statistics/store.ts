/** Returns in the zone's own database: reading the latest revision, and adding a new one. Never updating. */
import { randomUUID } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import { digestOf, inCanonicalOrder } from './digest.ts';
import { ObservationSchema, ReturnSchema, type AnsweredRow, type ObservationRow, type ReturnRow } from './entities.ts';

/**
 * What is answered is read by plain SQL, its columns named as the fields: every consolidation asks every zone for it, and
 * TypeORM, building the statement anew and entities of the rows, took a quarter to two fifths of the zone's time.
 */
const RETURN = 'id, period, revision, state, standard_version AS standardVersion, digest';
const CELL =
  'return_id AS returnId, block, indicator, digits, decimals, unit, unit_mult AS unitMult, obs_status AS obsStatus, counterpart, note';

export type LatestReturn = Omit<ReturnRow, 'recordedAt'>;

/** The latest revision for each period, in the order asked; undefined where nothing was reported. */
export async function latestReturns(
  database: DataSource,
  periods: readonly string[],
): Promise<(LatestReturn | undefined)[]> {
  const highest = 'SELECT MAX(o.revision) FROM statistical_return o WHERE o.period = r.period';
  const rows = await database.query<LatestReturn[]>(
    `SELECT ${RETURN} FROM statistical_return r WHERE period IN (${marks(periods)}) AND revision = (${highest})`,
    [...periods],
  );
  const latest = new Map(rows.map((row) => [row.period, row]));
  return periods.map((period) => latest.get(period));
}

/** The observations of each return, in canonical order. */
export async function observationsOf(database: DataSource, returnIds: readonly string[]): Promise<AnsweredRow[][]> {
  const rows = await database.query<AnsweredRow[]>(
    `SELECT ${CELL} FROM observation WHERE return_id IN (${marks(returnIds)})`,
    [...returnIds],
  );
  const byReturn = Map.groupBy(rows, (row) => row.returnId);
  return returnIds.map((id) => inCanonicalOrder(byReturn.get(id) ?? []));
}

function marks(values: readonly string[]): string {
  return values.map(() => '?').join(', ');
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
