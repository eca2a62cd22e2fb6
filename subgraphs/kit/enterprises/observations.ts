/**
 * Enterprises' figures of one form and period, and with them the sums of their blocks and of the zone. Part of the caller's
 * transaction; with an ERROR among its problems nothing was written, and RollupOverflow must undo the transaction.
 */
import type { EntityManager } from 'typeorm';
import { parsePeriod } from '../../../schema/period.ts';
import { readCells, readQuestion, type CellInput } from './cells.ts';
import type { EnterprisePlacementRow } from './entities.ts';
import { hasErrors, problemOf, type EnterpriseProblem } from './problems.ts';
import { membershipIn } from './rules.ts';
import { addPlacements, holdRegister, placedIn, registered, writeObservations } from './store.ts';

export interface EnterpriseObservations {
  readonly form: string;
  readonly period: string;
  readonly cells: readonly CellInput[];
}

export interface SavedObservations {
  readonly saved: number;
  readonly problems: readonly EnterpriseProblem[];
}

/** Writes cells, each over what stood there, all or none. A cell given again as it is changes nothing. */
export async function saveEnterpriseObservations(
  manager: EntityManager,
  { form, period, cells: given }: EnterpriseObservations,
): Promise<SavedObservations> {
  await holdRegister(manager);
  const asked = readQuestion(form, period);
  if ('severity' in asked) return { saved: 0, problems: [asked] };
  const { cells, problems } = readCells(asked, given);
  if (hasErrors(problems)) return { saved: 0, problems };
  const unplaced = await place(manager, period, [...new Set(cells.map(({ uscc }) => uscc))]);
  if (unplaced.length > 0) return { saved: 0, problems: unplaced };
  await writeObservations(manager, { form, period }, cells);
  return { saved: cells.length, problems };
}

/** Gives each of these its block for the period, where it has none yet; all or none. */
export async function place(
  manager: EntityManager,
  period: string,
  usccs: readonly string[],
): Promise<EnterpriseProblem[]> {
  const placed = await placedIn(manager, period);
  const open = usccs.filter((uscc) => !placed.has(uscc));
  const parsed = parsePeriod(period);
  if (open.length === 0 || !parsed) return [];
  const known = await registered(manager, open);
  const rows: EnterprisePlacementRow[] = [];
  const problems: EnterpriseProblem[] = [];
  for (const uscc of open) {
    const entry = known.get(uscc);
    const membership = entry && membershipIn(entry.memberships, parsed);
    if (membership) rows.push({ uscc, period, block: membership.block });
    else if (entry)
      problems.push(problemOf('NOT_IN_THE_ZONE', uscc, null, `${period} 不在本区 / not in the zone in ${period}`));
    else problems.push(problemOf('NOT_REGISTERED', uscc, null, '未登记,请先进库 / not registered; register it first'));
  }
  if (problems.length === 0) await addPlacements(manager, rows);
  return problems;
}
