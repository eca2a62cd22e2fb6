import { describe, expect, test } from '@jest/globals';
import { STANDARD } from '../../../../schema/standard.ts';
import { ownPrefix, readOwnRules } from '../../../../subgraphs/kit/validation/own-rules.ts';
import type { ReturnCell, ValidationResult } from '../../../../subgraphs/kit/validation/types.ts';
import { cell, monthly, rulesTold } from './returns.ts';

const OWN = {
  code: 'OWN_BAZHOU_TAX_SHARE',
  name: '税收占营收不低于千分之一',
  nameEn: 'Tax is a thousandth of revenue at least',
  forms: ['ZONE_MONTHLY'],
  severity: 'WARNING',
  levels: ['ZONE'],
  for: [{ value: 'TAX_REVENUE' }],
  expression: 'atLeast(value, OPERATING_REVENUE * decimal("0.001"))',
  message: '{indicator} {actual}{unit},低于 {expected}{unit}',
  messageEn: '{indicator} {actual} is below {expected}',
  source: '巴州区自定',
};

function found(own: object, ...cells: readonly ReturnCell[]): ValidationResult[] {
  return monthly('2026-03', cells, { ownRules: readOwnRules('bazhou', [{ ...OWN, ...own }]) });
}

const outcomes = (results: readonly ValidationResult[]): string[] =>
  results.filter((each) => each.rule === OWN.code).map((each) => `${each.severity} ${each.outcome}`);
const REVENUE = cell('OPERATING_REVENUE', '1000');

describe("a district's own rules", () => {
  test('add to the shared ones, and are told as they are written', () => {
    expect(outcomes(found({}, cell('TAX_REVENUE', '1'), REVENUE))).toEqual([]);
    const results = found({}, cell('TAX_REVENUE', '-1'), REVENUE);
    expect(rulesTold(results)).toEqual(['TAX_NOT_NEGATIVE', OWN.code]);
    expect(results.find((each) => each.rule === OWN.code)).toMatchObject({
      rule: OWN.code,
      actual: '-1',
      expected: '1',
      message:
        '规上税收:规上税收 -1元,低于 1元 / Tax revenue from enterprises above designated size (yuan): ' +
        'Tax revenue from enterprises above designated size -1 is below 1',
    });
  });

  test.each([
    ["a shared rule's code", { code: 'TAX_WITHIN_REVENUE' }, /begins with OWN_BAZHOU_/],
    ["another zone's prefix", { code: 'OWN_ENYANG_TAX' }, /begins with OWN_BAZHOU_/],
    ['a switch', { disables: ['TAX_WITHIN_REVENUE'] }, /disables/],
    [
      'an indicator that the form does not ask for',
      { expression: 'atLeast(value, EMPLOYEES)' },
      /Unknown variable: EMPLOYEES/,
    ],
    ['an expression that never ends', { expression: 'blocks.value.map(x, x)' }, /no place in a rule/],
  ])('may not have %s', (_, wrong, why) => {
    expect(() => readOwnRules('bazhou', [{ ...OWN, ...wrong }])).toThrow(why);
  });

  test('may not be defined twice, nor come unread', () => {
    expect(() => readOwnRules('bazhou', [OWN, OWN])).toThrow('defined twice');
    const [shared] = STANDARD.rules;
    expect(() => monthly('2026-03', [], { ownRules: shared ? [shared] : [] })).toThrow('begins with OWN_BAZHOU_');
  });

  test('no shared rule has the prefix of any zone', () => {
    expect(ownPrefix('bazhou')).toBe('OWN_BAZHOU_');
    expect(STANDARD.rules.filter((each) => each.code.startsWith('OWN_'))).toEqual([]);
  });
});

describe('missing values', () => {
  const strategies = ['SKIP_IF_ANY_MISSING', 'SKIP_IF_ALL_MISSING', 'NEVER_SKIP'];
  const both = [cell('TAX_REVENUE', null), cell('OPERATING_REVENUE', null)];
  const one = [cell('TAX_REVENUE', null), REVENUE];
  const VIOLATED = ['WARNING VIOLATED'];

  test.each([
    ['the check', OWN.expression],
    ['a comparison before it', 'OPERATING_REVENUE >= value ? equal(value, value) : skip()'],
  ])('in %s: skipped if any, if all, or never', (_, expression) => {
    const by = (cells: readonly ReturnCell[]): string[][] =>
      strategies.map((missing) => outcomes(found({ missing, expression }, ...cells)));
    expect(by(one)).toEqual([[], VIOLATED, VIOLATED]);
    expect(by(both)).toEqual([[], [], VIOLATED]);
  });

  test('are zero only where the rule says so, and then still known to be missing', () => {
    const expression = 'equal(orZero(value), orZero(OPERATING_REVENUE))';
    const by = (cells: readonly ReturnCell[]): string[][] =>
      strategies.map((missing) => outcomes(found({ missing, expression }, ...cells)));
    expect(by(one)).toEqual([VIOLATED, VIOLATED, VIOLATED]);
    expect(by(both)).toEqual([[], [], []]);
    const below = 'equal(orZero(value) + decimal("1"), orZero(OPERATING_REVENUE))';
    expect(strategies.map((missing) => outcomes(found({ missing, expression: below }, ...both)))).toEqual([
      VIOLATED,
      [],
      VIOLATED,
    ]);
  });

  test('of a condition on what is missing are judged', () => {
    const expression = 'isMissing(value) == isMissing(OPERATING_REVENUE)';
    expect(outcomes(found({ expression }, ...one))).toEqual(VIOLATED);
    expect(outcomes(found({ expression }, ...both))).toEqual([]);
  });
});

describe('a rule that fails when it is carried out', () => {
  test.each([
    [
      'a product of two figures',
      'atMost(value * OPERATING_REVENUE, value)',
      'two reported values cannot be multiplied',
    ],
    ['a literal that is no decimal', 'atMost(value, decimal("many"))', 'not a decimal: many'],
  ])('is a finding of its own: %s', (_, expression, why) => {
    for (const severity of ['ERROR', 'WARNING']) {
      const results = found({ expression, severity }, cell('TAX_REVENUE', '5'), REVENUE);
      expect(outcomes(results)).toEqual([`${severity} RULE_FAILED`]);
      expect(results.find((each) => each.outcome === 'RULE_FAILED')?.message).toContain(why);
    }
  });
});

test('a tolerance of its own is in whole units, and its bound belongs to it', () => {
  const near = { expression: 'equal(value, OPERATING_REVENUE)', tolerance: '0.5' };
  expect(outcomes(found(near, cell('TAX_REVENUE', '999.5'), REVENUE))).toEqual(['INFO ROUNDING']);
  expect(outcomes(found(near, cell('TAX_REVENUE', '999.49'), REVENUE))).toEqual(['WARNING VIOLATED']);
});
