import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { median, medianOf, percentile, ratio } from '../../bench/tools/summary.ts';

describe('percentiles', () => {
  test('are values that were measured, by nearest rank', () => {
    const values = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(percentile(values, 0.5)).toBe(50);
    expect(percentile(values, 0.99)).toBe(99);
    expect(percentile(values, 1)).toBe(100);
    expect(percentile([7], 0.01)).toBe(7);
    expect(percentile([], 0.5)).toBe(0);
  });

  test('as many values lie at or below one as its share says', () => {
    const values = fc.array(fc.integer(), { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(values, fc.double({ min: 0, max: 1, noNaN: true }), (all, share) => {
        const found = percentile(all, share);
        expect(all).toContain(found);
        expect(all.filter((value) => value <= found).length).toBeGreaterThanOrEqual(share * all.length);
        expect(all.filter((value) => value < found).length).toBeLessThan(Math.max(1, share * all.length));
      }),
    );
  });
});

describe('medians and ratios', () => {
  test('the middle one, the mean of two, or nothing', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([10, 9, 100])).toBe(10);
    expect(median([null, null])).toBeNull();
    expect(median([null, 5])).toBe(5);
  });

  test('each figure has its own median', () => {
    const round = (rps: number, p99: number) => ({ rps, p50: 1, p99, cpuMsPerRequest: null, rssMb: rps / 2 });
    expect(medianOf([round(10, 3), round(30, 2), round(20, 9)])).toEqual({
      rps: 20,
      p50: 1,
      p99: 3,
      cpuMsPerRequest: null,
      rssMb: 10,
    });
  });

  test('there is no ratio to nothing', () => {
    expect(ratio(8, 2)).toBe(4);
    expect(ratio(null, 2)).toBeNull();
    expect(ratio(1, null)).toBeNull();
    expect(ratio(1, 0)).toBeNull();
  });
});
