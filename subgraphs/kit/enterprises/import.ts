/** A list of enterprises from a file into the register, all of it or nothing. A dry run does everything, and then undoes it. */
import type { DataSource, EntityManager } from 'typeorm';
import type { FaultPlace } from '../exchange/faults.ts';
import {
  readRegister,
  REGISTER_KEYS,
  type RegisterColumn,
  type RegisterEntry,
  type RegisterReading,
} from '../exchange/register-sheet.ts';
import { allBlocks } from '../territory/store.ts';
import type { EnterpriseInput } from './entry.ts';
import type { EnterpriseProblem } from './problems.ts';
import { saveEnterprises } from './register.ts';
import { holdRegister, registered } from './store.ts';
import { readUscc } from './uscc.ts';

export interface RegisterImport {
  readonly done: boolean;
  readonly rows: number;
  /** By a dry run, or with errors: would be, as far as is known. */
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly errors: number;
  readonly warnings: number;
  readonly problems: readonly RegisterProblem[];
}

export interface RegisterProblem extends FaultPlace {
  readonly code: string;
  readonly severity: 'ERROR' | 'WARNING';
  readonly message: string;
}

export interface RegisterImportOptions {
  readonly dryRun: boolean;
  /** Of the file, where it has one. */
  readonly name?: string;
  /** Told from time to time how many rows have been read. */
  readonly progress?: (rows: number) => void;
}

export async function importRegister(
  database: DataSource,
  file: AsyncIterable<Uint8Array>,
  { dryRun, name, progress = () => undefined }: RegisterImportOptions,
): Promise<RegisterImport> {
  const reading = readRegister(file, await allBlocks(database), name);
  try {
    return await database.transaction(async (manager) => {
      const { found, ...counts } = await takeOver(manager, reading, progress);
      const { faults, errors, warnings, rows } = reading.report();
      const told = new Set(faults.map(cellOf)); // of a cell that cannot be read nothing more is to be said
      const all = found.map((each) => placed(each, reading));
      const more = all.filter((each) => each.column === null || !told.has(cellOf(each)));
      const [isError, isWarning] = ['ERROR', 'WARNING'].map((severity) => more.filter((each) => each.severity === severity).length); // prettier-ignore
      const sums = { errors: errors + (isError ?? 0), warnings: warnings + (isWarning ?? 0) };
      const outcome = { rows, ...counts, ...sums, problems: [...faults, ...more] };
      if (dryRun || sums.errors > 0) throw new Undone({ ...outcome, done: false });
      return { ...outcome, done: true };
    });
  } catch (error) {
    if (error instanceof Undone) return error.outcome;
    throw error;
  }
}

class Undone extends Error {
  readonly outcome: RegisterImport;
  constructor(outcome: RegisterImport) {
    super('undone');
    this.outcome = outcome;
  }
}

const BATCH = 500;

async function takeOver(manager: EntityManager, reading: RegisterReading, progress: (rows: number) => void) {
  const found: EnterpriseProblem[] = [];
  const counts = { added: 0, changed: 0, unchanged: 0 };
  const save = async (entries: readonly RegisterEntry[]): Promise<void> => {
    const saved = await saveEnterprises(manager, await completed(manager, entries));
    found.push(...saved.problems);
    for (const name of ['added', 'changed', 'unchanged'] as const) counts[name] += saved[name];
    progress(reading.report().rows);
  };
  await holdRegister(manager);
  let batch: RegisterEntry[] = [];
  for await (const { item } of reading.entries) {
    batch.push(item);
    if (batch.length < BATCH) continue;
    await save(batch);
    batch = [];
  }
  await save(batch);
  return { ...counts, found };
}

/** What the file has no column for stays as it stands. */
async function completed(manager: EntityManager, entries: readonly RegisterEntry[]): Promise<EnterpriseInput[]> {
  const codes = new Map(entries.map(({ uscc }) => [uscc, readUscc(uscc)?.code ?? uscc]));
  const known = await registered(manager, [...codes.values()]);
  return entries.map((entry) => {
    const row = known.get(codes.get(entry.uscc) ?? '')?.row;
    const kept = (name: 'leftOn' | 'note' | 'checkDigitNote'): string | null =>
      entry[name] === undefined ? (row?.[name] ?? null) : entry[name];
    return { ...entry, leftOn: kept('leftOn'), note: kept('note'), checkDigitNote: kept('checkDigitNote') };
  });
}

function cellOf({ sheet, row, column }: FaultPlace): string {
  return `${sheet ?? ''}\n${row ?? ''}\n${column?.letter ?? ''}`;
}

function placed(
  { code, severity, message, uscc, field }: EnterpriseProblem,
  reading: RegisterReading,
): RegisterProblem {
  const column: RegisterColumn = REGISTER_KEYS.find((key) => key === field) ?? 'uscc';
  const place = uscc === null ? undefined : reading.placeOf(uscc, column);
  return { code, severity, message, ...(place ?? { sheet: null, row: null, column: null }) };
}
