/** The tables in the sheets of a file: finds each header, hands on the rows below it, and says what fits nowhere. */
import type { Columns, Header } from './columns.ts';
import { columnLetter, FileFault, type Fault, type FaultCode, type FaultColumn, type FaultList } from './faults.ts';
import type { Row } from './row.ts';

/** Titles and remarks may stand above the header, but not more than so many rows. */
const HEADER_WITHIN = 20;

export interface TableHandler<Key extends string, Item> {
  readonly columns: Columns<Key>;
  /** A row above the header. */
  title?(row: Row): void;
  /** A row below it in which something stands; undefined when nothing can be made of it. */
  item(row: Row, header: Header<Key>): Item | undefined;
}

export interface PlacedItem<Item> {
  readonly sheet: string;
  readonly row: number;
  readonly item: Item;
}

interface OpenSheet<Key extends string> {
  readonly name: string;
  header: Header<Key> | undefined;
  /** Columns without a header in which something was found. */
  readonly stray: Set<number>;
}

export class TableReader<Key extends string, Item> {
  readonly faults: FaultList;
  /** By sheet. */
  readonly headers = new Map<string, Header<Key>>();
  rows = 0;
  items = 0;
  readonly #handler: TableHandler<Key, Item>;
  readonly #withoutHeader: string[] = [];
  #sheet: OpenSheet<Key> | undefined;

  constructor(handler: TableHandler<Key, Item>, faults: FaultList) {
    this.#handler = handler;
    this.faults = faults;
  }

  async *read(rows: AsyncIterable<Row>): AsyncGenerator<PlacedItem<Item>> {
    const source = rows[Symbol.asyncIterator]();
    try {
      for (let row = await this.#next(source); row; row = await this.#next(source)) {
        const item = this.#take(row);
        if (item === undefined) continue;
        this.items += 1;
        yield { sheet: row.sheet, row: row.row, item };
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
      this.faults.add(error.fault);
      return undefined;
    }
  }

  #take(row: Row): Item | undefined {
    this.rows += 1;
    if (row.sheet !== this.#sheet?.name) this.#open(row.sheet);
    const sheet = this.#sheet;
    if (!sheet) return undefined;
    if (sheet.header) return this.#takeItem(row, sheet, sheet.header);
    if (row.row > HEADER_WITHIN) return undefined;
    sheet.header = this.#handler.columns.read(row.row, row.cells);
    if (sheet.header) this.#takeHeader(row, sheet.header);
    else this.#handler.title?.(row);
    return undefined;
  }

  #open(name: string): void {
    this.#close();
    this.#sheet = { name, header: undefined, stray: new Set() };
  }

  #close(): void {
    if (this.#sheet && !this.#sheet.header) this.#withoutHeader.push(this.#sheet.name);
  }

  #takeHeader(row: Row, header: Header<Key>): void {
    const { unknown, doubled } = header;
    this.headers.set(row.sheet, header);
    for (const column of unknown)
      this.#fault('UNKNOWN_COLUMN', row, column, `不认识的列 / unknown column: ${column.header ?? ''}`);
    for (const column of doubled) {
      const message = `此列出现两次 / a column that stands here twice: ${column.header ?? ''}`;
      this.#fault('DUPLICATE_COLUMN', row, column, message);
    }
  }

  #takeItem(row: Row, sheet: OpenSheet<Key>, header: Header<Key>): Item | undefined {
    this.#checkStray(row, sheet, header);
    const stated = [...header.at.values()].some((at) => (row.cells[at] ?? '').trim() !== '' || row.marks.has(at));
    return stated ? this.#handler.item(row, header) : undefined;
  }

  /** What stands beside the table would be left out without a word; said once for each column. */
  #checkStray(row: Row, { stray }: OpenSheet<Key>, { texts }: Header<Key>): void {
    row.cells.forEach((text, at) => {
      if (text.trim() === '' || (texts[at] ?? '') !== '' || stray.has(at)) return;
      stray.add(at);
      const column = { letter: columnLetter(at), header: null };
      const message = '此列没有表头,却有内容 / something stands in a column without a header';
      this.#fault('UNKNOWN_COLUMN', row, column, message);
    });
  }

  #finish(): void {
    this.#close();
    this.#sheet = undefined;
    if (this.faults.listed.some(({ code }) => FILE_CODES.includes(code))) return;
    const message = `前 ${HEADER_WITHIN} 行内没有表头,至少须有 / no header in the first ${HEADER_WITHIN} rows; it needs at least: ${this.#handler.columns.needed}`;
    const hasNone = this.headers.size === 0;
    const severity: Fault['severity'] = hasNone ? 'ERROR' : 'WARNING';
    for (const sheet of hasNone && this.#withoutHeader.length === 0 ? [null] : this.#withoutHeader) {
      this.faults.add({ code: 'NO_HEADER', severity, sheet, row: null, column: null, message });
    }
  }

  #fault(code: FaultCode, { sheet, row }: Row, column: FaultColumn | null, message: string): void {
    this.faults.add({ code, severity: 'ERROR', sheet, row, column, message });
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
