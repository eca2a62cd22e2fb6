/** How much of the whole a figure covers: never more than was counted, and every gap by name. */
import { Big } from 'big.js';
import { ROUND_DOWN, divide } from './number.ts';
import type { Coverage, Gap, Part } from './types.ts';

/** A zone's weight: the last final annual value of the same indicator, in whole units. */
export type Weights = ReadonlyMap<string, Big>;

const SHARE_DECIMALS = 4;

export function coverageOf(parts: readonly Part[], weights?: Weights): Coverage {
  const expected = parts.filter((part) => part.outcome !== 'NOT_APPLICABLE');
  const gaps = expected.flatMap(gapOf);
  const reported = expected.length - gaps.length;
  const synthetic = expected.filter((part) => part.synthetic && typeof part.outcome === 'string').length;
  return {
    expected: expected.length,
    reported,
    complete: expected.length > 0 && gaps.length === 0,
    byCount: share(new Big(reported), new Big(expected.length)),
    byWeight: weights ? byWeight(expected, weights) : null,
    synthetic,
    gaps,
  };
}

function gapOf({ zone, outcome }: Part): Gap[] {
  return typeof outcome === 'object' ? [{ zone, reason: outcome.gap }] : [];
}

function byWeight(expected: readonly Part[], weights: Weights): Big | null {
  const weighed = expected.map((part) => ({ weight: weights.get(part.zone), gap: typeof part.outcome === 'object' }));
  if (weighed.some(({ weight }) => weight === undefined)) return null;
  const total = (those: typeof weighed): Big => those.reduce((sum, { weight }) => sum.plus(weight ?? 0), new Big(0));
  return share(total(weighed.filter(({ gap }) => !gap)), total(weighed));
}

/** Rounded down: 9999.9 of 10000 is not the whole. */
function share(part: Big, whole: Big): Big | null {
  return whole.eq(0) ? null : divide(part, whole, SHARE_DECIMALS, ROUND_DOWN);
}
