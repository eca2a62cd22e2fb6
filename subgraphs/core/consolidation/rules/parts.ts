/** What each zone contributes to one indicator (statistics standard, section 4.3): null never becomes zero. */
import type { Big } from 'big.js';
import type { Indicator } from '../../../../schema/standard.ts';
import { divide, inUnits } from './number.ts';
import { forbidsNumber, needsNumber } from './status.ts';
import type { Cell, GapReason, Outcome, Part, Report, ZoneAnswer } from './types.ts';

export function reportOf({ answer }: ZoneAnswer): Report | undefined {
  return typeof answer === 'object' ? answer : undefined;
}

/** A report is looked into once for every indicator and block, so its cells are put in order once. */
const indexes = new WeakMap<Report, ReadonlyMap<string, Cell>>();

export function cellOf(report: Report, indicator: string, block: string | null): Cell | undefined {
  // No name is another's, whatever a zone has written: the length says where the block's ends.
  const name = (of: string, part: string | null): string => (part === null ? `*${of}` : `${part.length} ${part}${of}`);
  const index = indexes.get(report) ?? new Map(report.cells.map((cell) => [name(cell.indicator, cell.block), cell]));
  indexes.set(report, index);
  return index.get(name(indicator, block));
}

export function wholeZoneCell(report: Report | undefined, indicator: string): Cell | undefined {
  return report && cellOf(report, indicator, null);
}

/** Of a K or W that does not say whose: some zone's, so that a term without any is not over the same base. */
const UNNAMED = '?';

/** The parts of a figure that is added up from the zones' own figures. */
export function additiveParts(indicator: Indicator, answers: readonly ZoneAnswer[]): Part[] {
  return answers.map((each) => {
    const report = reportOf(each);
    const cell = wholeZoneCell(report, indicator.code);
    const outcome = outcomeOf(indicator, each, answers);
    return {
      zone: each.zone,
      outcome,
      value: outcome === 'COUNTED' && cell?.value ? inUnits(cell.value, cell.unitMult) : null,
      statuses: cell ? [cell.obsStatus, ...(isBreak(report) ? (['B'] as const) : [])] : [],
      counterpart: cell && (cell.obsStatus === 'K' || cell.obsStatus === 'W') ? (cell.counterpart ?? UNNAMED) : null,
      revision: report?.revision ?? null,
      digest: report?.digest ?? null,
      verdict: report?.verdict ?? null,
      synthetic: report?.synthetic ?? false,
    };
  });
}

/** A revision by which figures mean something else than before: whoever compares must see it (statistics standard, section 4.7). */
function isBreak(report: Report | undefined): boolean {
  return report?.reason === 'METHOD' || report?.reason === 'RECLASSIFICATION';
}

function outcomeOf(indicator: Indicator, { zone, answer }: ZoneAnswer, answers: readonly ZoneAnswer[]): Outcome {
  const gap = (reason: GapReason): Outcome => ({ gap: reason });
  if (typeof answer === 'string') return gap(answer);
  if (!answer.reported) return gap(answer.verdict === 'RETURNED' ? 'RETURNED' : 'NOT_REPORTED');
  const cell = wholeZoneCell(answer, indicator.code);
  if (!cell) return gap('MISSING');
  if (contradicts(cell)) return gap('BAD_DATA');
  if (cell.obsStatus === 'M') return 'NOT_APPLICABLE';
  if (cell.obsStatus === 'K') return isPaired(indicator, zone, cell, answers) ? 'ELSEWHERE' : gap('K_UNPAIRED');
  if (cell.value === null) {
    return gap(cell.obsStatus === 'Q' ? 'SUPPRESSED' : cell.obsStatus === 'J' ? 'DEROGATION' : 'MISSING');
  }
  return cell.unit === indicator.unit ? 'COUNTED' : gap('UNIT_MISMATCH');
}

/** A number beside a status that says there is none, or none beside a status that says there is one. */
export function contradicts({ value, obsStatus }: Cell): boolean {
  return value === null ? needsNumber(obsStatus) : forbidsNumber(obsStatus);
}

/** A K is believed only beside a W that points back at it and is itself counted: otherwise the amount would be nowhere. */
export function isPaired(indicator: Indicator, zone: string, cell: Cell, answers: readonly ZoneAnswer[]): boolean {
  const other = answers.find((each) => each.zone === cell.counterpart && each.zone !== zone);
  const theirs = other && wholeZoneCell(reportOf(other), indicator.code);
  const wanted = cell.obsStatus === 'K' ? 'W' : 'K';
  if (!other || theirs?.obsStatus !== wanted || theirs.counterpart !== zone) return false;
  return wanted === 'K' || outcomeOf(indicator, other, answers) === 'COUNTED';
}

/** The parts of a ratio: a zone counts when both its terms do; its value is its own ratio, for reading only. */
export function ratioParts(indicator: Indicator, numerators: readonly Part[], denominators: readonly Part[]): Part[] {
  return numerators.map((numerator, at) => {
    const denominator = denominators[at];
    if (denominator?.zone !== numerator.zone) throw new TypeError('the terms of a ratio are of different zones');
    const outcome = jointOutcome(numerator, denominator);
    return {
      ...numerator,
      outcome,
      value: outcome === 'COUNTED' ? ratio(indicator, numerator.value, denominator.value) : null,
      statuses: [...numerator.statuses, ...denominator.statuses],
    };
  });
}

/** Both terms must be counted over the same base: an amount in another zone's numerator is in its denominator too. */
function jointOutcome(numerator: Part, denominator: Part): Outcome {
  const [n, d] = [numerator.outcome, denominator.outcome];
  if (typeof n === 'object') return n;
  if (typeof d === 'object') return d;
  if (n === 'NOT_APPLICABLE' || d === 'NOT_APPLICABLE') return 'NOT_APPLICABLE';
  return n === d && numerator.counterpart === denominator.counterpart ? n : { gap: 'K_UNPAIRED' };
}

/** n / d in the indicator's unit, rounded once to its decimals; null when there is nothing to divide by. */
export function ratio(indicator: Indicator, numerator: Big | null, denominator: Big | null): Big | null {
  if (numerator === null || denominator === null || denominator.eq(0)) return null;
  const scale = indicator.unit === 'PERCENT' ? 100 : 1;
  return divide(numerator.times(scale), denominator, indicator.decimals);
}
