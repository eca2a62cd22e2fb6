import { describe, expect, test } from '@jest/globals';
import { Big } from 'big.js';
import { coverageOf, type Weights } from '../../../subgraphs/core/consolidation/rules/coverage.ts';
import { consolidate } from '../../../subgraphs/core/consolidation/rules/figure.ts';
import { inUnits } from '../../../subgraphs/core/consolidation/rules/number.ts';
import type { Outcome, Part } from '../../../subgraphs/core/consolidation/rules/types.ts';
import { ALL_ZONES, HOSTED, REVENUE } from './paper.ts';

const weights = (of: Readonly<Record<string, string>>): Weights =>
  new Map(Object.entries(of).map(([zone, weight]) => [zone, inUnits(weight, 8)]));

const BY_OUTPUT = { bazhou: '25.45', enyang: '55.26', nanjiang: '36.88', tongjiang: '19.077' };

const part = (zone: string, outcome: Outcome): Part => ({
  zone,
  outcome,
  value: outcome === 'COUNTED' ? new Big(1) : null,
  statuses: [],
  counterpart: null,
  revision: null,
  digest: null,
  verdict: null,
  synthetic: false,
});
const GAP: Outcome = { gap: 'NOT_REPORTED' };
const counted = (count: number): Part[] => Array.from({ length: count }, (_, at) => part(`z${at}`, 'COUNTED'));

describe('coverage by weight', () => {
  test('of the paper revenue, weighed by output, is 111.217 of 136.667: 0.8137, rounded down', () => {
    const { coverage } = consolidate(REVENUE, HOSTED, { mode: 'PARTIAL', weights: weights(BY_OUTPUT) });
    expect(coverage.byWeight?.toFixed()).toBe('0.8137');
    expect(coverage.byCount?.toFixed()).toBe('0.75');
  });

  test('is not known while one expected zone has no weight, be it a gap or not', () => {
    const core = consolidate(REVENUE, ALL_ZONES, { mode: 'PARTIAL', weights: weights(BY_OUTPUT) });
    expect(core.coverage.byWeight).toBeNull();
    const noNanjiang = weights({ bazhou: '25.45', enyang: '55.26', tongjiang: '19.077' });
    const hosted = consolidate(REVENUE, HOSTED, { mode: 'PARTIAL', weights: noNanjiang });
    expect(hosted.coverage.byWeight).toBeNull();
  });

  test('is not known without weights, nor when all weigh nothing', () => {
    expect(coverageOf(counted(2)).byWeight).toBeNull();
    expect(coverageOf(counted(2), weights({ z0: '0', z1: '0' })).byWeight).toBeNull();
  });

  test('is whole without a gap and nothing when every zone is one', () => {
    const two = weights({ z0: '3', z1: '4' });
    expect(coverageOf(counted(2), two).byWeight?.toFixed()).toBe('1');
    expect(coverageOf([part('z0', GAP), part('z1', GAP)], two).byWeight?.toFixed()).toBe('0');
  });

  test('asks for no weight of a zone that is not expected', () => {
    const parts = [...counted(1), part('never', 'NOT_APPLICABLE')];
    expect(coverageOf(parts, weights({ z0: '3' })).byWeight?.toFixed()).toBe('1');
  });
});

describe('coverage by count', () => {
  test('is rounded down, so that nearly all is never all', () => {
    expect(coverageOf([...counted(29_999), part('last', GAP)]).byCount?.toFixed()).toBe('0.9999');
    expect(coverageOf([...counted(2), part('last', GAP)]).byCount?.toFixed()).toBe('0.6666');
  });

  test('counts what stands elsewhere as reported and leaves out what cannot exist', () => {
    const parts = [part('a', 'COUNTED'), part('b', 'ELSEWHERE'), part('c', 'NOT_APPLICABLE'), part('d', GAP)];
    expect(coverageOf(parts)).toMatchObject({
      expected: 3,
      reported: 2,
      complete: false,
      gaps: [{ zone: 'd', reason: 'NOT_REPORTED' }],
    });
  });

  test('of nothing expected is neither known nor complete', () => {
    expect(coverageOf([])).toEqual({
      expected: 0,
      reported: 0,
      synthetic: 0,
      complete: false,
      byCount: null,
      byWeight: null,
      gaps: [],
    });
  });
});
