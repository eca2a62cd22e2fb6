import { describe, expect, test } from '@jest/globals';
import { consolidate } from '../../../subgraphs/core/consolidation/rules/figure.ts';
import type { IndicatorKind } from '../../../schema/standard.ts';
import { OperationNotAllowed } from '../../../subgraphs/core/consolidation/rules/kinds.ts';
import type { ObsStatus } from '../../../subgraphs/core/consolidation/rules/status.ts';
import { present } from '../../../subgraphs/core/consolidation/rules/number.ts';
import { ALL_ZONES, ENTERPRISES, HOSTED, OUTPUT, REVENUE, TAX } from './paper.ts';
import { cell, headlineOf, madeUp, notReported, reported } from './returns.ts';

describe('the figures of the paper', () => {
  test('output of the five zones is 136.667 亿元, of four, provisional', () => {
    const figure = consolidate(OUTPUT, ALL_ZONES, { mode: 'PARTIAL' });
    expect(headlineOf(figure)).toEqual({
      value: '13666700000',
      obsStatus: 'P',
      of: '4/5',
      gaps: ['core NOT_REPORTED'],
    });
    expect(figure.value && present(figure.value, OUTPUT.decimals, 8)).toBe('136.667');
    expect(figure.coverage).toMatchObject({ complete: false, byWeight: null });
    expect(figure.coverage.byCount?.toFixed()).toBe('0.8');
  });

  test.each([
    [REVENUE, '10345700000', '3/4'],
    [TAX, '350800000', '3/4'],
  ])('$code of the hosted zones is that of three, for Bazhou gave none', (indicator, value, of) => {
    const figure = consolidate(indicator, HOSTED, { mode: 'PARTIAL' });
    expect(headlineOf(figure)).toEqual({ value, obsStatus: 'P', of, gaps: ['bazhou MISSING'] });
    expect(figure.coverage.byCount?.toFixed()).toBe('0.75');
  });

  test('the hosted zones have 528 enterprises, all of them reporting', () => {
    const figure = consolidate(ENTERPRISES, HOSTED, { mode: 'STRICT' });
    expect(headlineOf(figure)).toEqual({ value: '528', obsStatus: 'A', of: '4/4', gaps: [] });
    expect(figure.coverage.complete).toBe(true);
  });

  test('in strict mode a gap withholds the figure and still says how far the zones have come', () => {
    expect(headlineOf(consolidate(OUTPUT, ALL_ZONES, { mode: 'STRICT' }))).toEqual({
      value: null,
      obsStatus: 'O',
      of: '4/5',
      gaps: ['core NOT_REPORTED'],
    });
  });

  test('are provisional in partial mode even when every zone has reported, and final only in strict mode', () => {
    const complete = { value: '528', of: '4/4', gaps: [] };
    const partial = consolidate(ENTERPRISES, HOSTED, { mode: 'PARTIAL' });
    expect(headlineOf(partial)).toEqual({ ...complete, obsStatus: 'P' });
    expect(partial.coverage.complete).toBe(true);
    const strict = consolidate(ENTERPRISES, HOSTED, { mode: 'STRICT' });
    expect(headlineOf(strict)).toEqual({ ...complete, obsStatus: 'A' });
  });

  test.each([
    ['A', 'A', 'P'],
    ['V', 'V', 'P'],
    ['N', 'N', 'P'],
    ['E', 'E', 'E'],
    ['B', 'B', 'B'],
  ] satisfies [ObsStatus, ObsStatus, ObsStatus][])(
    'a complete figure with a part of status %s is %s in strict mode and %s in partial mode',
    (obsStatus, strict, partial) => {
      const answers = [reported('a', cell(OUTPUT, '1', { obsStatus })), reported('b', cell(OUTPUT, '2'))];
      expect(consolidate(OUTPUT, answers, { mode: 'STRICT' }).obsStatus).toBe(strict);
      expect(consolidate(OUTPUT, answers, { mode: 'PARTIAL' }).obsStatus).toBe(partial);
    },
  );

  test('every part names the return it was taken from', () => {
    const [core, bazhou] = consolidate(OUTPUT, ALL_ZONES, { mode: 'PARTIAL' }).parts;
    expect(core).toEqual({
      zone: 'core',
      outcome: { gap: 'NOT_REPORTED' },
      value: null,
      statuses: [],
      counterpart: null,
      revision: null,
      digest: null,
      verdict: null,
      synthetic: false,
    });
    expect(bazhou).toMatchObject({
      outcome: 'COUNTED',
      statuses: ['A'],
      revision: 1,
      digest: 'digest of bazhou',
      verdict: 'ACCEPTED',
    });
    expect(bazhou?.value?.toFixed()).toBe('2545000000');
  });
});

describe('a figure of a single kind', () => {
  const zones = ['7', '-2.5', '12'];
  const answers = (indicator: ReturnType<typeof madeUp>) =>
    zones.map((value, at) => reported(`z${at}`, cell(indicator, value)));

  test.each([
    ['FLOW', '16.5'],
    ['FLOW_YTD', '16.5'],
    ['FLOW_SINCE', '16.5'],
    ['STOCK_END', '16.5'],
    ['STOCK_AVG', '16.5'],
    ['MIN', '-2.5'],
    ['MAX', '12'],
  ] satisfies [IndicatorKind, string][])('of kind %s over 7, -2.5 and 12 is %s', (kind, value) => {
    const indicator = madeUp(kind);
    expect(consolidate(indicator, answers(indicator), { mode: 'STRICT' }).value?.toFixed()).toBe(value);
  });

  test('compares amounts and not the digits in which they were written', () => {
    const most = madeUp('MAX');
    const figure = consolidate(
      most,
      [reported('a', cell(most, '9')), reported('b', cell(most, '1', { unitMult: 4 })), notReported('c')],
      { mode: 'PARTIAL' },
    );
    expect(headlineOf(figure)).toMatchObject({ value: '10000', obsStatus: 'P', of: '2/3' });
  });

  test.each(['SCORE', 'COUNT_DISTINCT'] satisfies IndicatorKind[])(
    'of kind %s cannot be made from zone figures',
    (kind) => {
      const indicator = madeUp(kind);
      const attempt = () => consolidate(indicator, answers(indicator), { mode: 'PARTIAL' });
      expect(attempt).toThrow(OperationNotAllowed);
      expect(attempt).toThrow(kind);
    },
  );

  test('adds amounts written in different multiples exactly', () => {
    const written = [
      reported('a', cell(OUTPUT, '0.1', { unitMult: 8 })),
      reported('b', cell(OUTPUT, '0.2', { unitMult: 4 })),
      reported('c', cell(OUTPUT, '3', { unitMult: -2 })),
      reported('d', cell(OUTPUT, '-0.03')),
    ];
    expect(consolidate(OUTPUT, written, { mode: 'STRICT' }).value?.toFixed()).toBe('10002000');
  });
});
