/** Cells as people, programs and files give them, read into rows; what could never be submitted is not taken into a draft. Pure. */
import { findIndicator, type Form } from '../../../schema/standard.ts';
import { isObsStatus } from '../exchange/obs-status.ts';
import type { DraftCell } from '../exchange/form-layout.ts';
import type { CellInput as EnterpriseCellInput } from '../enterprises/cells.ts';
import type { WrittenObservation } from '../statistics/store.ts';
import { printWritten, readWritten } from '../statistics/written.ts';
import { cellResults } from '../validation/structure.ts';
import type { ReturnCell, ValidationResult, ValidBlock } from '../validation/types.ts';
import type { Cell } from './store.ts';

/** A cell as the mutation takes it. */
export interface ObservationInput {
  readonly indicator: string;
  readonly block?: string | null;
  readonly enterprise?: string | null;
  readonly value?: string | null;
  readonly unit?: string | null;
  readonly unitMult?: number | null;
  readonly obsStatus?: string | null;
  readonly counterpart?: string | null;
  readonly note?: string | null;
}

/** With what is understood filled in: the indicator's unit, whole units, A with a value and L without. */
export function cellOf(input: ObservationInput): DraftCell {
  const { indicator, value = null } = input;
  return {
    indicator,
    block: input.block ?? null,
    enterprise: input.enterprise ?? null,
    value,
    unit: input.unit ?? findIndicator(indicator)?.unit ?? '',
    unitMult: input.unitMult ?? 0,
    decimals: value === null ? 0 : (readWritten(value)?.decimals ?? 0),
    obsStatus: input.obsStatus ?? (value === null ? 'L' : 'A'),
    counterpart: input.counterpart ?? null,
    note: input.note?.trim() || null,
  };
}

/** A cell of a draft or a revision, for the rules. */
export function returnCell(cell: DraftCell): ReturnCell {
  return { ...cell, obsStatus: isObsStatus(cell.obsStatus) ? cell.obsStatus : 'O' };
}

/** Of a row in the database. */
export function writtenCell({ block, digits, ...cell }: Cell): WrittenObservation {
  const value = digits === null ? null : printWritten({ digits, decimals: cell.decimals });
  return { ...cell, block: block === '' ? null : block, value };
}

export interface AboutReturn {
  readonly zone: string;
  readonly form: Form;
  readonly period: string;
  readonly blocks: readonly ValidBlock[];
}

const MAX_NOTE = 500;

/** What is wrong with these cells themselves, whatever else the return holds. */
export function cellFaults(cells: readonly DraftCell[], about: AboutReturn): ValidationResult[] {
  const tooLong = cells.filter(({ note }) => note !== null && note.length > MAX_NOTE);
  return [
    ...cellResults({ ...about, cells: cells.map(returnCell) }).filter(({ severity }) => severity === 'ERROR'),
    ...tooLong.map((cell) => ({
      ...({ rule: 'NOTE_TOO_LONG', outcome: 'VIOLATED', severity: 'ERROR' } as const),
      ...{ indicator: cell.indicator, block: cell.block, enterprise: cell.enterprise },
      ...{ expected: null, actual: null, tolerance: null, needsExplanation: false },
      message: `附注超过 ${MAX_NOTE} 字 / the note is longer than ${MAX_NOTE} characters`,
    })),
  ];
}

/** As it is kept; the cell has no faults. */
export function rowOf(cell: DraftCell): Cell {
  const { indicator, block, value, unit, unitMult, obsStatus, counterpart, note } = cell;
  return { indicator, block: block ?? '', unit, unitMult, obsStatus, counterpart, note, ...writtenIn(value) };
}

export function enterpriseCellOf(cell: DraftCell, uscc: string): EnterpriseCellInput {
  const { indicator, unit, unitMult, obsStatus, note } = cell;
  return { uscc, indicator, unit, unitMult, obsStatus, note, ...writtenIn(cell.value) };
}

function writtenIn(value: string | null): { digits: bigint | null; decimals: number } {
  return (value === null ? undefined : readWritten(value)) ?? { digits: null, decimals: 0 };
}

/** A nil return: every figure of the whole zone that is not given is stated to be 0. */
export function nilCells(form: Form, given: readonly Pick<Cell, 'block' | 'indicator'>[]): DraftCell[] {
  const has = new Set(given.filter(({ block }) => block === '').map(({ indicator }) => indicator));
  const open = form.indicators.filter((indicator) => !has.has(indicator));
  return open.map((indicator) => cellOf({ indicator, value: '0', note: '零申报 / nil return' }));
}
