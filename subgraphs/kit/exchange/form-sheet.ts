/** A filled-in form: the cells that its sheets state, and all that is wrong with them, not only the first fault. */
import { headerOf, readHeader, type ColumnKey, type Header } from './columns.ts';
import {
  columnLetter,
  FaultList,
  FileFault,
  type Fault,
  type FaultCode,
  type FaultColumn,
  type FaultPlace,
  type Severity,
} from './faults.ts';
import { isMarkedSynthetic, readIdentity, type DraftCell, type FormLayout } from './form-layout.ts';
import { keyOf, readFormRow } from './form-row.ts';
import { LIMITS, type Limits } from './limits.ts';
import type { Row } from './row.ts';
import { readRows } from './rows.ts';
import { FormVocabulary } from './vocabulary.ts';

/** Titles and remarks may stand above the header, but not more than so many rows. */
const HEADER_WITHIN = 20;
const MAX_FAULTS = 500;

export interface PlacedCell {
  readonly sheet: string;
  readonly row: number;
  readonly cell: DraftCell;
}

export interface FormReport {
  readonly faults: readonly Fault[];
  /** How many faults there are beyond those listed. */
  readonly more: number;
  readonly errors: number;
  readonly warnings: number;
  /** Rows read so far, titles included. */
  readonly rows: number;
  readonly cells: number;
  /** The file says of itself that its figures are made up. */
  readonly synthetic: boolean;
}

export interface FormReading {
  /** Cells without an error, in the order of the file. To be read once, to the end; it does not throw for what is wrong in the file. */
  readonly cells: AsyncIterable<PlacedCell>;
  /** Where a cell that was read stands, and the column that says this of it; undefined for one that the file does not hold. */
  placeOf(cell: CellName, column: ColumnKey): FaultPlace | undefined;
  /** As far as has been read; complete when `cells` has come to its end. Nothing may be taken over while it has errors. */
  report(): FormReport;
}

export type CellName = Pick<DraftCell, 'indicator' | 'block' | 'enterprise'>;

export interface ReadOptions {
  readonly limits?: Limits;
  readonly maxFaults?: number;
}

/** Reads a file, whatever its kind, as an answer to the form. */
export function readForm(file: AsyncIterable<Uint8Array>, layout: FormLayout, options: ReadOptions = {}): FormReading {
  return readFormRows(readRows(file, options.limits ?? LIMITS), layout, options);
}

export function readFormRows(rows: AsyncIterable<Row>, layout: FormLayout, options: ReadOptions = {}): FormReading {
  const reader = new FormReader(layout, options.maxFaults ?? MAX_FAULTS);
  return {
    cells: reader.read(rows),
    placeOf: (cell, column) => reader.placeOf(cell, column),
    report: () => reader.report(),
  };
}

interface OpenSheet {
  readonly name: string;
  header: Header | undefined;
  /** Columns without a header in which something was found. */
  readonly stray: Set<number>;
}

class FormReader {
  readonly #layout: FormLayout;
  readonly #vocabulary: FormVocabulary;
  readonly #faults: FaultList;
  readonly #seen = new Map<string, { sheet: string; row: number }>();
  readonly #withoutHeader: string[] = [];
  #sheet: OpenSheet | undefined;
  readonly #headers = new Map<string, Header>();
  #rows = 0;
  #cells = 0;
  #synthetic = false;

  constructor(layout: FormLayout, maxFaults: number) {
    this.#layout = layout;
    this.#vocabulary = new FormVocabulary(layout);
    this.#faults = new FaultList(maxFaults);
  }

  report(): FormReport {
    const { listed, more, counts } = this.#faults;
    const found = { faults: [...listed], more, errors: counts.ERROR, warnings: counts.WARNING };
    return { ...found, rows: this.#rows, cells: this.#cells, synthetic: this.#synthetic };
  }

  placeOf(cell: CellName, key: ColumnKey): FaultPlace | undefined {
    const place = this.#seen.get(keyOf(cell));
    const header = place && this.#headers.get(place.sheet);
    const at = header?.at.get(key);
    if (!place) return undefined;
    return {
      ...place,
      column: at === undefined ? null : { letter: columnLetter(at), header: header?.texts[at] ?? null },
    };
  }

  async *read(rows: AsyncIterable<Row>): AsyncGenerator<PlacedCell> {
    const source = rows[Symbol.asyncIterator]();
    try {
      for (let row = await this.#next(source); row; row = await this.#next(source)) {
        const cell = this.#take(row);
        if (!cell) continue;
        this.#cells += 1;
        yield { sheet: row.sheet, row: row.row, cell };
      }
    } finally {
      await source.return?.();
    }
    this.#finish();
  }

  /** A fault of the file ends it; any other failure is the process's own. */
  async #next(source: AsyncIterator<Row>): Promise<Row | undefined> {
    try {
      const next = await source.next();
      return next.done === true ? undefined : next.value;
    } catch (error) {
      if (!(error instanceof FileFault)) throw error;
      this.#faults.add(error.fault);
      return undefined;
    }
  }

  #take(row: Row): DraftCell | undefined {
    this.#rows += 1;
    if (row.sheet !== this.#sheet?.name) this.#open(row.sheet);
    const sheet = this.#sheet;
    if (!sheet) return undefined;
    if (sheet.header) return this.#takeCells(row, sheet, sheet.header);
    if (row.row > HEADER_WITHIN) return undefined;
    sheet.header = readHeader(row.row, row.cells);
    if (sheet.header) this.#takeHeader(row, sheet.header);
    else this.#takeTitle(row);
    return undefined;
  }

  #open(name: string): void {
    this.#close();
    this.#sheet = { name, header: undefined, stray: new Set() };
  }

  #close(): void {
    if (this.#sheet && !this.#sheet.header) this.#withoutHeader.push(this.#sheet.name);
  }

  #takeHeader(row: Row, header: Header): void {
    const { unknown, doubled } = header;
    this.#headers.set(row.sheet, header);
    for (const column of unknown)
      this.#fault('UNKNOWN_COLUMN', row, column, `不认识的列 / unknown column: ${column.header ?? ''}`);
    for (const column of doubled)
      this.#fault(
        'DUPLICATE_COLUMN',
        row,
        column,
        `此列出现两次 / a column that stands here twice: ${column.header ?? ''}`,
      );
  }

  #takeTitle(row: Row): void {
    row.cells.forEach((text, at) => {
      if (isMarkedSynthetic(text)) this.#synthetic = true;
      const { code: form, period, zone } = this.#layout;
      const expected = { form, period, zone };
      for (const [key, stated] of readIdentity(text)) {
        if (stated === expected[key]) continue;
        const column = { letter: columnLetter(at), header: null };
        this.#fault(
          'OTHER_FORM',
          row,
          column,
          `此文件是 ${key} ${stated} 的,不是 ${expected[key]} 的 / this file is for ${key} ${stated}, not ${expected[key]}`,
        );
      }
    });
  }

  #takeCells(row: Row, sheet: OpenSheet, header: Header): DraftCell | undefined {
    this.#checkStray(row, sheet, header);
    const stated = [...header.at.values()].some((at) => (row.cells[at] ?? '').trim() !== '' || row.marks.has(at));
    if (!stated) return undefined;
    const { cell, key, faults } = readFormRow(row, header, this.#vocabulary);
    for (const fault of faults) this.#faults.add(fault);
    const first = key === undefined ? undefined : this.#seen.get(key);
    if (first) {
      const where = first.sheet === row.sheet ? '' : `${first.sheet} `;
      const again = `与${where}第 ${first.row} 行是同一格 / the same cell as in ${where}row ${first.row}`;
      this.#fault('DUPLICATE_CELL', row, null, again);
      return undefined;
    }
    if (key !== undefined) this.#seen.set(key, { sheet: row.sheet, row: row.row });
    return cell;
  }

  /** What stands beside the table would be left out without a word; said once for each column. */
  #checkStray(row: Row, { stray }: OpenSheet, { texts }: Header): void {
    row.cells.forEach((text, at) => {
      if (text.trim() === '' || (texts[at] ?? '') !== '' || stray.has(at)) return;
      stray.add(at);
      const column = { letter: columnLetter(at), header: null };
      this.#fault(
        'UNKNOWN_COLUMN',
        row,
        column,
        '此列没有表头,却有内容 / something stands in a column without a header',
      );
    });
  }

  #finish(): void {
    this.#close();
    this.#sheet = undefined;
    if (this.#faults.listed.some(({ code }) => FILE_CODES.includes(code))) return;
    const needed = `${headerOf('indicator')}, ${headerOf('value')}`;
    const message = `前 ${HEADER_WITHIN} 行内没有表头,至少须有 / no header in the first ${HEADER_WITHIN} rows; it needs at least: ${needed}`;
    const hasNone = this.#headers.size === 0;
    const severity: Severity = hasNone ? 'ERROR' : 'WARNING';
    for (const sheet of hasNone && this.#withoutHeader.length === 0 ? [null] : this.#withoutHeader) {
      this.#faults.add({ code: 'NO_HEADER', severity, sheet, row: null, column: null, message });
    }
  }

  #fault(code: FaultCode, { sheet, row }: Row, column: FaultColumn | null, message: string): void {
    this.#faults.add({ code, severity: 'ERROR', sheet, row, column, message });
  }
}

/** After these the rest of the file was not seen, so nothing can be said of what it lacks. */
const FILE_CODES: readonly FaultCode[] = [
  'FILE_EMPTY',
  'FILE_KIND',
  'FILE_DAMAGED',
  'FILE_ENCODING',
  'CSV_SYNTAX',
  'TOO_LARGE',
  'TOO_MANY_ROWS',
];
