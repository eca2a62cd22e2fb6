import { describe, expect, test } from '@jest/globals';
import { Big } from 'big.js';
import { INDICATOR_KINDS, type IndicatorKind } from '../../../schema/standard.ts';
import {
  OperationNotAllowed,
  combineValues,
  isConsolidable,
  overTime,
  overZones,
  type Operation,
} from '../../../subgraphs/core/consolidation/rules/kinds.ts';

const numbers = (...values: readonly (string | null)[]): (Big | null)[] =>
  values.map((value) => (value === null ? null : new Big(value)));

/** The table of section 4.1: over zones, and what the sub-periods 4, 1, 7 make over time. */
const TABLE: Readonly<Record<IndicatorKind, readonly [Operation, string]>> = {
  FLOW: ['SUM', '12'],
  FLOW_YTD: ['SUM', '7'],
  FLOW_SINCE: ['SUM', '7'],
  STOCK_END: ['SUM', '7'],
  STOCK_AVG: ['SUM', '4'],
  RATIO: ['FROM_PARTS', 'refused'],
  COUNT_DISTINCT: ['UNION_OF_KEYS', 'refused'],
  SCORE: ['NONE', 'refused'],
  MIN: ['MIN', '1'],
  MAX: ['MAX', '7'],
};

describe.each(INDICATOR_KINDS.map((kind) => [kind, ...TABLE[kind]] satisfies [IndicatorKind, Operation, string]))(
  'an indicator of kind %s',
  (kind, zones, time) => {
    test(`over zones is ${zones}`, () => {
      expect(overZones(kind)).toBe(zones);
      expect(isConsolidable(kind)).toBe(!['UNION_OF_KEYS', 'NONE'].includes(zones));
    });

    test(`over the sub-periods 4, 1, 7 is ${time}`, () => {
      const attempt = () => overTime(kind, numbers('4', '1', '7'))?.toFixed();
      if (time === 'refused') expect(attempt).toThrow(OperationNotAllowed);
      else expect(attempt()).toBe(time);
    });
  },
);

describe('over time', () => {
  test.each(INDICATOR_KINDS.filter((kind) => TABLE[kind][1] !== 'refused'))(
    'a %s has no number when the last sub-period is missing',
    (kind) => {
      expect(overTime(kind, numbers('4', '1', null))).toBeNull();
    },
  );

  test.each(['FLOW', 'STOCK_AVG', 'MIN', 'MAX'] satisfies IndicatorKind[])(
    'a missing sub-period in the middle makes a %s missing',
    (kind) => {
      expect(overTime(kind, numbers('4', null, '7'))).toBeNull();
    },
  );

  test.each(['FLOW_YTD', 'FLOW_SINCE', 'STOCK_END'] satisfies IndicatorKind[])(
    'of a %s only the last sub-period is asked, and nothing stands in for it',
    (kind) => {
      expect(overTime(kind, numbers(null, '7'))?.toFixed()).toBe('7');
      expect(overTime(kind, numbers('7', null))).toBeNull();
    },
  );

  test('zero is a figure, and no sub-period at all makes none', () => {
    expect(overTime('STOCK_END', numbers('3', '0'))?.toFixed()).toBe('0');
    expect(overTime('STOCK_AVG', numbers('3', '0'))?.toFixed()).toBe('1.5');
    expect(overTime('FLOW', [])).toBeNull();
    expect(overTime('STOCK_END', [])).toBeNull();
  });

  test('a refusal says which kind cannot be combined over what', () => {
    expect(() => overTime('SCORE', numbers('1'))).toThrow('figures of kind SCORE cannot be combined over time');
    expect(new OperationNotAllowed('RATIO', 'zones').message).toContain('RATIO cannot be combined over zones');
  });
});

describe('combining values', () => {
  const values = ['2', '-3', '0'].map((value) => new Big(value));

  test.each([
    ['SUM', '-1'],
    ['MIN', '-3'],
    ['MAX', '2'],
  ] satisfies ['SUM' | 'MIN' | 'MAX', string][])('%s of 2, -3 and 0 is %s, in any order', (operation, expected) => {
    expect(combineValues(operation, values)?.toFixed()).toBe(expected);
    expect(combineValues(operation, values.toReversed())?.toFixed()).toBe(expected);
  });

  test('of none is none, not zero', () => {
    expect(combineValues('SUM', [])).toBeNull();
  });
});

describe('over time', () => {
  test('a refused kind is refused also when a value is missing', () => {
    expect(() => overTime('SCORE', [null])).toThrow(OperationNotAllowed);
  });
});
