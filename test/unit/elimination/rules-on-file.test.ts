import { describe, expect, test } from '@jest/globals';
import { consolidate } from '../../../subgraphs/core/consolidation/rules/figure.ts';
import type { Cell, Figure, Mode, ZoneAnswer } from '../../../subgraphs/core/consolidation/rules/types.ts';
import { ELIMINATIONS, parseEliminations } from '../../../subgraphs/core/elimination/file.ts';
import { eliminationsOf } from '../../../subgraphs/core/elimination/service.ts';
import { heldBlocks } from '../../../subgraphs/core/perimeter/service.ts';
import { ALL_ZONES, OUTPUT, REVENUE, TAX, TAX_TO_REVENUE } from '../consolidation/paper.ts';
import { cell, headlineOf, notReported, reported } from '../consolidation/returns.ts';

const ENCLAVE = 'bazhou-zengkou-qingjiang';
const duplicates = (...indicators: string[]) =>
  indicators.map((indicator) => ({ indicator, kind: 'DUPLICATE_BLOCK', enabled: true, source: 'test' }));
const fileOf = (...rules: object[]) => ({ version: '9.0.0', effectiveFrom: '2021-01-01', rules });

describe('the rules on file', () => {
  test('are all off: a total is a gross total unless somebody decides otherwise', () => {
    expect(ELIMINATIONS.rules.filter(({ enabled }) => enabled)).toEqual([]);
    expect(eliminationsOf('2024', ALL_ZONES, heldBlocks('TERRITORIAL', '2024')).size).toBe(0);
    expect(consolidate(OUTPUT, ALL_ZONES, { mode: 'PARTIAL' }).eliminated).toBeNull();
  });

  test.each([
    ['of a ratio', { indicator: 'TAX_TO_REVENUE', kind: 'DUPLICATE_BLOCK' }, /not an indicator that adds up/],
    ['of an unknown indicator', { indicator: 'NOPE', kind: 'DUPLICATE_BLOCK' }, /not an indicator that adds up/],
    [
      'of a transfer that nothing states',
      { indicator: 'TAX_REVENUE', kind: 'INTERZONE_TRANSFER' },
      /names the two indicators/,
    ],
    [
      'of a block that a transfer states',
      { indicator: 'TAX_REVENUE', kind: 'DUPLICATE_BLOCK', kept: 'TAX_REVENUE', removed: 'TAX_REVENUE' },
      /and nothing else/,
    ],
    [
      'that is on without its indicators',
      { indicator: 'TAX_REVENUE', kind: 'INTERZONE_TRANSFER', kept: 'TAX_OUT', removed: 'TAX_IN' },
      /cannot be on while TAX_OUT, TAX_IN/,
    ],
    ['of one term of a ratio', { indicator: 'TAX_REVENUE', kind: 'DUPLICATE_BLOCK' }, /TAX_TO_REVENUE: its terms/],
  ])('%s are refused', (_, rule, message) => {
    expect(() => parseEliminations(fileOf({ ...rule, enabled: true, source: 'test' }))).toThrow(message);
  });

  test('twice, or taking one thing out twice, are refused', () => {
    expect(() => parseEliminations(fileOf(...duplicates('INDUSTRIAL_OUTPUT', 'INDUSTRIAL_OUTPUT')))).toThrow(
      /defined twice/,
    );
    const both = [
      ...duplicates('INDUSTRIAL_OUTPUT'),
      { ...duplicates('INDUSTRIAL_OUTPUT')[0], kind: 'DUPLICATE_ENTITY' },
    ];
    expect(() => parseEliminations(fileOf(...both))).toThrow(/cannot both be on/);
  });

  test('that are off may name what is not in the catalogue yet', () => {
    expect(
      parseEliminations(
        fileOf({
          indicator: 'TAX_REVENUE',
          kind: 'INTERZONE_TRANSFER',
          kept: 'TAX_OUT',
          removed: 'TAX_IN',
          enabled: false,
          source: 'test',
        }),
      ).rules,
    ).toHaveLength(1);
  });
});

describe('a figure with an elimination that is on', () => {
  const rules = parseEliminations(fileOf(...duplicates(OUTPUT.code, TAX.code, REVENUE.code)));
  const figure = (
    indicator: typeof OUTPUT,
    answers: readonly ZoneAnswer[],
    perimeter: 'TERRITORIAL' | 'MANAGED' | 'ASSESSED' = 'TERRITORIAL',
    mode: Mode = 'STRICT',
  ): Figure => {
    const held = heldBlocks(perimeter, '2024');
    return consolidate(indicator, answers, { mode, held, eliminations: eliminationsOf('2024', answers, held, rules) });
  };
  const block = (indicator: typeof OUTPUT, value: string): Cell => cell(indicator, value, { block: ENCLAVE });
  const both = [
    reported('core', cell(OUTPUT, '10'), block(OUTPUT, '3')),
    reported('bazhou', cell(OUTPUT, '20'), block(OUTPUT, '4')),
  ];

  test('is net of what both have, and the zones stay as they are', () => {
    const { value, eliminated, parts } = figure(OUTPUT, both);
    expect([value, eliminated?.amount].map((each) => each?.toFixed())).toEqual(['27', '3']);
    expect(parts.map((part) => part.value?.toFixed())).toEqual(['10', '20']);
    expect(eliminated?.entries).toMatchObject([
      { removed: { zone: 'core', revision: 1, digest: 'digest of core' }, kept: { zone: 'bazhou' } },
    ]);
    expect(eliminated?.unmatched).toMatchObject([{ side: { zone: 'bazhou' }, reason: 'UNEQUAL' }]);
  });

  test('keeps the block with who holds it under the perimeter', () => {
    const { eliminated, value } = figure(OUTPUT, both, 'MANAGED');
    expect(eliminated?.entries).toMatchObject([{ removed: { zone: 'bazhou' }, kept: { zone: 'core' } }]);
    expect(value?.toFixed()).toBe('27');
  });

  test('has no elimination for assessment, where there is no total', () => {
    expect(figure(OUTPUT, both, 'ASSESSED')).toMatchObject({ value: null, eliminated: null });
  });

  test('takes nothing out of a total in which one of the two is not', () => {
    const half = [reported('core', block(OUTPUT, '3')), both[1]].filter((each) => each !== undefined);
    expect(headlineOf(figure(OUTPUT, half, 'TERRITORIAL', 'PARTIAL'))).toMatchObject({
      value: '20',
      gaps: ['core MISSING'],
    });
    expect(figure(OUTPUT, half, 'TERRITORIAL', 'PARTIAL').eliminated?.entries).toEqual([]);
  });

  test('has the coverage, the status and the mode of the same figure without', () => {
    for (const answers of [both, [notReported('core'), ...both.slice(1)]]) {
      for (const mode of ['PARTIAL', 'STRICT'] as const) {
        const [on, off] = [figure(OUTPUT, answers, 'TERRITORIAL', mode), consolidate(OUTPUT, answers, { mode })];
        expect([on.obsStatus, on.coverage, on.value === null]).toEqual([
          off.obsStatus,
          off.coverage,
          off.value === null,
        ]);
      }
    }
  });

  test('is a ratio of net to net', () => {
    const answers = ['core', 'bazhou'].map((zone) =>
      reported(zone, cell(TAX, '5'), cell(REVENUE, '40'), block(TAX, '2'), block(REVENUE, '10')),
    );
    const { value, terms } = figure(TAX_TO_REVENUE, answers);
    expect(value?.toFixed()).toBe('11.4286'); // (10 − 2) / (80 − 10)
    expect(terms?.numerator.eliminated?.amount.toFixed()).toBe('2');
  });
});
