import { describe, expect, test } from '@jest/globals';
import { Big } from 'big.js';
import { consolidate } from '../../../subgraphs/core/consolidation/rules/figure.ts';
import type { Held } from '../../../subgraphs/core/consolidation/rules/placement.ts';
import type { Cell, Figure, Mode, ZoneAnswer } from '../../../subgraphs/core/consolidation/rules/types.ts';
import { HOSTED, OUTPUT, REVENUE, TAX, TAX_TO_REVENUE } from './paper.ts';
import { cell, headlineOf, madeUp, notReported, reported, valuesByZone as zones } from './returns.ts';

type Shares = Readonly<Record<string, string>>;

/** Block x lies in zone a and is held as given. */
const heldBy = (shares: Shares, over: { additive?: boolean; changes?: string[] } = {}): Held => ({
  additive: over.additive ?? true,
  blocks: [
    {
      block: 'x',
      territory: 'a',
      holders: Object.entries(shares).map(([zone, share]) => ({ zone, share: new Big(share) })),
      changes: over.changes ?? [],
    },
  ],
});
const MANAGED_BY_B = heldBy({ b: '1' });
const BOTH = heldBy({ a: '1', b: '1' }, { additive: false });

const x = (value: string | null, facts: Partial<Cell> = {}): Cell => cell(OUTPUT, value, { block: 'x', ...facts });
const whole = (value: string | null, facts: Partial<Cell> = {}): Cell => cell(OUTPUT, value, facts);

const figure = (answers: readonly ZoneAnswer[], held: Held, mode: Mode = 'PARTIAL'): Figure =>
  consolidate(OUTPUT, answers, { mode, held });

describe('a block that another zone manages', () => {
  const answers = [reported('a', whole('10'), x('3')), reported('b', whole('5'))];

  test('leaves the one figure and comes to the other, and the total stays', () => {
    const managed = figure(answers, MANAGED_BY_B);
    expect(zones(managed)).toEqual({ a: '7', b: '8' });
    expect(headlineOf(managed)).toEqual(headlineOf(figure(answers, heldBy({ a: '1' }))));
    expect(managed.value?.toFixed()).toBe('15');
    expect(managed.blocks).toMatchObject([{ block: 'x', at: 'a' }]);
  });

  test('is split by shares', () => {
    expect(zones(figure(answers, heldBy({ a: '0.6', b: '0.4' })))).toEqual({ a: '8.8', b: '6.2' });
    expect(zones(figure(answers, heldBy({ b: '0.5', c: '0.5' })))).toEqual({ a: '7', b: '6.5' });
  });

  test('is no move where the perimeter leaves it in place', () => {
    expect(figure(answers, heldBy({ a: '1' })).blocks).toEqual([]);
  });

  test('without a figure of its own leaves the total whole, in strict mode too, and neither zone to be told apart', () => {
    const unknown = [reported('a', whole('10')), reported('b', whole('5'))];
    const strict = figure(unknown, MANAGED_BY_B, 'STRICT');
    expect(headlineOf(strict)).toEqual({ value: '15', obsStatus: 'A', of: '2/2', gaps: [] });
    expect(zones(strict)).toEqual({ a: 'INSEPARABLE', b: 'INSEPARABLE' });
    expect(strict.blocks).toMatchObject([{ block: 'x', at: 'a', value: null }]);
  });

  test.each([
    ['missing', x(null)],
    ['in another unit', x('3', { unit: 'USD' })],
    ['contradictory', x('3', { obsStatus: 'L' })],
  ])('whose figure is %s is not known', (_, given) => {
    expect(zones(figure([reported('a', whole('10'), given), reported('b', whole('5'))], MANAGED_BY_B))).toEqual({
      a: 'INSEPARABLE',
      b: 'INSEPARABLE',
    });
  });

  test('that cannot have such a figure moves nothing', () => {
    const none = [reported('a', whole('10'), x(null, { obsStatus: 'M' })), reported('b', whole('5'))];
    expect(zones(figure(none, MANAGED_BY_B))).toEqual({ a: '10', b: '5' });
  });

  test('makes its manager a gap where its own zone is one and it is not known', () => {
    const late = figure([notReported('a'), reported('b', whole('5'))], MANAGED_BY_B);
    expect(headlineOf(late)).toEqual({
      value: '5',
      obsStatus: 'P',
      of: '0/2',
      gaps: ['a NOT_REPORTED', 'b BLOCK_MISSING'],
    });
  });

  test('is counted for its manager where it is known and the rest of its zone is not', () => {
    const part = figure([reported('a', whole(null), x('3')), reported('b', whole('5'))], MANAGED_BY_B);
    expect(headlineOf(part)).toEqual({ value: '8', obsStatus: 'P', of: '1/2', gaps: ['a MISSING'] });
    expect(zones(part)).toEqual({ a: 'MISSING', b: '8' });
  });

  test('stays in the total while its manager is a gap', () => {
    const part = figure([reported('a', whole('10'), x('3')), { zone: 'b', answer: 'TIMEOUT' }], MANAGED_BY_B);
    expect(headlineOf(part)).toMatchObject({ value: '10', of: '1/2', gaps: ['b TIMEOUT'] });
    expect(zones(part)).toEqual({ a: '7', b: 'TIMEOUT' });
  });

  test('is all that a zone has which could have none of its own', () => {
    const part = figure(
      [reported('a', whole('10'), x('3')), reported('b', whole(null, { obsStatus: 'M' }))],
      MANAGED_BY_B,
    );
    expect(zones(part)).toEqual({ a: '7', b: '3' });
    expect(headlineOf(part)).toMatchObject({ value: '10', of: '2/2' });
  });

  test('marks the zones as a break where it passed within the period, and not the total', () => {
    const changed = figure(answers, heldBy({ b: '1' }, { changes: ['2024-07-01'] }), 'STRICT');
    expect(changed.parts.map(({ statuses }) => statuses.includes('B'))).toEqual([true, true]);
    expect(changed.obsStatus).toBe('A');
  });

  test('brings its status to its manager', () => {
    const estimated = [reported('a', whole('10'), x('3', { obsStatus: 'E' })), reported('b', whole('5'))];
    expect(figure(estimated, MANAGED_BY_B).parts[1]?.statuses).toEqual(['A', 'E']);
  });

  test('cannot be taken out of a maximum, which stands all the same', () => {
    const most = madeUp('MAX');
    const given = [reported('a', cell(most, '9'), cell(most, '9', { block: 'x' })), reported('b', cell(most, '4'))];
    const managed = consolidate(most, given, { mode: 'STRICT', held: MANAGED_BY_B });
    expect(managed.value?.toFixed()).toBe('9');
    expect(zones(managed)).toEqual({ a: 'INSEPARABLE', b: 'INSEPARABLE' });
  });
});

describe('a block that its own zone counts elsewhere (K) and its manager includes (W)', () => {
  const away = x(null, { obsStatus: 'K', counterpart: 'b' });
  const here = x('3', { obsStatus: 'W', counterpart: 'a' });

  test('stands by management as reported, and by territory goes back', () => {
    const answers = [reported('a', whole('7'), away), reported('b', whole('8'), here)];
    expect(zones(figure(answers, MANAGED_BY_B))).toEqual({ a: '7', b: '8' });
    expect(zones(figure(answers, heldBy({ a: '1' })))).toEqual({ a: '10', b: '5' });
  });

  test('is nowhere without the W: whoever holds it is a gap', () => {
    const answers = [reported('a', whole('7'), away), reported('b', whole('8'))];
    expect(zones(figure(answers, MANAGED_BY_B))).toEqual({ a: '7', b: 'K_UNPAIRED' });
    expect(zones(figure(answers, heldBy({ a: '1' })))).toEqual({ a: 'K_UNPAIRED', b: '8' });
  });

  test('stands where it is included while its own zone says nothing', () => {
    for (const silent of [notReported('a'), { zone: 'a', answer: 'TIMEOUT' }] satisfies ZoneAnswer[]) {
      const answers = [silent, reported('b', whole('8'), here)];
      expect(zones(figure(answers, MANAGED_BY_B))).toMatchObject({ b: '8' });
      expect(zones(figure(answers, heldBy({ a: '1' })))).toMatchObject({ b: '5' });
      expect(figure(answers, heldBy({ a: '1' })).value?.toFixed()).toBe('8');
    }
  });

  test('is missing while the other zone gives no answer', () => {
    const answers: ZoneAnswer[] = [reported('a', whole('7'), away), { zone: 'b', answer: 'TIMEOUT' }];
    expect(zones(figure(answers, heldBy({ a: '1' })))).toEqual({ a: 'BLOCK_MISSING', b: 'TIMEOUT' });
    expect(zones(figure(answers, MANAGED_BY_B))).toEqual({ a: '7', b: 'TIMEOUT' });
  });
});

describe('a zone whose whole amount stands in another (K)', () => {
  const pair = [
    reported('a', whole(null, { obsStatus: 'K', counterpart: 'c' }), x('3')),
    reported('b', whole('5')),
    reported('c', whole('20', { obsStatus: 'W', counterpart: 'a' })),
  ];

  test('gives its block up out of the figure in which it stands', () => {
    const managed = figure(pair, MANAGED_BY_B);
    expect(zones(managed)).toEqual({ a: 'ELSEWHERE', b: '8', c: '17' });
    expect(managed.value?.toFixed()).toBe('25');
  });

  test('is not moved by what passes within that figure', () => {
    expect(zones(figure(pair, heldBy({ c: '1' })))).toEqual({ a: 'ELSEWHERE', b: '5', c: '20' });
  });
});

describe('for assessment', () => {
  const answers = [reported('a', whole('10'), x('3')), reported('b', whole('5'))];

  test.each(['PARTIAL', 'STRICT'] as const)('zones have figures, and there is no total (%s)', (mode) => {
    const assessed = figure(answers, BOTH, mode);
    expect(zones(assessed)).toEqual({ a: '10', b: '8' });
    expect(assessed).toMatchObject({ additive: false, value: null, obsStatus: 'M', coverage: { reported: 2 } });
  });

  test('a zone whose credit is not known is a gap, whatever others have', () => {
    const unknown = [reported('a', whole('10')), reported('b', whole('5'))];
    expect(zones(figure(unknown, BOTH))).toEqual({ a: '10', b: 'BLOCK_MISSING' });
    expect(zones(figure(unknown, heldBy({ a: '0.5', b: '0.5' }, { additive: false })))).toEqual({
      a: 'BLOCK_MISSING',
      b: 'BLOCK_MISSING',
    });
  });

  test('a ratio has no total either, nor have its terms', () => {
    const assessed = consolidate(TAX_TO_REVENUE, HOSTED, { mode: 'PARTIAL', held: BOTH });
    expect([assessed, assessed.terms?.numerator, assessed.terms?.denominator].map((each) => each?.value)).toEqual([
      null,
      null,
      null,
    ]);
    expect(assessed.parts[1]?.value?.toFixed()).toBe('0.9627');
  });
});

describe('a ratio under management', () => {
  const tax = (value: string, block: string | null = null): Cell => cell(TAX, value, { block });
  const revenue = (value: string, block: string | null = null): Cell => cell(REVENUE, value, { block });
  const ratioOf = (answers: readonly ZoneAnswer[]): Figure =>
    consolidate(TAX_TO_REVENUE, answers, { mode: 'PARTIAL', held: MANAGED_BY_B });

  test('is taken over the same blocks in both terms', () => {
    const moved = ratioOf([
      reported('a', tax('4'), revenue('100'), tax('1', 'x'), revenue('50', 'x')),
      reported('b', tax('2'), revenue('20')),
    ]);
    expect(zones(moved)).toEqual({ a: '6', b: '4.2857' });
    expect(moved.value?.toFixed()).toBe('5');
  });

  test('stands for the whole where one term of the block is not known', () => {
    const moved = ratioOf([
      reported('a', tax('4'), revenue('100'), tax('1', 'x')),
      reported('b', tax('2'), revenue('20')),
    ]);
    expect(zones(moved)).toEqual({ a: 'INSEPARABLE', b: 'INSEPARABLE' });
    expect(moved.value?.toFixed()).toBe('5');
  });

  test('leaves out the manager of a block of which one term is nowhere', () => {
    const moved = ratioOf([reported('a', tax('4'), tax('1', 'x')), reported('b', tax('2'), revenue('20'))]);
    expect(zones(moved)).toEqual({ a: 'MISSING', b: 'BLOCK_MISSING' });
    expect(moved.value?.toFixed()).toBe('10'); // of what b reported, with one gap told for it and one for a
  });

  test('leaves out zones of which one term holds the block and the other does not', () => {
    const moved = ratioOf([
      reported(
        'a',
        tax('3'),
        revenue('100'),
        cell(TAX, null, { block: 'x', obsStatus: 'K', counterpart: 'b' }),
        revenue('50', 'x'),
      ),
      reported('b', tax('3'), revenue('20'), cell(TAX, '1', { block: 'x', obsStatus: 'W', counterpart: 'a' })),
    ]);
    expect(zones(moved)).toEqual({ a: 'K_UNPAIRED', b: 'K_UNPAIRED' });
    expect(moved.value).toBeNull();
  });
});
