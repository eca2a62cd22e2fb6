import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { OBS_STATUSES } from '../../../../schema/obs-status.ts';
import { DecimalScalar } from '../../../../schema/scalars.ts';
import { STANDARD } from '../../../../schema/standard.ts';
import { validate } from '../../../../subgraphs/kit/validation/rules.ts';
import type { ReturnCell } from '../../../../subgraphs/kit/validation/types.ts';
import { BLOCKS, cell, monthly, rulesTold, submission } from './returns.ts';

const TAX = 'TAX_REVENUE';
const rules = (...cells: readonly ReturnCell[]): string[] => rulesTold(monthly('2026-03', cells));

describe('a single figure', () => {
  test.each<[string, ReturnCell]>([
    ['INDICATOR_NOT_ASKED', cell('EMPLOYEES', '1')],
    ['INDICATOR_NOT_ASKED', cell('__proto__', '1')],
    ['LEVEL_NOT_ASKED', cell(TAX, '1', { enterprise: '91511902MA6XXXXXXX' })],
    ['UNKNOWN_BLOCK', cell(TAX, '1', { block: 'four' })],
    ['UNKNOWN_UNIT', cell(TAX, '1', { unit: 'EUR' })],
    ['UNIT_MISMATCH', cell(TAX, '1', { unit: 'USD' })],
    ['INVALID_VALUE', cell(TAX, '1e3')],
    ['INVALID_VALUE', cell(TAX, '9223372036854775808')],
    ['INVALID_VALUE', cell(TAX, '1', { unitMult: 16 })],
    ['INVALID_VALUE', cell(TAX, '1', { unitMult: 0.5 })],
    ['NOT_WHOLE', cell('ENTERPRISES_ABOVE_SCALE', '23.5')],
    ['STATUS_CONTRADICTS', cell(TAX, null, { obsStatus: 'A' })],
    ['STATUS_CONTRADICTS', cell(TAX, '1', { obsStatus: 'L' })],
    ['COUNTERPART', cell(TAX, '1', { obsStatus: 'W' })],
    ['COUNTERPART', cell(TAX, '1', { obsStatus: 'W', counterpart: 'bazhou' })],
    ['COUNTERPART', cell(TAX, null, { obsStatus: 'K', counterpart: 'atlantis' })],
    ['COUNTERPART', cell(TAX, '1', { counterpart: 'core' })],
  ])('%s is found', (rule, wrong) => {
    expect(rules(wrong)).toEqual([rule]);
  });

  test.each<[string, ReturnCell]>([
    ['zero, which is a figure', cell(TAX, '0')],
    ['a block', cell(TAX, '1', { block: 'one' })],
    ['W with another zone', cell(TAX, '1', { obsStatus: 'W', counterpart: 'core' })],
    ['K with another zone', cell(TAX, null, { obsStatus: 'K', counterpart: 'core' })],
    ['a break with or without a number', cell(TAX, null, { obsStatus: 'B' })],
    ['a count in ten thousands', cell('ENTERPRISES_ABOVE_SCALE', '0.0023', { unitMult: 4 })],
    ['a count with zeros behind the point', cell('ENTERPRISES_ABOVE_SCALE', '23.0')],
  ])('%s passes', (_, right) => {
    expect(rules(right)).toEqual([]);
  });

  test('DUPLICATE: the same figure twice; the first counts', () => {
    const twice = [cell(TAX, '1'), cell(TAX, '-2')];
    expect(rules(...twice)).toEqual(['DUPLICATE']);
    expect(rules(cell(TAX, '1'), cell(TAX, '1', { block: 'one' }), cell(TAX, '0', { block: 'two' }))).toEqual([]);
  });

  test('BLOCK_NOT_VALID: a block that was closed or not yet made', () => {
    const found = (days: object, period = '2026-03'): string[] =>
      rulesTold(
        monthly(period, [cell(TAX, '1', { block: 'one' })], { blocks: [{ code: 'one', name: '一', ...days }] }),
      );
    expect(found({ validFrom: '2026-03-31', validTo: null })).toEqual([]);
    expect(found({ validFrom: '2026-04-01' })).toEqual(['BLOCK_NOT_VALID']);
    expect(found({ validTo: '2026-03-31' })).toEqual([]);
    expect(found({ validTo: '2026-03-30' })).toEqual(['BLOCK_NOT_VALID']);
  });
});

describe('a return', () => {
  test('PERIOD_NOT_ASKED: January of a monthly return, a quarter, nonsense', () => {
    for (const period of ['2026-01', '2026-Q1', 'yesterday']) {
      expect(rulesTold(monthly(period, []))).toEqual(['PERIOD_NOT_ASKED']);
    }
  });

  test('ENTERPRISE_IN_TWO_BLOCKS: an enterprise sits in one block', () => {
    const at = (block: string) => ({ enterprise: '91511902MA6XXXXXXX', block });
    const found = (block: string): string[] =>
      rulesTold(
        validate(
          submission('ENTERPRISE_MONTHLY', '2026-03', [cell(TAX, '1', at('one')), cell('EMPLOYEES', '9', at(block))]),
        ),
      );
    expect(found('one')).toEqual([]);
    expect(found('two')).toEqual(['ENTERPRISE_IN_TWO_BLOCKS']);
  });

  test('MISSING asks why for each figure of the zone that is not there, and never takes it for zero', () => {
    const found = monthly('2026-03', [cell(TAX, null), cell('OPERATING_REVENUE', null, { obsStatus: 'M' })]);
    expect(found.map((each) => [each.rule, each.severity, each.indicator, each.needsExplanation])).toEqual(
      [
        'ENTERPRISES_ABOVE_SCALE',
        'INDUSTRIAL_OUTPUT',
        'INDUSTRIAL_OUTPUT_YTD',
        'OPERATING_REVENUE_YTD',
        TAX,
        'TAX_REVENUE_YTD',
      ].map((indicator) => ['MISSING', 'WARNING', indicator, true]),
    );
  });

  test('STANDARD_NOT_IN_FORCE: a period before the standard', () => {
    expect(rulesTold(monthly('2020-12', []))).toEqual(['STANDARD_NOT_IN_FORCE']);
    const later = { ...STANDARD, effectiveFrom: '2026-03-01' };
    expect(rulesTold(monthly('2026-03', [], { standard: later }))).toEqual([]);
    expect(rulesTold(monthly('2026-02', [], { standard: later }))).toEqual(['STANDARD_NOT_IN_FORCE']);
  });

  test('gives the same results in the same order, however its cells are ordered', () => {
    const cells = [
      cell('ENTERPRISES_ABOVE_SCALE', '-1'),
      cell(TAX, '7'),
      cell('OPERATING_REVENUE', '5'),
      cell(TAX, '-1', { block: 'two' }),
      cell(TAX, '-1', { block: 'one' }),
    ];
    const results = monthly('2026-03', cells);
    expect(results.map(({ severity, rule, block }) => [severity, rule, block])).toEqual([
      ['ERROR', 'NON_NEGATIVE', null],
      ['ERROR', 'TAX_WITHIN_REVENUE', null],
      ['WARNING', 'MISSING', null],
      ['WARNING', 'MISSING', null],
      ['WARNING', 'MISSING', null],
      ['WARNING', 'MISSING', null],
      ['WARNING', 'TAX_NOT_NEGATIVE', 'one'],
      ['WARNING', 'TAX_NOT_NEGATIVE', 'two'],
    ]);
    expect(monthly('2026-03', cells.toReversed())).toEqual(results);
    expect(JSON.parse(JSON.stringify(results))).toEqual(results);
  });

  test('of a thousand enterprises is checked in a moment', () => {
    const { indicators } = submission('ENTERPRISE_MONTHLY', '2026-03', []).form;
    const cells = Array.from({ length: 1000 }, (_, at) =>
      indicators.map((each) => cell(each, '100', { enterprise: `E${at}`, block: BLOCKS[at % 3]?.code ?? 'one' })),
    ).flat();
    const began = performance.now();
    expect(validate(submission('ENTERPRISE_MONTHLY', '2026-03', cells))).toEqual([]);
    expect(performance.now() - began).toBeLessThan(10_000);
  });

  test('is answered whatever stands in it, with decimals of the contract', () => {
    const text = fc.oneof(fc.constantFrom('one', 'two', 'four', '', '__proto__', 'constructor'), fc.string());
    const anyCell = fc.record({
      indicator: fc.oneof(fc.constantFrom(...STANDARD.indicators.map((each) => each.code)), text),
      block: fc.option(text),
      enterprise: fc.option(text),
      value: fc.option(fc.oneof(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String), fc.string())),
      unit: fc.oneof(fc.constantFrom('CNY', 'COUNT'), text),
      unitMult: fc.oneof(fc.integer({ min: -12, max: 15 }), fc.double()),
      obsStatus: fc.constantFrom(...OBS_STATUSES),
      counterpart: fc.option(fc.oneof(fc.constant('core'), text)),
    });
    fc.assert(
      fc.property(fc.array(anyCell, { maxLength: 30 }), fc.array(anyCell, { maxLength: 10 }), (cells, before) => {
        for (const found of monthly('2026-04', cells, {
          previous: new Map([['2026-03', before]]),
          recomputed: before,
        })) {
          expect(found.outcome).not.toBe('RULE_FAILED');
          for (const amount of [found.actual, found.expected, found.tolerance]) {
            if (amount !== null) expect(DecimalScalar.parseValue(amount)).toBe(amount);
          }
        }
      }),
    );
  });
});
