/** A file into the draft: CSV or XLSX, all of it or nothing. A dry run does everything, and then undoes it. */
import { createHash } from 'node:crypto';
import { problem } from '../../../schema/error-codes.ts';
import type { ZoneRuntime } from '../context.ts';
import { importEnterpriseObservations, ImportRefused } from '../enterprises/observations.ts';
import type { DraftCell } from '../exchange/form-layout.ts';
import { readForm, type FormReading } from '../exchange/form-sheet.ts';
import { allBlocks } from '../territory/store.ts';
import { act, type ActionInput, type ActionOutcome, type Held, type Worked } from './action.ts';
import { enterpriseCellOf } from './cells.ts';
import { examine } from './findings.ts';
import { layoutOf } from './form-file.ts';
import {
  enterpriseProblem,
  fileProblem,
  isError,
  MAX_LISTED,
  type Problem,
  type ValidationProblem,
} from './problems.ts';
import { begin, saveCells } from './save.ts';
import { draftCells, draftExplanations } from './store.ts';

export interface ImportInput extends ActionInput {
  /** The file, base64. */
  readonly file: string;
  readonly dryRun: boolean;
}

/** Errors: BAD_USER_INPUT, and those of every action. */
export function importReturn(runtime: ZoneRuntime, { file, ...input }: ImportInput): Promise<ActionOutcome> {
  if (!/^[A-Za-z0-9+/\s]*={0,2}\s*$/.test(file)) {
    throw problem('BAD_USER_INPUT', 'file 不是 base64 / is not base64');
  }
  const bytes = Buffer.from(file, 'base64');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const source = { sha256, open: () => chunksOf(bytes) };
  return importFile(runtime, input, source);
}

// eslint-disable-next-line @typescript-eslint/require-await -- a file is read piece by piece, wherever it comes from
async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** A file that can be opened anew whenever the work has to be done again. */
export interface FileSource {
  readonly sha256: string;
  open(): AsyncIterable<Uint8Array>;
}

export interface ImportOptions {
  /** Told from time to time how many rows have been read. */
  readonly progress?: (rows: number) => void;
}

export async function importFile(
  runtime: ZoneRuntime,
  { dryRun, ...input }: Omit<ImportInput, 'file'>,
  file: FileSource,
  { progress }: ImportOptions = {},
): Promise<ActionOutcome> {
  const asked = { ...input, dryRun, sha256: file.sha256 };
  const outcome = await act(runtime, 'importReturn', 'SAVE', asked, async (held) => {
    const layout = layoutOf(held.form, held.of.period, runtime.zone, await allBlocks(runtime.database));
    const reading = readForm(file.open(), layout);
    const { problems: ofCells = [], ...worked } = await take(runtime, held, reading, progress);
    const { faults, errors, warnings, rows, cells } = reading.report();
    const problems = [...faults.map(fileProblem), ...ofCells];
    const facts = {
      ...{ dryRun, rows, cells },
      errors: errors + ofCells.filter(isError).length,
      warnings: warnings + ofCells.filter(({ severity }) => severity === 'WARNING').length,
      findings: problems.some(isError) ? [] : (await findingsIn(runtime, held)).slice(0, MAX_LISTED),
    };
    return { ...worked, problems, file: facts, idle: dryRun || worked.idle === true };
  });
  const read = outcome.file ?? { dryRun, rows: 0, cells: 0, errors: 0, warnings: 0, findings: [] };
  return { ...outcome, file: read, done: outcome.done && !dryRun };
}

async function take(
  runtime: ZoneRuntime,
  held: Held,
  reading: FormReading,
  progress: ImportOptions['progress'],
): Promise<Worked> {
  return held.form.levels.includes('ENTERPRISE')
    ? takeEnterprises(held, reading, progress)
    : takeCells(runtime, held, reading, progress);
}

async function takeCells(
  runtime: ZoneRuntime,
  held: Held,
  reading: FormReading,
  progress: ImportOptions['progress'],
): Promise<Worked> {
  const cells: DraftCell[] = []; // as many as a form has indicators and a zone has blocks
  for await (const { cell } of reading.cells) cells.push(cell);
  const { errors, synthetic, rows } = reading.report();
  progress?.(rows);
  if (errors > 0) return {};
  const begun = await begin(held, synthetic ? true : null);
  const saved = await saveCells(runtime, held, cells);
  return { ...saved, problems: [...begun, ...(saved.problems ?? [])] };
}

const BATCH = 1_000;

async function takeEnterprises(held: Held, reading: FormReading, progress: ImportOptions['progress']): Promise<Worked> {
  const problems: Problem[] = [];
  try {
    const { saved, problems: found } = await importEnterpriseObservations(
      held.manager,
      held.of,
      batches(reading, progress),
    );
    problems.push(...found.map(enterpriseProblem));
    if (reading.report().errors > 0 || problems.some(isError)) return { problems };
    problems.push(...(await begin(held, reading.report().synthetic ? true : null)));
    return { changed: saved, problems };
  } catch (error) {
    if (error instanceof ImportRefused) return { problems: error.problems.map(enterpriseProblem) };
    throw error;
  }
}

async function* batches(reading: FormReading, progress: ImportOptions['progress']) {
  let batch = [];
  for await (const { cell } of reading.cells) {
    if (cell.enterprise !== null) batch.push(enterpriseCellOf(cell, cell.enterprise));
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
    progress?.(reading.report().rows);
  }
  if (batch.length > 0) yield batch;
  progress?.(reading.report().rows);
}

async function findingsIn(runtime: ZoneRuntime, { manager, form, of }: Held): Promise<ValidationProblem[]> {
  const examined = {
    ...{ form, period: of.period, blocks: await allBlocks(runtime.database) },
    cells: await draftCells(manager, of),
    explanations: await draftExplanations(manager, of),
  };
  return examine(examined, runtime, manager);
}
