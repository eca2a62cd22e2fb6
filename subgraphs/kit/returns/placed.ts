/** Where in a file stands what is wrong with a cell of it. */
import type { Form } from '../../../schema/standard.ts';
import type { ColumnKey } from '../exchange/columns.ts';
import type { FormReading } from '../exchange/form-sheet.ts';
import type { Problem, ValidationProblem } from './problems.ts';

/** The column that says what is wrong; everything else is about the value. */
const COLUMNS: Readonly<Record<string, ColumnKey>> = {
  INDICATOR_NOT_ASKED: 'indicator',
  INDICATOR_NOT_IN_FORM: 'indicator',
  UNKNOWN_BLOCK: 'block',
  USCC_FORMAT: 'enterprise',
  NOT_REGISTERED: 'enterprise',
  NOT_IN_THE_ZONE: 'enterprise',
  TWICE_IN_BATCH: 'enterprise',
  UNIT_MISMATCH: 'unit',
  STATUS_CONTRADICTS: 'obsStatus',
  COUNTERPART: 'counterpart',
  NOTE_TOO_LONG: 'note',
  TOO_LONG: 'note',
};

/** A problem of a cell as one of the file; what is of no cell in it stays what it is. */
export function placed(found: Problem, reading: FormReading, form: Form): Problem {
  const place = found.__typename === 'ValidationProblem' ? placeOf(found, reading, form) : undefined;
  if (!place) return found;
  const { code, severity, message } = found;
  const { sheet, row, column } = place;
  const at = { sheet, row, column: column?.letter ?? null, header: column?.header ?? null };
  return { __typename: 'FileProblem', code, severity, message, ...at };
}

/** Of an enterprise as a whole: its first row. */
function placeOf({ code, block, enterprise, ...about }: ValidationProblem, reading: FormReading, form: Form) {
  const column = COLUMNS[code] ?? 'value';
  const indicators = about.indicator === null ? form.indicators : [about.indicator];
  const places = indicators.flatMap((indicator) => reading.placeOf({ indicator, block, enterprise }, column) ?? []);
  return places.toSorted((a, b) => (a.row ?? 0) - (b.row ?? 0))[0];
}
