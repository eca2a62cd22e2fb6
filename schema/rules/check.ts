/** What a rule's expression answers: what is, what should be, and by how much it is off. Exact: no roots, no quotients. Pure. */
import { Big } from 'big.js';
import { Quantity } from './quantity.ts';

export class Check {
  readonly actual: Quantity;
  readonly expected: Quantity;
  /** How far the actual value lies outside of what is allowed: 0 or less is inside; null: a value is missing. */
  readonly excess: Big | null;
  /** The half-width that an outlier test brings itself, for show; null otherwise. */
  readonly band: Big | null;
  /** Not to be judged here: the expression says so, or there are too few points. */
  readonly skipped: boolean;

  constructor(actual: Quantity, expected: Quantity, excess: Big | null, band: Big | null = null, skipped = false) {
    this.actual = actual;
    this.expected = expected;
    this.excess = excess;
    this.band = band;
    this.skipped = skipped;
  }

  /** What the rounding of the written values can explain. */
  get rounding(): Big {
    return this.actual.rounding.plus(this.expected.rounding);
  }
}

const off = (actual: Quantity, expected: Quantity, measure: (a: Big, b: Big) => Big): Check =>
  new Check(actual, expected, actual.value && expected.value ? measure(actual.value, expected.value) : null);

export const equal = (actual: Quantity, expected: Quantity): Check => off(actual, expected, (a, b) => a.minus(b).abs());
export const atMost = (actual: Quantity, most: Quantity): Check => off(actual, most, (a, b) => a.minus(b));
export const atLeast = (actual: Quantity, least: Quantity): Check => off(actual, least, (a, b) => b.minus(a));
export const skip = (): Check => new Check(Quantity.nothing, Quantity.nothing, null, null, true);

/** In the closed interval of two bounds, in whichever order they stand: a band around a negative value is turned round. */
export function between(actual: Quantity, one: Quantity, other: Quantity): Check {
  if (!one.value || !other.value) return off(actual, one.plus(other), (a) => a);
  const [low, high] = one.value.lte(other.value) ? [one, other] : [other, one];
  const below = atLeast(actual, low);
  return below.excess?.gt(0) ? below : atMost(actual, high);
}

/** Values that outliers are judged against; undefined when they are too few. */
function points(actual: Quantity, history: readonly Quantity[], atLeastPoints: bigint): Big[] | undefined {
  const values = history.map((each) => each.value).filter((each) => each !== null);
  return actual.value === null || values.length < 2 || BigInt(values.length) < atLeastPoints ? undefined : values;
}

/** The numbers that are shown are rounded; the verdict never depends on them. */
const SHOWN_DECIMALS = 6;
const Shown = Object.assign(Big(), { DP: SHOWN_DECIMALS, RM: 2 });
const show = (value: Big): Big => new Big(value);

function judged(actual: Quantity, centre: Big, band: Big, isOutlier: boolean): Check {
  const distance = actual.value?.minus(centre).abs() ?? null;
  return new Check(actual, Quantity.constant(centre), isOutlier ? distance : new Big(0), band);
}

/** |x - mean| ≤ limit · σ, σ of the points (n - 1), as (n·x - Σ)²·(n - 1) ≤ limit²·n·(n·Σ² - Σ·Σ). σ = 0: not judged. */
export function zWithin(actual: Quantity, history: readonly Quantity[], limit: Quantity, fewest: bigint): Check {
  const values = points(actual, history, fewest);
  if (!values || !actual.value || !limit.value) return skip();
  const count = values.length;
  const sum = values.reduce((total, each) => total.plus(each), new Big(0));
  const spread = values.reduce((total, each) => total.plus(each.times(each)), new Big(0)).times(count);
  const variation = spread.minus(sum.times(sum));
  if (variation.eq(0)) return skip();
  const distance = actual.value.times(count).minus(sum);
  const isOutlier = distance
    .times(distance)
    .times(count - 1)
    .gt(limit.value.times(limit.value).times(variation).times(count));
  const sigma = new Shown(variation).div(count * (count - 1)).sqrt();
  return judged(
    actual,
    show(new Shown(sum).div(count)),
    show(sigma.times(limit.value).round(SHOWN_DECIMALS)),
    isOutlier,
  );
}

/** 0.6745·|x - median| ≤ limit · MAD (Iglewicz and Hoaglin). MAD = 0, when half of the points are equal: not judged. */
export function modifiedZWithin(
  actual: Quantity,
  history: readonly Quantity[],
  limit: Quantity,
  fewest: bigint,
): Check {
  const values = points(actual, history, fewest);
  if (!values || !actual.value || !limit.value) return skip();
  const centre = median(values);
  const deviation = median(values.map((each) => each.minus(centre).abs()));
  if (deviation.eq(0)) return skip();
  const isOutlier = actual.value.minus(centre).abs().times('0.6745').gt(limit.value.times(deviation));
  const band = new Shown(deviation.times(limit.value)).div('0.6745');
  return judged(actual, centre, show(band), isOutlier);
}

function median(values: readonly Big[]): Big {
  const sorted = values.toSorted((a, b) => a.cmp(b));
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  return (upper ?? new Big(0)).plus(lower ?? 0).times('0.5');
}
