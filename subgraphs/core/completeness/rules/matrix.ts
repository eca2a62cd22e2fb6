/** Completeness and timeliness: zone by period, counted. A zone that gave no answer is not known, and never overdue. Pure. */
import { Big } from 'big.js';
import { dueOn, opensOn } from '../../../../schema/forms.ts';
import { dayOf } from '../../../../schema/period.ts';
import { blank, stateOf, timeliness } from '../../../../schema/return-states.ts';
import type { TechnicalGap } from '../../../../schema/gap-reasons.ts';
import type { Form } from '../../../../schema/standard.ts';
import { divide, ROUND_DOWN } from '../../consolidation/rules/number.ts';
import type { Cell, Count, Known, Matrix, ZoneReturns, ZoneRow } from './types.ts';

/** On a day in China; the periods oldest first. */
export function matrixOf(
  form: Form,
  periods: readonly string[],
  answers: readonly ZoneReturns[],
  today: string,
): Matrix {
  const zones = answers.map(({ zone, answer }): ZoneRow => {
    const known = typeof answer === 'string' ? undefined : new Map(answer.map((each) => [each.period, each]));
    const gap = typeof answer === 'string' ? answer : null;
    const cells = periods.map((period) => cellOf(form, period, gap ?? known?.get(period) ?? nothing(period), today));
    return { zone, gap, total: countOf(cells), cells };
  });
  return { zones, total: countOf(zones.flatMap(({ cells }) => cells)) };
}

function nothing(period: string): Known {
  const none = { revision: null, digest: null, recordedAt: null, firstSubmittedAt: null };
  return { period, drafting: false, ...none, synthetic: false, verdict: null, verdictReason: null, superseded: false };
}

function cellOf(form: Form, period: string, answer: Known | TechnicalGap, today: string): Cell {
  const known = typeof answer === 'string' ? nothing(period) : answer;
  const { drafting, revision, firstSubmittedAt, recordedAt, synthetic, verdict, verdictReason, superseded } = known;
  const gap = typeof answer === 'string' ? answer : superseded ? 'SUPERSEDED' : null;
  const submitted = revision === null ? undefined : { verdict };
  // What was withdrawn, and is not in again, did not come in time.
  const first = revision === null || firstSubmittedAt === null ? undefined : dayOf(new Date(firstSubmittedAt));
  return {
    period,
    state: gap === null ? stateOf({ ...blank(period, today), hasDraft: drafting, submitted }) : null,
    timeliness: gap === null ? timeliness(form, period, first, today) : null,
    gap,
    expected: (opensOn(period) ?? today) <= today,
    reported: revision !== null && verdict !== 'RETURNED' && !superseded,
    verdict,
    verdictReason,
    dueOn: dueOn(form, period) ?? null,
    revision,
    firstSubmittedAt,
    recordedAt,
    synthetic,
  };
}

/** Of the returns whose period is open: what came before that (a zone's clock may be ahead) counts once it is. */
function countOf(all: readonly Cell[]): Count {
  const cells = all.filter(({ expected }) => expected);
  const count = (is: (cell: Cell) => boolean): number => cells.filter(is).length;
  const [expected, reported] = [cells.length, count((cell) => cell.reported)];
  const unknown = count(({ state }) => state === null);
  return {
    expected,
    reported,
    accepted: count(({ verdict }) => verdict === 'ACCEPTED' || verdict === 'FINAL'),
    onTime: count((cell) => cell.timeliness === 'ON_TIME'),
    late: count((cell) => cell.timeliness === 'LATE'),
    overdue: count((cell) => cell.timeliness === 'OVERDUE'),
    unknown,
    rate: unknown > 0 || expected === 0 ? null : rateOf(reported, expected),
  };
}

const RATE_DECIMALS = 4;

/** Rounded down: 9999.9 of 10000 is not the whole. */
function rateOf(reported: number, expected: number): string {
  return divide(new Big(reported), new Big(expected), RATE_DECIMALS, ROUND_DOWN).toFixed();
}
