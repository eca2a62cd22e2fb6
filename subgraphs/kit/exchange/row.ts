/** A row of a file, whatever kind of file it is. */

/** What is odd about a cell that its text does not show. */
export type CellMark =
  /** Excel shows an error (#REF! …). */
  | 'ERROR'
  /** A date; its text is in ISO form. */
  | 'DATE'
  /** A formula that was never calculated. */
  | 'NOT_CALCULATED'
  /** A number of more than 15 digits before the point: Excel keeps 15. */
  | 'LONG_NUMBER'
  /** "1,234" in a file separated by semicolons, where the comma may be the decimal one. */
  | 'AMBIGUOUS_COMMA';

export interface Row {
  readonly sheet: string;
  /** From 1, as Excel numbers it. */
  readonly row: number;
  /** From column A on; '' is an empty cell. */
  readonly cells: readonly string[];
  /** By place in `cells`; cells with nothing odd about them are not in it. */
  readonly marks: ReadonlyMap<number, CellMark>;
}

export const NO_MARKS: ReadonlyMap<number, CellMark> = new Map();
