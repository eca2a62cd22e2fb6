import { describe, expect, test } from '@jest/globals';
import { reconcile, type StatedCell } from '../../../subgraphs/kit/enterprises/reconcile.ts';
import type { Rollup } from '../../../subgraphs/kit/enterprises/rollup.ts';

/** Enterprises' revenue of block a in millionths of a yuan: 3 of them, written to 万元. */
const sum = (more: Partial<Rollup> = {}): Rollup => ({
  period: '2024-02',
  block: 'a',
  indicator: 'OPERATING_REVENUE',
  unit: 'CNY',
  total: 544_500_000_000_000n,
  magnitude: 544_500_000_000_000n,
  reported: 3,
  missing: 0,
  finestPlace: 4,
  ...more,
});
const stated = (digits: bigint | null, more: Partial<StatedCell> = {}): StatedCell => ({
  block: 'a',
  indicator: 'OPERATING_REVENUE',
  digits,
  decimals: 2,
  unit: 'CNY',
  unitMult: 8,
  ...more,
});
const found = (rollup: Rollup, cell: StatedCell) =>
  reconcile([rollup], [cell]).map(({ code, severity, expected, actual, tolerance }) => ({
    code,
    severity,
    figures: [expected, actual, tolerance].map((figure) => figure?.toFixed() ?? null),
  }));

describe('what is stated against the sum of the enterprises', () => {
  test('is right when it is the same', () => {
    expect(found(sum({ total: 545_000_000_000_000n }), stated(545n))).toEqual([]);
  });

  test('is rounded while half a unit of each explains it: 5.45 亿 against 54450 万', () => {
    expect(found(sum(), stated(545n))).toEqual([
      { code: 'ENTERPRISES_ROUNDING', severity: 'WARNING', figures: ['545000000', '544500000', '515000'] },
    ]);
  });

  test('is wrong beyond that', () => {
    expect(found(sum({ total: 544_484_999_999_999n }), stated(545n))).toMatchObject([
      { code: 'ENTERPRISES_MISMATCH', severity: 'ERROR' },
    ]);
  });

  test('may be more while an enterprise is missing, and not less', () => {
    expect(found(sum({ missing: 1 }), stated(900n))).toEqual([]);
    expect(found(sum({ missing: 1 }), stated(500n))).toMatchObject([{ code: 'ENTERPRISES_MISMATCH' }]);
  });

  test('of what is counted in whole ones has to be exact', () => {
    const people = { indicator: 'EMPLOYEES', unit: 'PERSON', total: 1_200_000_000n, finestPlace: 0 };
    const cell = { indicator: 'EMPLOYEES', unit: 'PERSON', decimals: 0, unitMult: 0 };
    expect(found(sum(people), stated(1201n, cell))).toMatchObject([
      { code: 'ENTERPRISES_MISMATCH', severity: 'ERROR' },
    ]);
    const inWan = { ...cell, decimals: 1, unitMult: 4 };
    expect(found(sum(people), stated(1n, inWan))).toMatchObject([{ code: 'ENTERPRISES_ROUNDING' }]);
  });

  test('in another unit is not compared', () => {
    expect(found(sum(), stated(545n, { unit: 'USD' }))).toMatchObject([
      { code: 'ENTERPRISES_UNIT', severity: 'ERROR' },
    ]);
  });

  test('is missed where only the enterprises speak', () => {
    expect(found(sum(), stated(null))).toMatchObject([{ code: 'ENTERPRISES_NOT_STATED', severity: 'WARNING' }]);
  });

  test('is let be where they do not, or where nothing is stated at all', () => {
    expect(found(sum({ total: null, reported: 0, missing: 3 }), stated(545n))).toEqual([]);
    expect(reconcile([sum()], [stated(1n, { block: 'b' })])).toEqual([]);
    expect(reconcile([], [stated(1n)])).toEqual([]);
  });

  test('is told in both languages', () => {
    const [finding] = reconcile([sum({ total: 1n, missing: 2 })], [stated(-5n)]);
    expect(finding?.message).toBe(
      '规上营业收入:上报 -5000000,企业合计 0.000001 / stated -5000000, enterprises sum to 0.000001,另有 2 家缺数 / 2 more without a figure',
    );
  });
});
