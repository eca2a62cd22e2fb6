/** A file into the draft: CSV or XLSX, all of it or nothing. A dry run does everything, and then undoes it. */
import { createHash } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import type { DraftRuntime } from '../context.ts';
import type { DraftCell } from '../exchange/form-layout.ts';
import { FileFault } from '../exchange/faults.ts';
import { readForm, type FormReading } from '../exchange/form-sheet.ts';
import { allBlocks } from '../territory/store.ts';
import { act, formAsked, type ActionInput, type ActionOutcome, type Held, type Worked } from './action.ts';
import { enterpriseCellOf } from './cells.ts';
import { changesIn, type CellChange } from './changes.ts';
import { areMadeUp, writeEnterpriseCells } from './enterprise-cells.ts';
import { examine } from './findings.ts';
import { layoutOf } from './form-file.ts';
import { placed } from './placed.ts';
import { fileProblem, isError, type Problem, type ValidationProblem } from './problems.ts';
import { begin, holdsAnything, saveCells } from './save.ts';
import { draftCells, draftExplanations, returnVersion, type ReturnOf } from './store.ts';

export interface ImportInput extends ActionInput {
  /** The file, base64. */
  readonly file: string;
  readonly dryRun: boolean;
}

/** What is no base64 is told as a fault of the file: an error's own words do not pass the gateway. Errors: those of every action. */
export function importReturn(runtime: DraftRuntime, { file, ...input }: ImportInput): Promise<ActionOutcome> {
  const base64 = file.replaceAll(/\s+/g, '');
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(base64) || base64.length % 4 !== 0) {
    const sha256 = createHash('sha256').update(file).digest('hex');
    return importFile(runtime, input, { sha256, open: noBase64 });
  }
  const bytes = Buffer.from(base64, 'base64');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return importFile(runtime, input, { sha256, open: () => chunksOf(bytes) });
}

// eslint-disable-next-line @typescript-eslint/require-await, require-yield -- there is nothing to be read
async function* noBase64(): AsyncGenerator<Uint8Array> {
  throw new FileFault('FILE_ENCODING', 'file 应为文件内容的 base64 编码 / must be the base64 of the file');
}

// eslint-disable-next-line @typescript-eslint/require-await -- a file is read piece by piece, wherever it comes from
async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** A file that can be opened anew whenever the work has to be done again. */
export interface FileSource {
  readonly sha256: string;
  readonly name?: string;
  open(): AsyncIterable<Uint8Array>;
}

export interface ImportOptions {
  /** Told from time to time how many rows have been read. */
  readonly progress?: (rows: number) => void;
  /** Told all that is wrong with the file, however long the list: an answer has no room for it. */
  readonly found?: (problems: readonly Problem[]) => void;
  /** Told by a dry run which cells would be changed, a batch at a time, for as long as it answers true. */
  readonly changes?: (changes: readonly CellChange[]) => boolean;
  /** False: a dry run says nothing of what validation would find, and keeps others from writing for a shorter time. */
  readonly validate?: boolean;
}

export async function importFile(
  runtime: DraftRuntime,
  { dryRun, ...input }: Omit<ImportInput, 'file'>,
  file: FileSource,
  { progress = () => undefined, found, changes, validate = true }: ImportOptions = {},
): Promise<ActionOutcome> {
  const asked = { ...input, dryRun, sha256: file.sha256 };
  const outcome = await act(runtime, 'importReturn', 'SAVE', asked, async (held) => {
    const layout = layoutOf(held.form, held.of.period, runtime.zone, await allBlocks(runtime.database));
    const reading = readForm(file.open(), layout, { name: file.name, ...(found && { maxFaults: Infinity }) });
    const { problems: others = [], ...worked } = await takeOver(runtime, held, reading, { progress, changes });
    const { faults, errors, warnings, rows, cells } = reading.report();
    const problems = [...faults.map(fileProblem), ...others];
    found?.(problems);
    const counts = {
      errors: errors + others.filter(isError).length,
      warnings: warnings + others.filter(({ severity }) => severity === 'WARNING').length,
    };
    // By a dry run the draft is only now as it would be; otherwise others need not wait until it is examined.
    const findings =
      dryRun && validate && !problems.some(isError) ? await findingsIn(runtime, held.manager, held.of) : [];
    return {
      ...worked,
      problems,
      file: { dryRun, rows, cells, ...counts, findings },
      idle: dryRun || worked.idle === true,
    };
  });
  const read = outcome.file ?? { dryRun, rows: 0, cells: 0, errors: 0, warnings: 0, findings: [] };
  if (dryRun || !outcome.done) return { ...outcome, file: read, done: false };
  return { ...outcome, file: { ...read, findings: await findingsOf(runtime, outcome) } };
}

type Told = Required<Pick<ImportOptions, 'progress'>> & { readonly changes: ImportOptions['changes'] | undefined };

/** What is written of a file is undone again when there is an error in it. */
async function takeOver(runtime: DraftRuntime, held: Held, reading: FormReading, told: Told): Promise<Worked> {
  const { problems = [], ...worked } = held.form.levels.includes('ENTERPRISE')
    ? await takeEnterprises(held, reading, told)
    : await takeCells(runtime, held, reading, told);
  return { ...worked, problems: problems.map((each) => placed(each, reading, held.form)) };
}

async function takeCells(runtime: DraftRuntime, held: Held, reading: FormReading, told: Told): Promise<Worked> {
  const cells: DraftCell[] = []; // as many as a form has indicators and a zone has blocks
  for await (const { item: cell } of reading.cells) cells.push(cell);
  const { errors, synthetic, rows } = reading.report();
  told.progress(rows);
  const begun = errors > 0 ? [] : await begin(held, synthetic ? true : null);
  told.changes?.(await changesIn(held.manager, held.of, cells));
  const saved = await saveCells(runtime, held, cells);
  return { ...saved, problems: [...begun, ...(saved.problems ?? [])] };
}

async function takeEnterprises(held: Held, reading: FormReading, told: Told): Promise<Worked> {
  const holds = await holdsAnything(held);
  const usccs = new Set<string>();
  const given = batches(held, reading, told, usccs);
  const { changed, problems } = await writeEnterpriseCells(held.manager, held.of, given);
  if (reading.report().errors > 0 || problems.some(isError)) return { problems };
  const madeUp = reading.report().synthetic || (await areMadeUp(held.manager, usccs));
  const begun = await begin(held, madeUp ? true : null, holds);
  return { changed, problems: [...problems, ...begun], idle: changed === 0 && held.known.state === 'DRAFT' };
}

const BATCH = 1_000;

/** `usccs` is told whose figures there are. */
async function* batches({ manager, of }: Held, reading: FormReading, { progress, changes }: Told, usccs: Set<string>) {
  let isAsked = changes !== undefined;
  const written = async (cells: readonly DraftCell[]) => {
    if (isAsked) isAsked = changes?.(await changesIn(manager, of, cells)) ?? false;
    progress(reading.report().rows);
    return cells.flatMap((cell) => (cell.enterprise === null ? [] : [enterpriseCellOf(cell, cell.enterprise)]));
  };
  let batch: DraftCell[] = [];
  for await (const { item: cell } of reading.cells) {
    if (cell.enterprise !== null) usccs.add(cell.enterprise);
    batch.push(cell);
    if (batch.length < BATCH) continue;
    yield await written(batch);
    batch = [];
  }
  yield await written(batch);
}

/** Of the draft as the import left it; of one that has been changed since nothing can be said. */
async function findingsOf(runtime: DraftRuntime, { version, ...of }: ActionOutcome): Promise<ValidationProblem[]> {
  return (await returnVersion(runtime.database, of)) === version ? findingsIn(runtime, runtime.database, of) : [];
}

async function findingsIn(
  runtime: DraftRuntime,
  reading: DataSource | EntityManager,
  { form, period }: ReturnOf,
): Promise<ValidationProblem[]> {
  const of = { form, period };
  const examined = {
    ...{ form: formAsked(of), period, blocks: await allBlocks(runtime.database) },
    cells: await draftCells(reading, of),
    explanations: await draftExplanations(reading, of),
  };
  return examine(examined, runtime, reading);
}
