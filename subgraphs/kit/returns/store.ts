/** Drafts in the zone's own database: taking hold of a return, its cells and explanations. Part of the caller's transaction. */
import { In, type DataSource, type EntityManager } from 'typeorm';
import type { Form } from '../../../schema/standard.ts';
import { ObservationSchema, RevisionExplanationSchema, type ObservationRow } from '../statistics/entities.ts';
import {
  DraftExplanationSchema,
  DraftObservationSchema,
  ReturnHeadSchema,
  type DraftExplanationRow,
  type DraftObservationRow,
  type ReturnHeadRow,
} from './entities.ts';

/** Which return is meant. */
export interface ReturnOf {
  readonly form: string;
  readonly period: string;
}

type Database = DataSource | EntityManager;

export function headsOf(database: Database, form: string, periods: readonly string[]): Promise<ReturnHeadRow[]> {
  if (periods.length === 0) return Promise.resolve([]);
  return database.getRepository(ReturnHeadSchema).findBy({ form, period: In([...periods]) });
}

/**
 * Takes the return at the version that was read until the transaction ends, and raises it: of two who read the same version only one
 * gets through. Undefined: somebody else came first.
 */
export async function take(manager: EntityManager, of: ReturnOf, version: number): Promise<ReturnHeadRow | undefined> {
  if (version === 0) {
    if (await manager.existsBy(ReturnHeadSchema, { ...of })) return undefined;
    const head = { ...of, version: 1, drafting: 0, reason: null, synthetic: 0 };
    await manager.insert(ReturnHeadSchema, head); // fails when another is doing the same, and is then tried again
    return head;
  }
  const { affected } = await manager
    .createQueryBuilder()
    .update(ReturnHeadSchema)
    .set({ version: () => 'version + 1' })
    .where('form = :form AND period = :period AND version = :version', { ...of, version })
    .execute();
  if (affected !== 1) return undefined;
  return manager.findOneByOrFail(ReturnHeadSchema, { ...of });
}

export async function setHead(manager: EntityManager, { form, period, ...head }: ReturnHeadRow): Promise<void> {
  await manager.update(ReturnHeadSchema, { form, period }, head);
}

export function draftCells(database: Database, { form, period }: ReturnOf): Promise<DraftObservationRow[]> {
  return database.getRepository(DraftObservationSchema).findBy({ form, period });
}

export function draftExplanations(database: Database, { form, period }: ReturnOf): Promise<DraftExplanationRow[]> {
  return database.getRepository(DraftExplanationSchema).findBy({ form, period });
}

export type Cell = Omit<ObservationRow, 'revisionId'>;

export const cellKey = ({ block, indicator }: Pick<Cell, 'block' | 'indicator'>): string => `${block}\n${indicator}`;

const CHUNK = 500;

/** Writes cells over what stands there, and takes some away; how many were changed. What is given as it stands is no change. */
export async function writeDraft(
  manager: EntityManager,
  of: ReturnOf,
  written: readonly Cell[],
  removed: readonly Pick<Cell, 'block' | 'indicator'>[] = [],
): Promise<number> {
  const known = new Map((await draftCells(manager, of)).map((row) => [cellKey(row), row]));
  const changed = written.filter((cell) => !isSame(known.get(cellKey(cell)), cell));
  const gone = [...changed, ...removed].filter((cell) => known.has(cellKey(cell)));
  for (const { block, indicator } of gone) await manager.delete(DraftObservationSchema, { ...of, block, indicator });
  await insertCells(manager, of, changed);
  return changed.length + removed.filter((cell) => known.has(cellKey(cell))).length;
}

async function insertCells(manager: EntityManager, of: ReturnOf, cells: readonly Cell[]): Promise<void> {
  const rows = cells.map(({ block, indicator, digits, decimals, unit, unitMult, obsStatus, counterpart, note }) => ({
    ...{ ...of, block, indicator, digits, decimals, unit, unitMult, obsStatus, counterpart, note },
  }));
  for (let from = 0; from < rows.length; from += CHUNK) {
    const chunk = rows.slice(from, from + CHUNK);
    await manager
      .createQueryBuilder()
      .insert()
      .into(DraftObservationSchema)
      .values(chunk)
      .updateEntity(false)
      .execute();
  }
}

function isSame(one: Cell | undefined, two: Cell): boolean {
  const facts = ({ digits, decimals, unit, unitMult, obsStatus, counterpart, note }: Cell): string =>
    JSON.stringify([digits?.toString() ?? null, decimals, unit, unitMult, obsStatus, counterpart, note]);
  return one !== undefined && facts(one) === facts(two);
}

export async function writeExplanation(manager: EntityManager, row: DraftExplanationRow): Promise<void> {
  const { text, ...key } = row;
  await manager.delete(DraftExplanationSchema, key);
  if (text !== '') await manager.insert(DraftExplanationSchema, row);
}

/** Nothing is left of the draft. */
export async function clearDraft(manager: EntityManager, { form, period }: ReturnOf): Promise<void> {
  await manager.delete(DraftObservationSchema, { form, period });
  await manager.delete(DraftExplanationSchema, { form, period });
}

/** A draft that holds what the revision does; of a form of enterprises only what was said, their cells stand in their own table. */
export async function copyToDraft(manager: EntityManager, form: Form, of: ReturnOf, revisionId: string): Promise<void> {
  await clearDraft(manager, of);
  const cells = form.levels.includes('ENTERPRISE') ? [] : await manager.findBy(ObservationSchema, { revisionId });
  await insertCells(manager, of, cells);
  for (const { rule, indicator, block, enterprise, text } of await manager.findBy(RevisionExplanationSchema, {
    revisionId,
  })) {
    await manager.insert(DraftExplanationSchema, { ...of, rule, indicator, block, enterprise, text });
  }
}
