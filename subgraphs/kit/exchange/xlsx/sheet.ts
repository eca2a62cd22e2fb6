/** The rows of one sheet, as far as anything stands in them. */
import { FileFault } from '../faults.ts';
import type { Limits } from '../limits.ts';
import { NO_MARKS, type CellMark, type Row } from '../row.ts';
import type { Archive } from './archive.ts';
import { GENERAL, type NumberFormat } from './formats.ts';
import { shownNumber, type Shown } from './numbers.ts';
import { StringItem } from './shared-strings.ts';
import type { Sheet } from './workbook.ts';
import { parsing, unescaped, type Attributes, type XmlEvents } from './xml.ts';

export interface Surroundings {
  readonly limits: Limits;
  readonly sharedStrings: readonly string[];
  readonly formats: readonly NumberFormat[];
  readonly from1904: boolean;
}

export async function* rowsOf(archive: Archive, sheet: Sheet, surroundings: Surroundings): AsyncGenerator<Row> {
  const reader = new SheetReader(sheet.name, surroundings);
  const pieces = parsing(archive.text(sheet.part), reader);
  try {
    while ((await pieces.next()).done !== true) yield* reader.take();
  } finally {
    await pieces.return(undefined);
  }
}

class SheetReader implements XmlEvents {
  readonly #sheet: string;
  readonly #surroundings: Surroundings;
  #ready: Row[] = [];
  #row = 0;
  #column = -1;
  #cells = new Map<number, Shown>();
  #type = 'n';
  #style = 0;
  #value = '';
  #inValue = false;
  #hasFormula = false;
  readonly #inline = new StringItem();

  constructor(sheet: string, surroundings: Surroundings) {
    this.#sheet = sheet;
    this.#surroundings = surroundings;
  }

  take(): Row[] {
    const ready = this.#ready;
    this.#ready = [];
    return ready;
  }

  open(name: string, attributes: Attributes): void {
    if (name === 'row') {
      this.#row = Number(attributes.get('r') ?? this.#row + 1); // a place that is not written is the next one
      this.#column = -1;
      this.#cells = new Map();
    } else if (name === 'c') {
      this.#column = columnOf(attributes.get('r')) ?? this.#column + 1;
      this.#type = attributes.get('t') ?? 'n';
      this.#style = Number(attributes.get('s') ?? 0);
      this.#value = '';
      this.#hasFormula = false;
      this.#inline.clear();
    } else if (name === 'v') this.#inValue = true;
    else if (name === 'f') this.#hasFormula = true;
    else this.#inline.open(name);
  }

  text(piece: string): void {
    if (this.#inValue) this.#value += piece;
    else this.#inline.add(piece);
    const { cellCharacters } = this.#surroundings.limits;
    if (Math.max(this.#value.length, this.#inline.value.length) > cellCharacters * LONGEST_ESCAPE) {
      this.#tooLarge('TOO_LARGE', `单元格超过 ${cellCharacters} 字 / a cell of more than ${cellCharacters} characters`);
    }
  }

  close(name: string): void {
    if (name === 'v') this.#inValue = false;
    else if (name === 'c') this.#closeCell();
    else if (name === 'row') this.#closeRow();
    else this.#inline.close(name);
  }

  #closeCell(): void {
    const shown = this.#shown();
    if (shown.text === '' && shown.mark === undefined) return;
    const { columns, rows } = this.#surroundings.limits;
    if (this.#row > rows) this.#tooLarge('TOO_MANY_ROWS', `超过 ${rows} 行 / more than ${rows} rows`);
    if (this.#column >= columns) this.#tooLarge('TOO_LARGE', `超过 ${columns} 列 / more than ${columns} columns`);
    this.#cells.set(this.#column, shown);
  }

  #shown(): Shown {
    const { sharedStrings, formats, from1904 } = this.#surroundings;
    if (this.#hasFormula && this.#value === '' && this.#type !== 'str') return { text: '', mark: 'NOT_CALCULATED' };
    switch (this.#type) {
      case 's':
        return { text: this.#value === '' ? '' : (sharedStrings[Number(this.#value)] ?? '') };
      case 'inlineStr':
        return { text: unescaped(this.#inline.value) };
      case 'str':
        return { text: unescaped(this.#value) };
      case 'b':
        return { text: this.#value === '1' ? 'TRUE' : 'FALSE' };
      case 'e':
        return { text: this.#value, mark: 'ERROR' };
      case 'd':
        return { text: this.#value, mark: 'DATE' };
      default:
        return this.#value === '' ? { text: '' } : shownNumber(this.#value, formats[this.#style] ?? GENERAL, from1904);
    }
  }

  #closeRow(): void {
    if ([...this.#cells.values()].every(({ text, mark }) => text.trim() === '' && mark === undefined)) return;
    const last = Math.max(...this.#cells.keys());
    const cells = Array.from({ length: last + 1 }, (_, at) => this.#cells.get(at)?.text ?? '');
    const marks = [...this.#cells].flatMap(([at, { mark }]): [number, CellMark][] => (mark ? [[at, mark]] : []));
    this.#ready.push({
      sheet: this.#sheet,
      row: this.#row,
      cells,
      marks: marks.length === 0 ? NO_MARKS : new Map(marks),
    });
  }

  #tooLarge(code: 'TOO_LARGE' | 'TOO_MANY_ROWS', message: string): never {
    throw new FileFault(code, message, { sheet: this.#sheet, row: this.#row });
  }
}

/** A character may be written as seven: _x000D_. */
const LONGEST_ESCAPE = 7;

/** "AB12" -> 27. */
function columnOf(reference: string | undefined): number | undefined {
  const letters = /^[A-Z]{1,3}/.exec(reference ?? '')?.[0];
  return letters === undefined
    ? undefined
    : Array.from(letters).reduce((at, letter) => at * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}
