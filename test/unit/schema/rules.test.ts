import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Big } from 'big.js';
import { Check } from '../../../schema/rules/check.ts';
import { compile, MissingValue } from '../../../schema/rules/language.ts';
import { Quantity } from '../../../schema/rules/quantity.ts';
import { parseStandard, STANDARD } from '../../../schema/standard.ts';

const NAMES = ['TAX', 'REVENUE', 'value'];
const ask = (text: string, values: Readonly<Record<string, unknown>> = {}): unknown =>
  compile(text, NAMES).evaluate(values);
const refusal = (text: string): string => {
  try {
    compile(text, NAMES);
    return 'taken';
  } catch (error) {
    return String(error);
  }
};
const of = (text: string, unitMult = 0): Quantity => Quantity.written(text, unitMult, false);

describe('the language of the rules', () => {
  test.each([
    ['a loop', 'blocks.TAX.all(x, x > TAX)', /"rcall" has no place/],
    ['a regular expression', '"aaaaaaaaaaaaaaaaaaaaaaaa!".matches("(a+)+$")', /"rcall" has no place/],
    ['a list', 'equal(sum([TAX]), TAX)', /maxListElements/],
    ['a map', '{"a": TAX} == {"a": TAX}', /maxMapEntries/],
    ['an index', 'equal(blocks.TAX[0], TAX)', /"\[\]" has no place/],
    ['a double', 'equal(TAX * 0.1, TAX)', /binary float 0.1: write decimal\("0.1"\)/],
    ['a quotient', 'equal(TAX / REVENUE, TAX)', /"\/" has no place/],
    ['an unknown indicator', 'equal(TAX, PROFIT)', /Unknown variable: PROFIT/],
    ['an unknown indicator of the last period', 'equal(TAX, previous.PROFIT)', /No such key: PROFIT/],
    ['a property of the machinery', 'equal(TAX, previous.constructor)', /No such key: constructor/],
    ['an inner field', 'equal(TAX.value, TAX)', /No such key: value/],
    ['a part of a result', 'equal(TAX, TAX).actual', /only a source has parts/],
    ['the machinery itself', 'globalThis', /Unknown variable: globalThis/],
    ['an unknown function', 'sqrt(TAX) > TAX', /no function sqrt/],
    ["a function of CEL's own", 'string(1) == "1"', /no function string/],
    ['a wrong type', 'equal(TAX, "1")', /overload/],
    ['a text as the answer', '"yes"', /is a string, not a Check or a bool/],
    ['an amount as the answer', 'TAX + REVENUE', /is a Decimal, not a Check or a bool/],
    ['nothing', '', /./],
    ['half an expression', 'equal(TAX,', /./],
    ['many nested brackets', `${'('.repeat(200)}TAX${')'.repeat(200)} > TAX`, /maxDepth/],
    ['many negations', `${'!'.repeat(400)}(TAX > TAX)`, /maxAstNodes|maxDepth/],
    ['many terms', `${'TAX+'.repeat(110)}TAX > TAX`, /maxAstNodes/],
    ['a huge text', `equal(TAX, decimal("${'9'.repeat(1_000_000)}"))`, /longer than 500 characters/],
  ])('refuses %s', (_, text, why) => expect(refusal(text)).toMatch(why));

  test('refuses or takes any text, and never lasts', () => {
    const token = fc.constantFrom(
      'TAX',
      'previous',
      '.',
      '(',
      ')',
      'equal',
      ',',
      '+',
      '*',
      '!',
      '?',
      ':',
      '&&',
      '"a"',
      '1',
      '[',
      ']',
      '{',
      '}',
    );
    const texts = fc.oneof(
      fc.array(token, { maxLength: 80 }).map((all) => all.join('')),
      fc.string({ maxLength: 500 }),
    );
    fc.assert(
      fc.property(texts, (text) => typeof refusal(text) === 'string'),
      { numRuns: 500 },
    );
  });

  test('a literal that is no decimal fails when it is carried out', () => {
    expect(() => ask('TAX > decimal("1e999999999")', { TAX: of('1') })).toThrow('not a decimal');
  });

  test('a product of two reported values fails, whose rounding nobody could bound', () => {
    expect(() => ask('TAX * REVENUE > TAX', { TAX: of('1'), REVENUE: of('2') })).toThrow('cannot be multiplied');
  });

  test('a comparison with a missing value is neither true nor false', () => {
    expect(() => ask('TAX > REVENUE', { TAX: of('1'), REVENUE: Quantity.missing })).toThrow(MissingValue);
    expect(ask('orZero(REVENUE) < TAX', { TAX: of('1'), REVENUE: Quantity.missing })).toBe(true);
    expect(ask('isMissing(REVENUE)', { REVENUE: Quantity.missing })).toBe(true);
  });

  test('equal amounts written differently are equal', () => {
    expect(ask('TAX == REVENUE', { TAX: of('1.50'), REVENUE: of('15', -1) })).toBe(true);
    expect(ask('TAX != REVENUE', { TAX: of('1.50'), REVENUE: of('15', -1) })).toBe(false);
    expect(ask('TAX != REVENUE', { TAX: of('1.50'), REVENUE: of('1.51') })).toBe(true);
  });
});

describe('its arithmetic', () => {
  const written = fc
    .tuple(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.integer({ min: -12, max: 15 }))
    .map(([digits, unitMult]) => ({ digits, unitMult, quantity: of(String(digits), unitMult) }));

  test('keeps every digit, also beyond 2^53: a sum differs from its terms by nothing', () => {
    fc.assert(
      fc.property(written, written, (a, b) => {
        const scaled = (one: typeof a): bigint => one.digits * 10n ** BigInt(one.unitMult + 12);
        const check = ask('equal(TAX + REVENUE - value, TAX)', {
          TAX: a.quantity,
          REVENUE: b.quantity,
          value: b.quantity,
        });
        expect(check instanceof Check && check.excess?.toFixed()).toBe('0');
        const most = ask('atMost(TAX, REVENUE)', { TAX: a.quantity, REVENUE: b.quantity });
        expect(most instanceof Check && most.excess?.gt(0)).toBe(scaled(a) > scaled(b));
      }),
    );
  });

  test('one unit in the nineteenth digit is seen', () => {
    const check = ask('equal(TAX, REVENUE)', { TAX: of('9007199254740993'), REVENUE: of('9007199254740992') });
    expect(check instanceof Check && check.excess?.toFixed()).toBe('1');
  });

  test('what rounding explains counts each source: half of the last written place', () => {
    const bound = (all: readonly Quantity[]): string => Quantity.sum(all).rounding.toFixed();
    expect(bound([of('1.95'), of('1.44'), of('0.27')])).toBe('0.015');
    expect(bound([of('8.1'), of('1.84')])).toBe('0.01'); // 8.1 beside 1.84 is 8.10
    expect(bound([of('25.45', 8)])).toBe('500000');
    expect(bound([Quantity.written('23', 0, true)])).toBe('0');
    expect(bound([Quantity.written('1.2', 4, true)])).toBe('500'); // 1.2 万人 is rounded
    expect(
      of('1.5')
        .times(Quantity.constant(new Big(-4)))
        .rounding.toFixed(),
    ).toBe('0.2');
  });
});

describe('the rules of the standard', () => {
  const [first] = STANDARD.rules;
  const faults = (...rules: readonly object[]): string[] => {
    try {
      parseStandard({ ...STANDARD, rules });
      return [];
    } catch (error) {
      return [String(error)];
    }
  };

  test.each([
    ['twice the same code', {}, /BLOCKS_SUM: defined twice/],
    ["a district's prefix", { code: 'OWN_BAZHOU_X' }, /OWN_… is for the rules of a district/],
    ['a form that does not exist', { forms: ['NO_FORM'] }, /unknown form NO_FORM/],
    ['an indicator that no form of it asks for', { for: [{ value: 'FDI_USED' }] }, /no form of it asks for FDI_USED/],
    ['a level that the form is not asked of', { levels: ['ENTERPRISE'] }, /not asked of these levels/],
    ['blocks of a block', { levels: ['ZONE', 'BLOCK'] }, /only a zone has blocks/],
    ['a tolerance for a condition', { expression: 'isMissing(value)' }, /takes no tolerance/],
    ['an expression that does not parse', { expression: 'equal(' }, /the expression is not usable/],
    ['an unknown indicator', { expression: 'equal(value, PROFIT)' }, /Unknown variable: PROFIT/],
    [
      'a name that hides one of the language',
      { for: [{ value: 'TAX_REVENUE', previous: 'TAX_REVENUE' }] },
      /not usable/,
    ],
    ['a name in capitals', { for: [{ value: 'TAX_REVENUE', Sum: 'TAX_REVENUE' }] }, /begins with a small letter/],
    ['a message that quotes something else', { message: '{secret}' }, /quotes something else/],
    ['a tolerance below zero', { tolerance: '-1' }, /tolerance/],
    ['a strategy that does not exist', { missing: 'ZERO' }, /missing/],
    ['a field that nobody knows', { enabled: false }, /enabled/],
  ])('refuse %s', (_, wrong, why) => {
    const isTwice = Object.keys(wrong).length === 0;
    const rules = [...STANDARD.rules, { ...first, ...(isTwice ? {} : { code: 'RULE_ONE' }), ...wrong }];
    expect(faults(...rules)).toEqual([expect.stringMatching(why)]);
  });
});
