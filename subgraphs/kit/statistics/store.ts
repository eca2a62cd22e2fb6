/** Returns in the zone's own database: reading the latest revision, and adding a new one. Never updating. */
import { randomUUID } from 'node:crypto';
import { In, type DataSource, type EntityManager } from 'typeorm';
import { digestOf, inCanonicalOrder } from './digest.ts';
import { ObservationSchema, ReturnSchema, type ObservationRow, type ReturnRow } from './entities.ts';

/** The latest revision for each period, in the order asked; undefined where nothing was reported. */
export async function latestReturns(
  database: DataSource,
  periods: readonly string[],
): Promise<(ReturnRow | undefined)[]> {
  const rows = await database
    .getRepository(ReturnSchema)
    .createQueryBuilder('r')
    .where('r.period IN (:...periods)', { periods: [...periods] })
    .andWhere((query) => {
      const highest = query.subQuery().select('MAX(o.revision)').from(ReturnSchema, 'o').where('o.period = r.period');
      return `r.revision = ${highest.getQuery()}`;
    })
    .getMany();
  const latest = new Map(rows.map((row) => [row.period, row]));
  return periods.map((period) => latest.get(period));
}

/** The observations of each return, in canonical order. */
export async function observationsOf(database: DataSource, returnIds: readonly string[]): Promise<ObservationRow[][]> {
  const rows = await database.getRepository(ObservationSchema).findBy({ returnId: In([...returnIds]) });
  const byReturn = Map.groupBy(rows, (row) => row.returnId);
  return returnIds.map((id) => inCanonicalOrder(byReturn.get(id) ?? []));
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
