/** What is wrong in a file, said so that whoever filled it in finds the cell: sheet, row and column as Excel shows them. */

export type FaultCode =
  // of the file
  | 'FILE_EMPTY'
  | 'FILE_KIND'
  | 'FILE_DAMAGED'
  | 'FILE_ENCODING'
  | 'CSV_SYNTAX'
  | 'TOO_LARGE'
  | 'TOO_MANY_ROWS'
  // of a sheet
  | 'NO_HEADER'
  | 'UNKNOWN_COLUMN'
  | 'DUPLICATE_COLUMN'
  | 'OTHER_FORM'
  // of a cell
  | 'CELL_ERROR'
  | 'CELL_NOT_CALCULATED'
  | 'CELL_IS_DATE'
  | 'DIGITS_LOST'
  | 'NOT_A_NUMBER'
  | 'AMBIGUOUS_NUMBER'
  | 'MISSING_INDICATOR'
  | 'UNKNOWN_INDICATOR'
  | 'NAME_DIFFERS'
  | 'UNKNOWN_BLOCK'
  | 'LEVEL_NOT_IN_FORM'
  | 'UNKNOWN_UNIT'
  | 'UNIT_DIFFERS'
  | 'INVALID_UNIT_MULT'
  | 'UNKNOWN_STATUS'
  | 'STATUS_CONTRADICTS_VALUE'
  | 'UNKNOWN_COUNTERPART'
  | 'TEXT_TOO_LONG'
  | 'DUPLICATE_CELL'
  | 'DUPLICATE_ENTRY';

export type Severity = 'ERROR' | 'WARNING';

export interface FaultColumn {
  /** A, B … as Excel names it. */
  readonly letter: string;
  /** What its header says; null for a column without one, or above the header. */
  readonly header: string | null;
}

export interface FaultPlace {
  /** Null: the file as a whole. */
  readonly sheet: string | null;
  readonly row: number | null;
  readonly column: FaultColumn | null;
}

export interface Fault extends FaultPlace {
  readonly code: FaultCode;
  readonly severity: Severity;
  /** In Chinese and English, with what to do. */
  readonly message: string;
}

/** Where a fault of the whole file is: nowhere in particular. */
const NOWHERE = { sheet: null, row: null, column: null };

/** A file that cannot be read on: thrown while its rows are read. */
export class FileFault extends Error {
  readonly fault: Fault;

  constructor(code: FaultCode, message: string, at: Partial<FaultPlace> = {}) {
    super(message);
    this.name = 'FileFault';
    this.fault = { code, severity: 'ERROR', ...NOWHERE, ...at, message };
  }
}

/** Excel's name of a column; 0 is A, 26 is AA. */
export function columnLetter(at: number): string {
  const last = String.fromCharCode(65 + (at % 26));
  return at < 26 ? last : columnLetter(Math.floor(at / 26) - 1) + last;
}

/** Keeps the first faults and counts the rest: a list that nobody can read to its end helps nobody. */
export class FaultList {
  readonly listed: Fault[] = [];
  readonly counts = { ERROR: 0, WARNING: 0 };
  readonly #cap: number;

  constructor(cap: number) {
    this.#cap = cap;
  }

  add(fault: Fault): void {
    this.counts[fault.severity] += 1;
    if (this.listed.length < this.#cap) return void this.listed.push(fault);
    // an error that blocks is worth more than a warning that was found before it
    const weaker = fault.severity === 'ERROR' ? this.listed.findLastIndex((each) => each.severity === 'WARNING') : -1;
    if (weaker !== -1) this.listed.splice(weaker, 1, fault);
  }

  /** How many more there were than are listed. */
  get more(): number {
    return this.counts.ERROR + this.counts.WARNING - this.listed.length;
  }
}
