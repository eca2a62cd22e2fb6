import { describe, expect, test } from '@jest/globals';
import { STANDARD } from '../../../../schema/standard.ts';
import { validate } from '../../../../subgraphs/kit/validation/rules.ts';
import type { ReturnCell, ValidationResult } from '../../../../subgraphs/kit/validation/types.ts';
import { cell, earlier, monthly, rulesTold, submission, told } from './returns.ts';

const quarterly = (cells: readonly ReturnCell[]): ValidationResult[] =>
  validate(submission('ZONE_QUARTERLY', '2026-Q2', cells));
const inBlock = (block: string, indicator: string, value: string | null, more: Partial<ReturnCell> = {}): ReturnCell =>
  cell(indicator, value, { block, ...more });
const short = (results: readonly ValidationResult[]): string[] =>
  told(results).map(({ severity, rule, outcome, actual, expected, tolerance }) =>
    [severity, rule, outcome, actual, expected, tolerance].join(' '),
  );

test('every rule of the standard stands in a test of this file', () => {
  expect(STANDARD.rules.map((each) => each.code)).toEqual([
    'BLOCKS_SUM', 'NON_NEGATIVE', 'TAX_NOT_NEGATIVE', 'ABOVE_SCALE_WITHIN_ALL', 'HIGH_TECH_WITHIN_ALL',
    'TAX_WITHIN_REVENUE', 'TAX_WITHIN_REVENUE_OF_PART', 'FLOW_WITHIN_YTD', 'TAX_WITHIN_YTD', 'YTD_IDENTITY',
    'YTD_MONOTONE', 'CHANGE_OF_FLOW', 'CHANGE_OF_STOCK', 'CHANGE_OVER_YEAR', 'OUTLIER_Z', 'OUTLIER_MODIFIED_Z',
    'RECOMPUTED',
  ]); // prettier-ignore
});

describe('BLOCKS_SUM', () => {
  const sum = (whole: string, ...parts: readonly (string | null)[]): string[] =>
    short(
      monthly('2026-03', [
        cell('OPERATING_REVENUE', whole, { unitMult: 8 }),
        ...parts.map((value, at) =>
          inBlock(['one', 'two', 'three'][at] ?? '', 'OPERATING_REVENUE', value, { unitMult: 8 }),
        ),
      ]),
    );

  test('passes when equal; at the tolerance of four rounded values it is rounding; beyond it an error', () => {
    expect(sum('3.67', '1.95', '1.45', '0.27')).toEqual([]);
    expect(sum('3.67', '1.95', '1.43', '0.27')).toEqual(['INFO BLOCKS_SUM ROUNDING 365000000 367000000 2000000']);
    expect(sum('3.67', '1.95', '1.42', '0.27')).toEqual(['ERROR BLOCKS_SUM VIOLATED 364000000 367000000 2000000']);
  });

  test('with a block missing only an excess counts, and a missing zone is not zero', () => {
    expect(sum('3.67', '1.95', null, '0.27')).toEqual([]);
    expect(sum('2.00', '1.95', '0.27')).toEqual(['ERROR BLOCKS_SUM VIOLATED 222000000 200000000 1500000']);
    expect(short(monthly('2026-03', [inBlock('one', 'OPERATING_REVENUE', '1')]))).toEqual([]);
    expect(sum('3.67')).toEqual([]);
  });

  test('a block where the figure cannot exist is not waited for', () => {
    const cells = [
      cell('ENTERPRISES_ABOVE_SCALE', '12'),
      inBlock('one', 'ENTERPRISES_ABOVE_SCALE', '8'),
      inBlock('two', 'ENTERPRISES_ABOVE_SCALE', '3'),
      inBlock('three', 'ENTERPRISES_ABOVE_SCALE', null, { obsStatus: 'M' }),
    ];
    expect(short(monthly('2026-03', cells))).toEqual(['ERROR BLOCKS_SUM VIOLATED 11 12 0']);
  });

  test('sees one yuan among nineteen digits', () => {
    const parts = ['9007199254740992', '1', '0'].map((value, at) =>
      inBlock(['one', 'two', 'three'][at] ?? '', 'ENTERPRISES_ABOVE_SCALE', value),
    );
    const of = (whole: string): string[] =>
      rulesTold(monthly('2026-03', [cell('ENTERPRISES_ABOVE_SCALE', whole), ...parts]));
    expect(of('9007199254740993')).toEqual([]);
    expect(of('9007199254740992')).toEqual(['BLOCKS_SUM']);
  });
});

describe('relations', () => {
  test.each([
    ['NON_NEGATIVE', 'ERROR', 'INDUSTRIAL_OUTPUT', '0', '-0.01'],
    ['TAX_NOT_NEGATIVE', 'WARNING', 'TAX_REVENUE', '0', '-0.01'],
  ])('%s (%s): %s may be %s, not %s', (rule, severity, indicator, good, bad) => {
    expect(told(monthly('2026-03', [cell(indicator, good)]))).toEqual([]);
    expect(told(monthly('2026-03', [cell(indicator, bad)]))).toEqual([expect.objectContaining({ rule, severity })]);
  });

  test.each([
    ['ABOVE_SCALE_WITHIN_ALL', 'ENTERPRISES_ABOVE_SCALE', 'ENTERPRISES', '55', '55', '56'],
    ['HIGH_TECH_WITHIN_ALL', 'ENTERPRISES_HIGH_TECH', 'ENTERPRISES', '55', '55', '56'],
    ['TAX_WITHIN_REVENUE', 'TAX_REVENUE', 'OPERATING_REVENUE', '5.00', '5.01', '5.02'],
    ['TAX_WITHIN_REVENUE', 'TAX_REVENUE_YTD', 'OPERATING_REVENUE_YTD', '5.00', '5.01', '5.02'],
    ['FLOW_WITHIN_YTD', 'INVESTMENT_FIXED', 'INVESTMENT_FIXED_YTD', '5.00', '5.01', '5.02'],
  ])('%s: %s against %s', (rule, indicator, bound, limit, good, bad) => {
    const errors = (value: string): string[] =>
      quarterly([cell(indicator, value), cell(bound, limit)]).flatMap((each) =>
        each.severity === 'ERROR' ? each.rule : [],
      );
    expect(errors(good)).toEqual([]);
    expect(errors(bad)).toEqual([rule]);
    expect(rulesTold(quarterly([cell(indicator, bad)]))).toEqual([]);
  });

  test('of a block or an enterprise they ask for an explanation, where a zone would err', () => {
    const found = monthly('2026-03', [inBlock('one', 'TAX_REVENUE', '6'), inBlock('one', 'OPERATING_REVENUE', '4')]);
    expect(told(found)).toEqual([
      expect.objectContaining({ rule: 'TAX_WITHIN_REVENUE_OF_PART', block: 'one', needsExplanation: true }),
    ]);
    const enterprise = { enterprise: '91511902MA6XXXXXXX', block: 'one' };
    const cells = [cell('TAX_REVENUE', '6', enterprise), cell('TAX_REVENUE_YTD', '4', enterprise)];
    expect(validate(submission('ENTERPRISE_MONTHLY', '2026-03', cells))).toEqual([
      expect.objectContaining({ rule: 'TAX_WITHIN_YTD', ...enterprise }),
    ]);
  });
});

describe('the year to date', () => {
  const ytd = (period: string, flow: string, total: string, last: Readonly<Record<string, string>>): string[] =>
    short(
      monthly(period, [cell('OPERATING_REVENUE', flow), cell('OPERATING_REVENUE_YTD', total)], {
        previous: earlier('OPERATING_REVENUE_YTD', last),
      }),
    );

  test('YTD_IDENTITY: last cumulative and this month; a difference asks for an explanation', () => {
    expect(ytd('2026-04', '10', '40', { '2026-03': '30' })).toEqual([]);
    expect(ytd('2026-04', '10', '41', { '2026-03': '30' })).toEqual(['INFO YTD_IDENTITY ROUNDING 41 40 1.5']);
    expect(ytd('2026-04', '10', '42', { '2026-03': '30' })).toEqual(['WARNING YTD_IDENTITY VIOLATED 42 40 1.5']);
    expect(ytd('2026-04', '10', '42', { '2026-02': '30' })).toEqual([]);
  });

  test('February covers two months and is not added to December', () => {
    expect(ytd('2026-02', '10', '25', { '2025-12': '300' })).toEqual([]);
  });

  test('a first quarter is its own cumulative, and is not added to last year', () => {
    const first = (flow: string): string[] =>
      short(
        validate(
          submission(
            'ZONE_QUARTERLY',
            '2026-Q1',
            [cell('OPERATING_REVENUE', flow), cell('OPERATING_REVENUE_YTD', '30')],
            {
              previous: earlier('OPERATING_REVENUE_YTD', { '2025-Q4': '300' }),
            },
          ),
        ),
      );
    expect(first('30')).toEqual([]);
    expect(first('20')).toEqual(['WARNING YTD_IDENTITY VIOLATED 30 20 1']);
  });

  test('YTD_MONOTONE: output does not fall, tax may, and a year begins anew', () => {
    const month = (indicator: string, value: string, period = '2026-04', before = '2026-03'): string[] =>
      short(monthly(period, [cell(indicator, value)], { previous: earlier(indicator, { [before]: '30.00' }) }));
    expect(month('INDUSTRIAL_OUTPUT_YTD', '30.00')).toEqual([]);
    expect(month('INDUSTRIAL_OUTPUT_YTD', '29.98')).toEqual(['WARNING YTD_MONOTONE VIOLATED 29.98 30 0.01']);
    expect(month('TAX_REVENUE_YTD', '29.00')).toEqual([]);
    expect(month('INDUSTRIAL_OUTPUT_YTD', '5', '2026-02', '2025-12')).toEqual([]);
  });
});

describe('changes', () => {
  const change = (
    indicator: string,
    value: string,
    before: Readonly<Record<string, string>>,
    period = '2026-04',
  ): string[] => short(monthly(period, [cell(indicator, value)], { previous: earlier(indicator, before) }));

  test.each([
    ['CHANGE_OF_FLOW', 'TAX_REVENUE', '2026-03', ['5', '20'], ['4.99', '20.01']],
    ['CHANGE_OF_STOCK', 'ENTERPRISES_ABOVE_SCALE', '2026-03', ['8', '12'], ['7', '13']],
    ['CHANGE_OVER_YEAR', 'TAX_REVENUE_YTD', '2025-04', ['5', '20'], ['4.99', '20.01']],
  ])('%s of %s: the bounds belong to the band', (rule, indicator, before, good, bad) => {
    for (const value of good) expect(change(indicator, value, { [before]: '10' })).toEqual([]);
    for (const value of bad) {
      expect(change(indicator, value, { [before]: '10' })).toEqual([
        expect.stringContaining(`WARNING ${rule} VIOLATED`),
      ]);
    }
    expect(change(indicator, '100', { [before]: '0' })).toEqual([]);
    expect(change(indicator, '100', {})).toEqual([]);
  });

  test('a band around a negative value is turned round', () => {
    const rules = (value: string): string[] => change('TAX_REVENUE', value, { '2026-03': '-10' });
    expect(rules('-15')).toEqual([expect.stringContaining('TAX_NOT_NEGATIVE')]);
    expect(rules('-21')).toHaveLength(2);
  });
});

describe('outliers', () => {
  const MONTHS = ['2024', '2025'].flatMap((year) =>
    ['02', '03', '04', '05', '06', '07', '08', '09'].map((m) => `${year}-${m}`),
  );
  const history = (values: readonly string[]) =>
    earlier('TAX_REVENUE', Object.fromEntries(values.map((value, at) => [MONTHS[at] ?? '', value])));
  const outliers = (value: string, values: readonly string[]): ValidationResult[] =>
    monthly('2026-02', [cell('TAX_REVENUE', value)], { previous: history(values) }).filter((each) =>
      each.rule.startsWith('OUTLIER'),
    );
  const TWELVE = ['9', '11', '9', '11', '9', '11', '9', '11', '9', '11', '9', '11'];

  test('OUTLIER_Z: 3σ is inside, more is outside, and the message warns of false alarms', () => {
    // mean 10, Σ(x - 10)² = 12, σ² = 12/11: 3σ = 3.1334…
    expect(outliers('13.13', TWELVE).map((each) => each.rule)).toEqual([]);
    const [found] = outliers('13.14', TWELVE);
    expect(found).toMatchObject({ rule: 'OUTLIER_Z', actual: '13.14', expected: '10', needsExplanation: true });
    expect(found?.tolerance).toMatch(/^3\.1333/);
    expect(found?.message).toMatch(/误报.*false alarms/);
  });

  test('exactly 3σ is inside: no root decides', () => {
    // thirteen points, mean 0, Σx² = 12, n - 1 = 12: σ is exactly 1
    const points = ['1', '-1', '1', '-1', '1', '-1', '1', '-1', '1', '-1', '1', '-1', '0'];
    expect(outliers('3', points).filter((each) => each.rule === 'OUTLIER_Z')).toEqual([]);
    expect(outliers('3.000000000001', points).map((each) => each.rule)).toContain('OUTLIER_Z');
  });

  test('OUTLIER_MODIFIED_Z: 3.5 MAD / 0.6745 of the median', () => {
    // median 10, MAD 1: the limit is 10 + 3.5 / 0.6745 = 15.1890…
    const eight = TWELVE.slice(0, 8);
    expect(outliers('15.18', eight)).toEqual([]);
    expect(outliers('15.19', eight)).toEqual([
      expect.objectContaining({ rule: 'OUTLIER_MODIFIED_Z', expected: '10', tolerance: '5.189029' }),
    ]);
  });

  test('too few points, σ = 0 and MAD = 0 are not judged', () => {
    expect(outliers('1000', TWELVE.slice(0, 7))).toEqual([]);
    expect(outliers('1000', TWELVE.slice(0, 10)).map((each) => each.rule)).toEqual(['OUTLIER_MODIFIED_Z']);
    expect(
      outliers(
        '1000',
        TWELVE.map(() => '10'),
      ),
    ).toEqual([]);
  });
});

test('RECOMPUTED: what the zone states against what its enterprises sum to', () => {
  const stated = [cell('OPERATING_REVENUE', '5.5', { unitMult: 8 }), inBlock('one', 'ENTERPRISES_ABOVE_SCALE', '8')];
  const found = (revenue: string, count: string): string[] =>
    short(
      monthly('2026-03', stated, {
        recomputed: [cell('OPERATING_REVENUE', revenue), inBlock('one', 'ENTERPRISES_ABOVE_SCALE', count)],
      }),
    );
  expect(found('550000000', '8')).toEqual([]);
  expect(found('554000000.00', '8')).toEqual(['INFO RECOMPUTED ROUNDING 550000000 554000000 5000000.005']);
  expect(found('560000000', '9')).toEqual([
    'WARNING RECOMPUTED VIOLATED 550000000 560000000 5000000.5',
    'WARNING RECOMPUTED VIOLATED 8 9 0',
  ]);
});
