/** The sums of enterprises against what the zone states for itself and its blocks. Pure. */
import { Big } from 'big.js';
import { findIndicator } from '../../../schema/standard.ts';
import { AMOUNT_DECIMALS } from './amount.ts';
import type { Rollup } from './rollup.ts';

/** A cell of the zone's own return; block '' is the whole zone. */
export interface StatedCell {
  readonly block: string;
  readonly indicator: string;
  readonly digits: bigint | null;
  readonly decimals: number;
  readonly unit: string;
  readonly unitMult: number;
}

export interface ReconciliationFinding {
  readonly code: 'ENTERPRISES_MISMATCH' | 'ENTERPRISES_ROUNDING' | 'ENTERPRISES_NOT_STATED' | 'ENTERPRISES_UNIT';
  readonly severity: 'ERROR' | 'WARNING';
  readonly block: string;
  readonly indicator: string;
  readonly message: string;
  /** As stated, in whole units; actual: the sum of the enterprises. */
  readonly expected: Big | null;
  readonly actual: Big | null;
  readonly tolerance: Big | null;
}

/**
 * Compares where both speak: a block without enterprises' figures is not accused of anything. `rollups` are of one
 * period, and of a form that covers the same enterprises as what is stated.
 */
export function reconcile(rollups: readonly Rollup[], stated: readonly StatedCell[]): ReconciliationFinding[] {
  const cells = new Map(stated.map((cell) => [`${cell.block}\n${cell.indicator}`, cell]));
  return rollups.flatMap((rollup) => {
    const finding = compare(rollup, cells.get(`${rollup.block}\n${rollup.indicator}`));
    return finding ? [finding] : [];
  });
}

function compare(rollup: Rollup, cell: StatedCell | undefined): ReconciliationFinding | undefined {
  const { block, indicator, total, missing } = rollup;
  if (total === null || !cell) return undefined;
  const actual = new Big(`${total}e-${AMOUNT_DECIMALS}`);
  const name = findIndicator(indicator)?.name ?? indicator;
  const about = { block, indicator, actual, expected: null, tolerance: null };
  if (cell.unit !== rollup.unit) {
    const message = `${name}:上报单位 ${cell.unit},企业为 ${rollup.unit} / stated in ${cell.unit}, enterprises in ${rollup.unit}`;
    return { ...about, code: 'ENTERPRISES_UNIT', severity: 'ERROR', message };
  }
  if (cell.digits === null) {
    const message = `${name}:未报,而企业合计 ${actual.toFixed()} / not stated, yet enterprises sum to ${actual.toFixed()}`;
    return { ...about, code: 'ENTERPRISES_NOT_STATED', severity: 'WARNING', message };
  }
  const expected = new Big(`${cell.digits}e${cell.unitMult - cell.decimals}`);
  // While an enterprise's figure is missing only an excess is proof: what it holds is not known.
  const off = missing === 0 ? expected.minus(actual).abs() : actual.minus(expected);
  if (off.lte(0)) return undefined;
  const tolerance = toleranceOf(rollup, cell);
  const [stated, summed] = [expected, actual].map((value) => value.toFixed());
  const lacking = missing === 0 ? '' : `,另有 ${missing} 家缺数 / ${missing} more without a figure`;
  const message = `${name}:上报 ${stated},企业合计 ${summed} / stated ${stated}, enterprises sum to ${summed}${lacking}`;
  return off.lte(tolerance)
    ? { ...about, code: 'ENTERPRISES_ROUNDING', severity: 'WARNING', message, expected, tolerance }
    : { ...about, code: 'ENTERPRISES_MISMATCH', severity: 'ERROR', message, expected, tolerance };
}

/** Counted in whole ones: what is written to the last one is exact, and only 万 and the like are rounded. */
const COUNTED = ['COUNT', 'PERSON'];

/**
 * What rounding can explain (statistics standard, section 4.9): half a unit in the last place of the stated figure, and half a
 * unit in the finest place that an enterprise wrote for each of them.
 */
function toleranceOf({ unit, finestPlace, reported }: Rollup, { unitMult, decimals }: StatedCell): Big {
  const half = (place: number): Big => new Big(COUNTED.includes(unit) && place <= 0 ? '0' : `0.5e${place}`);
  return half(unitMult - decimals).plus(half(finestPlace ?? 0).times(reported));
}
