import { describe, expect, test } from '@jest/globals';
import { consolidate } from '../../../subgraphs/core/consolidation/rules/figure.ts';
import { isPaired } from '../../../subgraphs/core/consolidation/rules/parts.ts';
import type { Cell, ZoneAnswer } from '../../../subgraphs/core/consolidation/rules/types.ts';
import { OUTPUT, REVENUE } from './paper.ts';
import { cell, headlineOf, notReported, reported, type Headline } from './returns.ts';

const included = (counterpart: string | null): Cell => cell(OUTPUT, null, { obsStatus: 'K', counterpart });
const including = (counterpart: string | null, value: string | null = '9'): Cell =>
  cell(OUTPUT, value, { obsStatus: 'W', counterpart });

/** A return that is still the zone's own affair, with cells all the same. */
const draft = (zone: string, ...cells: readonly Cell[]): ZoneAnswer => ({
  zone,
  answer: { reported: false, revision: 1, digest: null, verdict: null, synthetic: false, cells },
});

const figureOf = (...answers: readonly ZoneAnswer[]): Headline =>
  headlineOf(consolidate(OUTPUT, answers, { mode: 'PARTIAL' }));

describe('a figure that another zone counts (K)', () => {
  test('is reported, and counted once, beside the counterpart that includes it (W)', () => {
    const answers = [reported('a', included('b')), reported('b', including('a')), reported('c', cell(OUTPUT, '1'))];
    expect(figureOf(...answers)).toEqual({ value: '10', obsStatus: 'W', of: '3/3', gaps: [] });
    const [first] = consolidate(OUTPUT, answers, { mode: 'STRICT' }).parts;
    expect(first).toMatchObject({ outcome: 'ELSEWHERE', value: null, statuses: ['K'] });
  });

  test('names the other zone on both sides, and a counterpart without K or W means nothing', () => {
    const stray = cell(OUTPUT, '1', { counterpart: 'a' });
    const answers = [
      reported('a', included('b')),
      reported('b', including('a')),
      reported('c', stray),
      notReported('d'),
    ];
    const { parts } = consolidate(OUTPUT, answers, { mode: 'PARTIAL' });
    expect(parts.map(({ counterpart }) => counterpart)).toEqual(['b', 'a', null, null]);
  });

  test.each([
    ['names no counterpart', included(null), reported('b', including('a'))],
    ['names itself', included('a'), reported('b', including('a'))],
    ['names a zone that is not asked', included('x'), reported('b', including('a'))],
    ['names a zone that does not say so', included('b'), reported('b', cell(OUTPUT, '9', { counterpart: 'a' }))],
    ['names a zone that includes another one', included('b'), reported('b', including('c'))],
    ['names a zone that counts it elsewhere itself', included('b'), reported('b', included('a'))],
    ['names a zone that includes it without a number', included('b'), reported('b', including('a', null))],
    ['names a zone that has not reported', included('b'), notReported('b')],
    ['names a zone that includes it in another unit', included('b'), reported('b', { ...including('a'), unit: 'USD' })],
    ['names a zone whose return, not yet submitted, includes it', included('b'), draft('b', including('a'))],
  ])('is a gap when it %s', (_, mine, theirs) => {
    const { gaps } = consolidate(OUTPUT, [reported('a', mine), theirs], { mode: 'PARTIAL' }).coverage;
    expect(gaps).toContainEqual({ zone: 'a', reason: 'K_UNPAIRED' });
  });

  test('is a gap while the counterpart gives no answer', () => {
    expect(figureOf(reported('a', included('b')), { zone: 'b', answer: 'TIMEOUT' })).toEqual({
      value: null,
      obsStatus: 'O',
      of: '0/2',
      gaps: ['a K_UNPAIRED', 'b TIMEOUT'],
    });
  });

  test('is not paired by another indicator, nor by a block of the counterpart', () => {
    const elsewhere = cell(REVENUE, '9', { obsStatus: 'W', counterpart: 'a' });
    const ofBlock = { ...including('a'), block: 'b-one' };
    for (const theirs of [elsewhere, ofBlock]) {
      expect(figureOf(reported('a', included('b')), reported('b', theirs))).toMatchObject({
        gaps: ['a K_UNPAIRED', 'b MISSING'],
      });
    }
  });
});

describe('a pair', () => {
  test('holds from both sides', () => {
    const answers = [reported('a', included('b')), reported('b', including('a'))];
    expect(isPaired(OUTPUT, 'a', included('b'), answers)).toBe(true);
    expect(isPaired(OUTPUT, 'b', including('a'), answers)).toBe(true);
  });

  test('is not made by two that both include', () => {
    const answers = [reported('a', including('b')), reported('b', including('a'))];
    expect(isPaired(OUTPUT, 'a', including('b'), answers)).toBe(false);
  });

  test('is not made when the one counted elsewhere names a third zone', () => {
    const answers = [reported('a', included('c')), reported('b', including('a'))];
    expect(isPaired(OUTPUT, 'b', including('a'), answers)).toBe(false);
  });

  test('is seen from the including side whether or not that one is counted: the finding there is another', () => {
    const refused = { ...including('a'), unit: 'USD' };
    const answers = [reported('a', included('b')), reported('b', refused)];
    expect(isPaired(OUTPUT, 'b', refused, answers)).toBe(true);
    expect(isPaired(OUTPUT, 'a', included('b'), answers)).toBe(false);
  });

  test('is not made with a W that is itself refused for its unit: the amount would be nowhere', () => {
    const refused = { ...including('a'), unit: 'USD' };
    expect(figureOf(reported('a', included('b')), reported('b', refused))).toMatchObject({
      value: null,
      of: '0/2',
      gaps: ['a K_UNPAIRED', 'b UNIT_MISMATCH'],
    });
  });

  test('does not keep an unpaired W out of the sum: its number is there', () => {
    expect(figureOf(reported('b', including('a')), reported('a', cell(OUTPUT, '1')))).toEqual({
      value: '10',
      obsStatus: 'W',
      of: '2/2',
      gaps: [],
    });
  });
});
