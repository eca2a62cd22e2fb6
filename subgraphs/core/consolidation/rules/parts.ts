/** What each zone contributes to one indicator (statistics standard, section 4.3): null never becomes zero. */
import type { Big } from 'big.js';
import type { Indicator } from '../../../../schema/standard.ts';
import { divide, inUnits } from './number.ts';
import { forbidsNumber } from './status.ts';
import type { Cell, GapReason, Outcome, Part, Report, ZoneAnswer } from './types.ts';

export function reportOf({ answer }: ZoneAnswer): Report | undefined {
  return typeof answer === 'object' ? answer : undefined;
}

export function wholeZoneCell(report: Report | undefined, indicator: string): Cell | undefined {
  return report?.cells.find((cell) => cell.block === null && cell.indicator === indicator);
}

/** The parts of a figure that is added up from the zones' own figures. */
export function additiveParts(indicator: Indicator, answers: readonly ZoneAnswer[]): Part[] {
  return answers.map((each) => {
    const report = reportOf(each);
    const cell = wholeZoneCell(report, indicator.code);
    const outcome = outcomeOf(indicator, each, cell, answers);
    return {
      zone: each.zone,
      outcome,
      value: outcome === 'COUNTED' && cell?.value ? inUnits(cell.value, cell.unitMult) : null,
      statuses: cell ? [cell.obsStatus] : [],
      revision: report?.revision ?? null,
      digest: report?.digest ?? null,
    };
  });
}

function outcomeOf(
  indicator: Indicator,
  { zone, answer }: ZoneAnswer,
  cell: Cell | undefined,
  answers: readonly ZoneAnswer[],
): Outcome {
  const gap = (reason: GapReason): Outcome => ({ gap: reason });
  if (typeof answer === 'string') return gap(answer);
  if (!answer.reported) return gap('NOT_REPORTED');
  if (!cell) return gap('MISSING');
  if (cell.value !== null && forbidsNumber(cell.obsStatus)) return gap('BAD_DATA');
  if (cell.obsStatus === 'M') return 'NOT_APPLICABLE';
  if (cell.obsStatus === 'K') return isPaired(zone, cell, answers) ? 'ELSEWHERE' : gap('K_UNPAIRED');
  if (cell.value === null) {
    return gap(cell.obsStatus === 'Q' ? 'SUPPRESSED' : cell.obsStatus === 'J' ? 'DEROGATION' : 'MISSING');
  }
  return cell.unit === indicator.unit ? 'COUNTED' : gap('UNIT_MISMATCH');
}

/** A K is believed only beside the W that points back at it: otherwise the amount would be nowhere. */
export function isPaired(zone: string, cell: Cell, answers: readonly ZoneAnswer[]): boolean {
  const other = answers.find((each) => each.zone === cell.counterpart && each.zone !== zone);
  const theirs = other && wholeZoneCell(reportOf(other), cell.indicator);
  const wanted = cell.obsStatus === 'K' ? 'W' : 'K';
  if (theirs?.obsStatus !== wanted || theirs.counterpart !== zone) return false;
  return wanted === 'K' || theirs.value !== null;
}

/** The parts of a ratio: a zone counts when both its terms do; its value is its own ratio, for reading only. */
export function ratioParts(indicator: Indicator, numerators: readonly Part[], denominators: readonly Part[]): Part[] {
  return numerators.map((numerator, at) => {
    const denominator = denominators[at] ?? numerator;
    const outcome = jointOutcome(numerator.outcome, denominator.outcome);
    return {
      ...numerator,
      outcome,
      value: outcome === 'COUNTED' ? ratio(indicator, numerator.value, denominator.value) : null,
      statuses: [...numerator.statuses, ...denominator.statuses],
    };
  });
}

function jointOutcome(numerator: Outcome, denominator: Outcome): Outcome {
  if (typeof numerator === 'object') return numerator;
  if (typeof denominator === 'object') return denominator;
  if (numerator === denominator) return numerator;
  if (numerator === 'NOT_APPLICABLE' || denominator === 'NOT_APPLICABLE') return 'NOT_APPLICABLE';
  return { gap: 'K_UNPAIRED' }; // one term is counted here and the other in another zone: no common base
}

/** n / d in the indicator's unit, rounded once to its decimals; null when there is nothing to divide by. */
export function ratio(indicator: Indicator, numerator: Big | null, denominator: Big | null): Big | null {
  if (numerator === null || denominator === null || denominator.eq(0)) return null;
  const scale = indicator.unit === 'PERCENT' ? 100 : 1;
  return divide(numerator.times(scale), denominator, indicator.decimals);
}
