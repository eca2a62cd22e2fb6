/**
 * Enterprises' figures of one form and period, and with them the sums of their blocks and of the zone. Part of the caller's
 * transaction; with an ERROR among its problems nothing was written, and what is thrown must undo the transaction.
 */
import type { EntityManager } from 'typeorm';
import { parsePeriod } from '../../../schema/period.ts';
import { readCells, readQuestion, type CellInput } from './cells.ts';
import type { EnterprisePlacementRow } from './entities.ts';
import { hasErrors, problemOf, type EnterpriseProblem } from './problems.ts';
import { recompute } from './rollup.ts';
import { membershipIn } from './rules.ts';
import { addPlacements, holdRegister, placedIn, registered, unlike, writeObservations } from './store.ts';

export interface EnterpriseObservations {
  readonly form: string;
  readonly period: string;
  readonly cells: readonly CellInput[];
}

export interface SavedObservations {
  /** Cells that were added or changed. */
  readonly saved: number;
  readonly problems: readonly EnterpriseProblem[];
}

/** A file with errors, of which a part was written before they were met; the transaction must not be kept. */
export class ImportRefused extends Error {
  readonly problems: readonly EnterpriseProblem[];
  constructor(problems: readonly EnterpriseProblem[]) {
    super('文件有误,未予导入 / the file has faults and was not imported');
    this.name = 'ImportRefused';
    this.problems = problems;
  }
}

/** Writes cells, each over what stood there, all or none. A cell given again as it is changes nothing. */
export async function saveEnterpriseObservations(
  manager: EntityManager,
  { cells, ...about }: EnterpriseObservations,
): Promise<SavedObservations> {
  return importEnterpriseObservations(manager, about, [cells]);
}

/**
 * The same for a file too long to be held: batch after batch, and the sums once at the end. After the first error nothing
 * more is written, while the rest is still checked; where batches before it were written, ImportRefused undoes them.
 */
export async function importEnterpriseObservations(
  manager: EntityManager,
  about: Omit<EnterpriseObservations, 'cells'>,
  batches: Iterable<readonly CellInput[]> | AsyncIterable<readonly CellInput[]>,
): Promise<SavedObservations> {
  await holdRegister(manager);
  const asked = readQuestion(about.form, about.period);
  if ('severity' in asked) return { saved: 0, problems: [asked] };
  let problems: readonly EnterpriseProblem[] = [];
  const seen = new Set<string>();
  const indicators = new Set<string>();
  let saved = 0;
  for await (const batch of batches) {
    const read = readCells(asked, batch, seen);
    const places = await openPlaces(manager, about.period, [...new Set(read.cells.map(({ uscc }) => uscc))]);
    problems = [...problems, ...read.problems, ...places.problems];
    if (hasErrors(problems)) continue;
    const changed = await unlike(manager, about, read.cells);
    await addPlacements(manager, places.rows);
    await writeObservations(manager, about, changed);
    for (const { indicator } of changed) indicators.add(indicator);
    saved += changed.length;
  }
  if (hasErrors(problems) && saved > 0) throw new ImportRefused(problems);
  if (hasErrors(problems)) return { saved: 0, problems };
  await recompute(manager, { ...about, indicators: [...indicators] });
  return { saved, problems };
}

interface OpenPlaces {
  readonly rows: readonly EnterprisePlacementRow[];
  readonly problems: readonly EnterpriseProblem[];
}

/** The blocks of those of these that have none for the period yet; those that can have none are problems. */
export async function openPlaces(
  manager: EntityManager,
  period: string,
  usccs: readonly string[],
): Promise<OpenPlaces> {
  const placed = await placedIn(manager, period, usccs);
  const open = usccs.filter((uscc) => !placed.has(uscc));
  const parsed = parsePeriod(period);
  const rows: EnterprisePlacementRow[] = [];
  const problems: EnterpriseProblem[] = [];
  if (!parsed) return { rows, problems };
  const known = await registered(manager, open);
  for (const uscc of open) {
    const entry = known.get(uscc);
    const membership = entry && membershipIn(entry.memberships, parsed);
    if (membership) rows.push({ uscc, period, block: membership.block });
    else if (entry)
      problems.push(problemOf('NOT_IN_THE_ZONE', uscc, null, `${period} 不在本区 / not in the zone in ${period}`));
    else problems.push(problemOf('NOT_REGISTERED', uscc, null, '未登记,请先进库 / not registered; register it first'));
  }
  return { rows, problems };
}
