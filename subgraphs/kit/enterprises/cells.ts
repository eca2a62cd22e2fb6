/** Reads enterprises' cells of one form and period against the standard. Pure. */
import { findForm, hasPeriod } from '../../../schema/forms.ts';
import { SUMMABLE, findIndicator, type Form, type Indicator } from '../../../schema/standard.ts';
import { mayStandWithNumber, mayStandWithoutNumber } from '../exchange/obs-status.ts';
import { amountOf } from './amount.ts';
import type { EnterpriseObservationRow } from './entities.ts';
import { problemOf, type EnterpriseProblem, type ProblemCode } from './problems.ts';
import { readUscc } from './uscc.ts';

/** A cell as it is given: digits / 10^decimals × 10^unitMult in `unit`. */
export type CellInput = Omit<EnterpriseObservationRow, 'form' | 'period' | 'amount'>;
export type EnterpriseCell = Omit<EnterpriseObservationRow, 'form' | 'period'>;

export interface ReadCells {
  readonly cells: readonly EnterpriseCell[];
  readonly problems: readonly EnterpriseProblem[];
}

/** The form, when it asks enterprises for such a period; otherwise what is wrong. */
export function readQuestion(form: string, period: string): Form | EnterpriseProblem {
  const found = findForm(form);
  if (!found?.levels.includes('ENTERPRISE')) {
    return problemOf('FORM_UNKNOWN', null, 'form', `${form} 不是企业报表 / is no form that enterprises fill in`);
  }
  if (hasPeriod(found, period)) return found;
  return problemOf('PERIOD_NOT_OF_FORM', null, 'period', `${form} 没有时期 ${period} / has no period ${period}`);
}

/** `seen` knows the cells of earlier batches of the same file. */
export function readCells(form: Form, given: readonly CellInput[], seen = new Set<string>()): ReadCells {
  const problems: EnterpriseProblem[] = [];
  const cells: EnterpriseCell[] = [];
  for (const cell of given) {
    const read = readUscc(cell.uscc);
    const add = (code: ProblemCode, message: string): void =>
      void problems.push(problemOf(code, cell.uscc, cell.indicator, message));
    if (!read) {
      add('USCC_FORMAT', '不是 18 位统一社会信用代码 / not a unified social credit code of 18 characters');
      continue;
    }
    const amount = amountOf({ ...cell, digits: cell.digits ?? 0n }); // without a value too: decimals and multiplier are kept
    const faults = [...cellFaults(form, cell), ...(amount === undefined ? [NOT_EXACT] : [])];
    for (const [code, message] of faults) add(code, message);
    const key = `${read.code} ${cell.indicator}`;
    if (seen.has(key)) add('TWICE_IN_BATCH', '同一单元格出现两次 / the same cell is given twice');
    seen.add(key);
    if (amount === undefined) continue;
    cells.push({ ...cell, uscc: read.code, amount: cell.digits === null ? null : amount });
  }
  return { cells, problems };
}

type Fault = readonly [ProblemCode, string];

const NOT_EXACT: Fault = [
  'NOT_EXACT',
  '不能精确汇总:小于百万分之一单位,或超出 9.2 万亿 / cannot be added up exactly: finer than a millionth of the unit, or beyond 9.2 × 10^12',
];

function cellFaults(form: Form, cell: CellInput): Fault[] {
  const faults: Fault[] = [];
  const indicator = summed(form, cell.indicator);
  if (!indicator) {
    faults.push(['INDICATOR_NOT_IN_FORM', `${form.name}没有此项 / ${form.nameEn} does not ask for it`]);
  } else if (cell.unit !== indicator.unit) {
    faults.push(['UNIT_MISMATCH', `写作 ${cell.unit},应为 ${indicator.unit} / should be in ${indicator.unit}`]);
  }
  const isRight = cell.digits === null ? mayStandWithoutNumber : mayStandWithNumber;
  if (!isRight(cell.obsStatus)) {
    const what = cell.digits === null ? '应有数值而缺 / needs a value' : '不应带数值 / must not carry a value';
    faults.push(['STATUS_CONTRADICTS', `状态 ${cell.obsStatus} ${what}`]);
  }
  if (cell.note !== null && cell.note.length > 500)
    faults.push(['TOO_LONG', '附注超过 500 字 / the note is longer than 500']);
  return faults;
}

function summed(form: Form, code: string): Indicator | undefined {
  const indicator = form.indicators.includes(code) ? findIndicator(code) : undefined;
  return indicator && SUMMABLE.includes(indicator.kind) ? indicator : undefined;
}
