import { describe, expect, test } from '@jest/globals';
import { Big } from 'big.js';
import fc from 'fast-check';
import { DecimalScalar } from '../../../schema/scalars.ts';
import { ROUND_DOWN, divide, inUnits, pow10, present } from '../../../subgraphs/core/consolidation/rules/number.ts';

describe('a value as written', () => {
  test.each([
    ['25.45', 8, '2545000000'],
    ['0.5234', 8, '52340000'],
    ['-3', 4, '-30000'],
    ['7', 0, '7'],
    ['12.5', -2, '0.125'],
    ['0.00', 8, '0'],
    ['9223372036854775807', 15, '9223372036854775807000000000000000'],
    ['0.000000000001', -12, '0.000000000000000000000001'],
  ])('%s with multiplier %i is %s whole units', (value, unitMult, units) => {
    expect(inUnits(value, unitMult).toFixed()).toBe(units);
  });

  test('is scaled by exact powers of ten, small ones too', () => {
    expect(pow10(-24).times(pow10(24)).toFixed()).toBe('1');
    expect(pow10(0).toFixed()).toBe('1');
  });
});

describe('a division', () => {
  test.each([
    ['1', '8', 2, '0.12'],
    ['3', '8', 2, '0.38'],
    ['5', '2', 0, '2'],
    ['7', '2', 0, '4'],
    ['-5', '2', 0, '-2'],
    ['-7', '2', 0, '-4'],
    ['1', '3', 4, '0.3333'],
    ['2', '3', 4, '0.6667'],
    ['25000000000000000000001', '2e23', 2, '0.13'], // a trace above the half
  ])('of %s by %s to %i decimals is %s', (n, d, decimals, expected) => {
    expect(divide(new Big(n), new Big(d), decimals).toFixed()).toBe(expected);
  });

  test('can be told to round down', () => {
    expect(divide(new Big('99999'), new Big('100000'), 4, ROUND_DOWN).toFixed()).toBe('0.9999');
  });

  test('leaves the precision of other divisions alone', () => {
    divide(new Big(1), new Big(3), 1);
    expect(new Big(1).div(3).toFixed()).toBe('0.33333333333333333333');
  });
});

describe('the text that a client sees', () => {
  test.each([
    ['0.125', 2, 0, '0.12'],
    ['0.135', 2, 0, '0.14'],
    ['0.1250000000000000000000001', 2, 0, '0.13'],
    ['-0.125', 2, 0, '-0.12'],
    ['2.5', 0, 0, '2'],
    ['3.5', 0, 0, '4'],
  ])('of %s to %i decimals is rounded half to even: %s', (value, decimals, unitMult, expected) => {
    expect(present(new Big(value), decimals, unitMult)).toBe(expected);
  });

  test.each([
    ['13666700000', 8, '136.667'],
    ['12345.675', 4, '1.234568'],
    ['1', 15, '0.000000000000001'],
    ['1.5', -2, '150'],
    ['-350000000', 8, '-3.5'],
  ])('of %s in units of 10^%i is %s: rounded in whole units, then moved', (value, unitMult, expected) => {
    expect(present(new Big(value), 2, unitMult)).toBe(expected);
  });

  test('has no padding zeros, and no sign on zero', () => {
    expect(present(new Big('2.50'), 2, 0)).toBe('2.5');
    expect(present(new Big('-0.001'), 2, 0)).toBe('0');
    expect(present(new Big('-0'), 0, 8)).toBe('0');
  });

  test('is never written with an exponent and always a decimal of the contract', () => {
    const anyNumber = fc.record({
      digits: fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }),
      exponent: fc.integer({ min: -24, max: 15 }),
      decimals: fc.integer({ min: 0, max: 6 }),
      unitMult: fc.integer({ min: -3, max: 12 }),
    });
    fc.assert(
      fc.property(anyNumber, ({ digits, exponent, decimals, unitMult }) => {
        const value = new Big(`${digits}e${exponent}`);
        const text = present(value, decimals, unitMult);
        expect(DecimalScalar.parseValue(text)).toBe(text);
        expect(text).not.toMatch(/e|^-0$|\.\d*0$/i);
        const off = inUnits(text, unitMult).minus(value).abs();
        expect(off.lte(new Big('0.5').times(pow10(-decimals)))).toBe(true);
      }),
    );
  });
});
