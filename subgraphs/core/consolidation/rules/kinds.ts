/** How each kind of indicator adds up, over zones and over time (statistics standard, section 4.1). */
import { Big } from 'big.js';
import type { IndicatorKind } from '../../../../schema/standard.ts';
import { divide } from './number.ts';

export type Operation = 'SUM' | 'LAST' | 'MEAN' | 'MIN' | 'MAX' | 'FROM_PARTS' | 'UNION_OF_KEYS' | 'NONE';

const OVER_ZONES: Readonly<Record<IndicatorKind, Operation>> = {
  FLOW: 'SUM',
  FLOW_YTD: 'SUM',
  FLOW_SINCE: 'SUM',
  STOCK_END: 'SUM',
  STOCK_AVG: 'SUM',
  RATIO: 'FROM_PARTS',
  COUNT_DISTINCT: 'UNION_OF_KEYS',
  SCORE: 'NONE',
  MIN: 'MIN',
  MAX: 'MAX',
};

const OVER_TIME: Readonly<Record<IndicatorKind, Operation>> = {
  FLOW: 'SUM',
  FLOW_YTD: 'LAST',
  FLOW_SINCE: 'LAST',
  STOCK_END: 'LAST',
  STOCK_AVG: 'MEAN',
  RATIO: 'FROM_PARTS',
  COUNT_DISTINCT: 'UNION_OF_KEYS',
  SCORE: 'NONE',
  MIN: 'MIN',
  MAX: 'MAX',
};

export function overZones(kind: IndicatorKind): Operation {
  return OVER_ZONES[kind];
}

/** True when zone figures of this kind suffice to make the figure of the whole. */
export function isConsolidable(kind: IndicatorKind): boolean {
  return !['NONE', 'UNION_OF_KEYS'].includes(overZones(kind));
}

/** Of a mean that does not come out even: far beyond what any indicator presents. */
const MEAN_DECIMALS = 24;

export class OperationNotAllowed extends Error {
  constructor(kind: IndicatorKind, axis: 'zones' | 'time') {
    super(`figures of kind ${kind} cannot be combined over ${axis}; recompute them from what they are made of`);
    this.name = 'OperationNotAllowed';
  }
}

/** Sum, minimum or maximum of numbers that are all there; null of none. */
export function combineValues(operation: 'SUM' | 'MIN' | 'MAX', values: readonly Big[]): Big | null {
  const [first, ...rest] = values;
  if (!first) return null;
  const pick = { SUM: add, MIN: lesser, MAX: greater }[operation];
  return rest.reduce(pick, first);
}

/**
 * One figure from consecutive sub-periods, in order. A missing sub-period makes the result missing; of a stock or a
 * cumulative figure only the last one counts, and nothing before it stands in for it.
 */
export function overTime(kind: IndicatorKind, values: readonly (Big | null)[]): Big | null {
  const operation = OVER_TIME[kind];
  const present = values.filter((value) => value !== null);
  const allThere = present.length === values.length;
  switch (operation) {
    case 'LAST':
      return values.at(-1) ?? null;
    case 'SUM':
    case 'MIN':
    case 'MAX':
      return allThere ? combineValues(operation, present) : null;
    case 'MEAN': {
      const sum = allThere ? combineValues('SUM', present) : null;
      return sum && divide(sum, new Big(present.length), MEAN_DECIMALS);
    }
    case 'FROM_PARTS':
    case 'UNION_OF_KEYS':
    case 'NONE':
      throw new OperationNotAllowed(kind, 'time');
  }
}

const add = (a: Big, b: Big): Big => a.plus(b);
const lesser = (a: Big, b: Big): Big => (a.lte(b) ? a : b);
const greater = (a: Big, b: Big): Big => (a.gte(b) ? a : b);
