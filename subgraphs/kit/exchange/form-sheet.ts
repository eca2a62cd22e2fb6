/** A filled-in form: the cells that its sheets state, and all that is wrong with them, not only the first fault. */
import { FORM_COLUMNS, type ColumnKey, type Header } from './columns.ts';
import { columnLetter, FaultList, type Fault, type FaultCode, type FaultColumn, type FaultPlace } from './faults.ts';
import { isMarkedSynthetic, readIdentity, type DraftCell, type FormLayout } from './form-layout.ts';
import { keyOf, readFormRow } from './form-row.ts';
import { LIMITS, type Limits } from './limits.ts';
import type { Row } from './row.ts';
import { readRows } from './rows.ts';
import { TableReader, type PlacedItem, type TableHandler } from './table.ts';
import { FormVocabulary } from './vocabulary.ts';

const MAX_FAULTS = 500;

export interface FormReport {
  readonly faults: readonly Fault[];
  /** How many faults there are beyond those listed. */
  readonly more: number;
  readonly errors: number;
  readonly warnings: number;
  /** Rows read so far, titles included. */
  readonly rows: number;
  readonly cells: number;
  /** The file says, above its header or of any of its cells, that its figures are made up. */
  readonly synthetic: boolean;
}

export interface FormReading {
  /** Cells without an error, in the order of the file. To be read once, to the end; it does not throw for what is wrong in the file. */
  readonly cells: AsyncIterable<PlacedItem<DraftCell>>;
  /** Where a cell that was read stands, and the column that says this of it; undefined for one that the file does not hold. */
  placeOf(cell: CellName, column: ColumnKey): FaultPlace | undefined;
  /** As far as has been read; complete when `cells` has come to its end. Nothing may be taken over while it has errors. */
  report(): FormReport;
}

export type CellName = Pick<DraftCell, 'indicator' | 'block' | 'enterprise'>;

export interface ReadOptions {
  readonly limits?: Limits;
  readonly maxFaults?: number;
  /** Of the file, where it has one. */
  readonly name?: string | undefined;
}

/** Reads a file, whatever its kind, as an answer to the form. */
export function readForm(file: AsyncIterable<Uint8Array>, layout: FormLayout, options: ReadOptions = {}): FormReading {
  return readFormRows(readRows(file, options.limits ?? LIMITS, options.name), layout, options);
}

export function readFormRows(rows: AsyncIterable<Row>, layout: FormLayout, options: ReadOptions = {}): FormReading {
  const faults = new FaultList(options.maxFaults ?? MAX_FAULTS);
  const sheet = new FormSheet(layout, faults);
  const table = new TableReader(sheet, faults);
  return {
    cells: table.read(rows),
    placeOf: (cell, column) => sheet.placeOf(cell, column, table.headers),
    report: () => {
      const { listed, more, counts } = faults;
      const found = { faults: [...listed], more, errors: counts.ERROR, warnings: counts.WARNING };
      return { ...found, rows: table.rows, cells: table.items, synthetic: sheet.synthetic };
    },
  };
}

class FormSheet implements TableHandler<ColumnKey, DraftCell> {
  readonly columns = FORM_COLUMNS;
  synthetic = false;
  readonly #layout: FormLayout;
  readonly #vocabulary: FormVocabulary;
  readonly #faults: FaultList;
  readonly #seen = new Map<string, { sheet: string; row: number }>();

  constructor(layout: FormLayout, faults: FaultList) {
    this.#layout = layout;
    this.#vocabulary = new FormVocabulary(layout);
    this.#faults = faults;
  }

  title(row: Row): void {
    row.cells.forEach((text, at) => {
      if (isMarkedSynthetic(text)) this.synthetic = true;
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

  item(row: Row, header: Header): DraftCell | undefined {
    const { cell, key, faults } = readFormRow(row, header, this.#vocabulary);
    for (const fault of faults) this.#faults.add(fault);
    if (cell?.note && isMarkedSynthetic(cell.note)) this.synthetic = true; // titles are easily left away
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

  placeOf(cell: CellName, key: ColumnKey, headers: ReadonlyMap<string, Header>): FaultPlace | undefined {
    const place = this.#seen.get(keyOf(cell));
    const header = place && headers.get(place.sheet);
    const at = header?.at.get(key);
    if (!place) return undefined;
    return {
      ...place,
      column: at === undefined ? null : { letter: columnLetter(at), header: header?.texts[at] ?? null },
    };
  }

  #fault(code: FaultCode, { sheet, row }: Row, column: FaultColumn | null, message: string): void {
    this.#faults.add({ code, severity: 'ERROR', sheet, row, column, message });
  }
}
