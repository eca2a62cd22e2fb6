import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { amountOf } from '../../../subgraphs/kit/enterprises/amount.ts';
import { printAmount } from '../../../subgraphs/kit/enterprises/rollup.ts';

describe('the common scale', () => {
  test.each([
    [2545n, 2, 8, 2_545_000_000_000_000n],
    [-3n, 0, 4, -30_000_000_000n],
    [1n, 6, 0, 1n],
    [1n, 12, 6, 1n],
    [100n, 8, 0, 1n],
    [0n, 12, -12, 0n],
    [9_223_372_036_854_775_807n, 6, 0, 9_223_372_036_854_775_807n],
  ])('%s with %i decimals at 10^%i is %s millionths', (digits, decimals, unitMult, amount) => {
    expect(amountOf({ digits, decimals, unitMult })).toBe(amount);
  });

  test.each([
    ['finer than a millionth', 1n, 7, 0],
    ['with a digit that would be lost', 101n, 8, 0],
    ['beyond 64 bits', 10n, 0, 12],
    ['beyond them already as written', 2n ** 63n, 6, 0],
    ['with too many decimals', 0n, 13, 0],
    ['with a multiplier that is none', 1n, 0, 1.5],
  ])('refuses what is %s', (_, digits, decimals, unitMult) => {
    expect(amountOf({ digits, decimals, unitMult })).toBeUndefined();
  });

  test('loses nothing: what it takes can be read back', () => {
    const written = fc.record({
      digits: fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }),
      decimals: fc.integer({ min: 0, max: 12 }),
      unitMult: fc.integer({ min: -12, max: 15 }),
    });
    fc.assert(
      fc.property(written, (each) => {
        const amount = amountOf(each);
        if (amount !== undefined)
          expect(amount * 10n ** BigInt(each.decimals + 12)).toBe(each.digits * 10n ** BigInt(each.unitMult + 18));
      }),
    );
  });

  test.each([
    [2_545_000_000_000_000n, '2545000000'],
    [-7_000_001n, '-7.000001'],
    [1_500_000n, '1.5'],
    [0n, '0'],
  ])('%s is printed as %s', (amount, text) => {
    expect(printAmount(amount)).toBe(text);
  });
});
