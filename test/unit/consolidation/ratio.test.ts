import { describe, expect, test } from '@jest/globals';
import { Big } from 'big.js';
import { consolidate, type FigureOptions } from '../../../subgraphs/core/consolidation/rules/figure.ts';
import type { Indicator } from '../../../schema/standard.ts';
import { OperationNotAllowed } from '../../../subgraphs/core/consolidation/rules/kinds.ts';
import { additiveParts, ratioParts } from '../../../subgraphs/core/consolidation/rules/parts.ts';
import type { Cell, Figure, ZoneAnswer } from '../../../subgraphs/core/consolidation/rules/types.ts';
import { ALL_ZONES, HOSTED, REVENUE, TAX, TAX_TO_REVENUE } from './paper.ts';
import { cell, headlineOf, madeUp, reported } from './returns.ts';

function ratio(answers: readonly ZoneAnswer[], mode: FigureOptions['mode'] = 'PARTIAL'): Figure {
  return consolidate(TAX_TO_REVENUE, answers, { mode });
}

const zone = (name: string, tax: Cell, revenue: Cell): ZoneAnswer => reported(name, tax, revenue);
const COMPLETE = zone('b', cell(TAX, '1'), cell(REVENUE, '8'));
const COMPLETE_C = zone('c', cell(TAX, '1'), cell(REVENUE, '8'));

describe('tax to revenue of the paper', () => {
  test('is 3.3908 per cent of the three zones that gave both', () => {
    expect(headlineOf(ratio(HOSTED))).toEqual({
      value: '3.3908',
      obsStatus: 'P',
      of: '3/4',
      gaps: ['bazhou MISSING'],
    });
  });

  test('is not the mean of the three ratios, 3.4985', () => {
    const own = ratio(HOSTED).parts.map(({ value }) => value?.toFixed() ?? null);
    expect(own).toEqual([null, '0.9627', '8.5706', '0.9622']);
    const mean = own.reduce((sum, value) => sum.plus(value ?? 0), new Big(0)).div(3);
    expect(mean.round(4).toFixed()).toBe('3.4985');
    expect(ratio(HOSTED).value?.toFixed()).not.toBe('3.4985');
  });

  test('comes with its terms, each covered as far as it was given itself', () => {
    const { terms } = ratio(HOSTED);
    expect(terms && headlineOf(terms.numerator)).toMatchObject({ value: '350800000', of: '3/4' });
    expect(terms && headlineOf(terms.denominator)).toMatchObject({ value: '10345700000', of: '3/4' });
    expect(consolidate(TAX, HOSTED, { mode: 'PARTIAL' }).terms).toBeNull();
  });

  test('is withheld in strict mode, with both gaps named', () => {
    expect(headlineOf(ratio(ALL_ZONES, 'STRICT'))).toEqual({
      value: null,
      obsStatus: 'O',
      of: '3/5',
      gaps: ['core NOT_REPORTED', 'bazhou MISSING'],
    });
  });
});

describe('a ratio', () => {
  test('may cover fewer zones than one of its terms', () => {
    const { coverage, terms } = ratio([zone('a', cell(TAX, '100'), cell(REVENUE, null)), COMPLETE]);
    expect([coverage.reported, terms?.numerator.coverage.reported]).toEqual([1, 2]);
    expect(terms?.numerator.value?.toFixed()).toBe('101');
  });

  test.each([
    ['the denominator is missing', cell(TAX, '100'), cell(REVENUE, null), 'MISSING'],
    ['the numerator is missing', cell(TAX, null), cell(REVENUE, '100'), 'MISSING'],
    ['the denominator is in another unit', cell(TAX, '100'), cell(REVENUE, '1', { unit: 'USD' }), 'UNIT_MISMATCH'],
    ['the numerator is suppressed', cell(TAX, null, { obsStatus: 'Q' }), cell(REVENUE, '1'), 'SUPPRESSED'],
  ])('takes neither term of a zone of which %s', (_, tax, revenue, reason) => {
    expect(headlineOf(ratio([zone('a', tax, revenue), COMPLETE]))).toEqual({
      value: '12.5',
      obsStatus: 'P',
      of: '1/2',
      gaps: [`a ${reason}`],
    });
  });

  test.each([
    ['numerator', cell(TAX, null, { obsStatus: 'M' }), cell(REVENUE, '100')],
    ['denominator', cell(TAX, '100'), cell(REVENUE, null, { obsStatus: 'M' })],
  ])('does not expect a zone whose %s cannot exist', (_, tax, revenue) => {
    expect(headlineOf(ratio([zone('a', tax, revenue), COMPLETE], 'STRICT'))).toMatchObject({
      value: '12.5',
      of: '1/1',
    });
  });

  test('has gaps where one term is counted here and the other elsewhere: their quotient would compare nothing', () => {
    const answers = [
      zone('a', cell(TAX, null, { obsStatus: 'K', counterpart: 'b' }), cell(REVENUE, '100')),
      zone('b', cell(TAX, '1', { obsStatus: 'W', counterpart: 'a' }), cell(REVENUE, '8')),
    ];
    expect(headlineOf(ratio(answers))).toMatchObject({
      value: null,
      of: '0/2',
      gaps: ['a K_UNPAIRED', 'b K_UNPAIRED'],
    });
  });

  test('is complete where both terms are counted with the counterpart', () => {
    const away = { obsStatus: 'K', counterpart: 'b' } satisfies Partial<Cell>;
    const here = { obsStatus: 'W', counterpart: 'a' } satisfies Partial<Cell>;
    const answers = [
      zone('a', cell(TAX, null, away), cell(REVENUE, null, away)),
      zone('b', cell(TAX, '1', here), cell(REVENUE, '8', here)),
    ];
    expect(headlineOf(ratio(answers, 'STRICT'))).toEqual({ value: '12.5', obsStatus: 'W', of: '2/2', gaps: [] });
  });

  describe('of zones that count for each other', () => {
    const k = (indicator: Indicator, counterpart: string): Cell =>
      cell(indicator, null, { obsStatus: 'K', counterpart });
    const w = (indicator: Indicator, value: string, counterpart: string): Cell =>
      cell(indicator, value, { obsStatus: 'W', counterpart });

    test('is not complete when the terms of one zone are with two others', () => {
      const answers = [
        zone('a', k(TAX, 'b'), k(REVENUE, 'c')),
        zone('b', w(TAX, '1', 'a'), cell(REVENUE, '8')),
        zone('c', cell(TAX, '1'), w(REVENUE, '8', 'a')),
      ];
      expect(headlineOf(ratio(answers))).toMatchObject({
        value: null,
        of: '0/3',
        gaps: ['a K_UNPAIRED', 'b K_UNPAIRED', 'c K_UNPAIRED'],
      });
      const { terms } = ratio(answers);
      expect([terms?.numerator.coverage.reported, terms?.denominator.coverage.reported]).toEqual([3, 3]);
    });

    test.each([
      ['denominator is not', w(TAX, '1', 'b'), cell(REVENUE, '8')],
      [
        'denominator names its counterpart without being one',
        w(TAX, '1', 'b'),
        cell(REVENUE, '8', { counterpart: 'b' }),
      ],
      ['denominator includes a third zone', w(TAX, '1', 'b'), w(REVENUE, '8', 'c')],
      ['denominator includes one and the numerator does not', cell(TAX, '1'), w(REVENUE, '8', 'b')],
    ])('does not take a zone whose numerator includes another while its %s', (_, tax, revenue) => {
      expect(headlineOf(ratio([zone('a', tax, revenue), COMPLETE]))).toEqual({
        value: '12.5',
        obsStatus: 'P',
        of: '1/2',
        gaps: ['a K_UNPAIRED'],
      });
    });

    test('does not believe a K whose counterpart includes it in one term and a third zone in the other', () => {
      const answers = [
        zone('a', k(TAX, 'b'), k(REVENUE, 'b')),
        zone('b', w(TAX, '1', 'a'), w(REVENUE, '8', 'c')),
        COMPLETE_C,
      ];
      expect(headlineOf(ratio(answers))).toMatchObject({
        value: '12.5',
        of: '1/3',
        gaps: ['a K_UNPAIRED', 'b K_UNPAIRED'],
      });
    });

    test('does not believe a K whose counterpart is counted in one term only', () => {
      const answers = [
        zone('a', k(TAX, 'b'), k(REVENUE, 'b')),
        zone('b', w(TAX, '1', 'a'), { ...w(REVENUE, '8', 'a'), unit: 'USD' }),
      ];
      const figure = ratio(answers);
      expect(headlineOf(figure)).toMatchObject({ value: null, of: '0/2', gaps: ['a K_UNPAIRED', 'b UNIT_MISMATCH'] });
      expect(figure.terms?.numerator.coverage.reported).toBe(2);
    });
  });

  test('refuses terms that are not of the same zones', () => {
    const parts = (...answers: readonly ZoneAnswer[]) => additiveParts(TAX, answers);
    const [one, two] = [parts(COMPLETE), parts(COMPLETE_C)];
    expect(() => ratioParts(TAX_TO_REVENUE, one, two)).toThrow(TypeError);
    expect(() => ratioParts(TAX_TO_REVENUE, one, [])).toThrow(TypeError);
  });

  test('has the gravest status of both terms', () => {
    const estimated = zone('a', cell(TAX, '1'), cell(REVENUE, '8', { obsStatus: 'E' }));
    const figure = ratio([estimated, COMPLETE]);
    expect(figure.obsStatus).toBe('E');
    expect(figure.parts[0]?.statuses).toEqual(['A', 'E']);
  });

  test.each(['STRICT', 'PARTIAL'] satisfies FigureOptions['mode'][])(
    'on a base of zero does not exist (%s)',
    (mode) => {
      const figure = ratio([zone('a', cell(TAX, '1'), cell(REVENUE, '0'))], mode);
      expect(headlineOf(figure)).toEqual({ value: null, obsStatus: 'M', of: '1/1', gaps: [] });
    },
  );

  test('of nothing to something is zero, and a zone without a base has no ratio of its own', () => {
    const answers = [zone('a', cell(TAX, '0'), cell(REVENUE, '0')), zone('b', cell(TAX, '0'), cell(REVENUE, '8'))];
    const figure = ratio(answers, 'STRICT');
    expect(ratio(answers).obsStatus).toBe('P');
    expect(headlineOf(figure)).toMatchObject({ value: '0', obsStatus: 'A', of: '2/2' });
    expect(figure.parts.map(({ value }) => value?.toFixed() ?? null)).toEqual([null, '0']);
  });

  test('that is no percentage is not multiplied by a hundred', () => {
    const perUnit = madeUp('RATIO', { unit: 'CNY', numerator: TAX.code, denominator: REVENUE.code });
    expect(consolidate(perUnit, [COMPLETE], { mode: 'STRICT' }).value?.toFixed()).toBe('0.12');
  });

  test.each([{}, { numerator: TAX.code }, { numerator: 'NO_SUCH', denominator: REVENUE.code }])(
    'without both its terms is refused: %j',
    (terms) => {
      expect(() => consolidate(madeUp('RATIO', terms), [COMPLETE], { mode: 'PARTIAL' })).toThrow(OperationNotAllowed);
    },
  );
});
