import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DecimalScalar } from '../../../schema/scalars.ts';
import { printWritten, readWritten } from '../../../subgraphs/kit/statistics/written.ts';

const MAX = 2n ** 63n - 1n;
const anyWritten = fc.record({
  digits: fc.oneof(fc.bigInt({ min: -MAX, max: MAX }), fc.bigInt({ min: -1000n, max: 1000n })),
  decimals: fc.integer({ min: 0, max: 12 }),
});

describe('a value as it was written', () => {
  test.each([
    ['25.45', 2545n, 2],
    ['3.50', 350n, 2],
    ['-0.05', -5n, 2],
    ['0', 0n, 0],
    ['0.000', 0n, 3],
    ['-12', -12n, 0],
    ['0.000000000001', 1n, 12],
    ['9223372036854775807', MAX, 0],
    ['-922337203685.4775807', -MAX, 7],
  ])('%s is kept as %s with %i decimals and printed the same', (text, digits, decimals) => {
    expect(readWritten(text)).toEqual({ digits, decimals });
    expect(printWritten({ digits, decimals })).toBe(text);
  });

  test('comes back from its text with every digit, also negative and at the limits of int64', () => {
    fc.assert(fc.property(anyWritten, (written) => expect(readWritten(printWritten(written))).toEqual(written)));
  });

  test('is always a decimal of the contract when printed', () => {
    fc.assert(
      fc.property(anyWritten, (written) => {
        const text = printWritten(written);
        expect(DecimalScalar.parseValue(text)).toBe(text);
      }),
    );
  });

  test('loses a sign on zero and leading zeros, which say nothing', () => {
    expect(printWritten(readWritten('-0.0') ?? { digits: 1n, decimals: 0 })).toBe('0.0');
    expect(printWritten(readWritten('007') ?? { digits: 1n, decimals: 0 })).toBe('7');
  });
});

describe('reading a value', () => {
  test.each(['9223372036854775808', '-9223372036854775808', '922337203685477580.80', '99999999999999999999'])(
    'refuses %s, which int64 cannot hold',
    (text) => {
      expect(readWritten(text)).toBeUndefined();
    },
  );

  test('refuses a thirteenth decimal', () => {
    expect(readWritten('0.1234567890123')).toBeUndefined();
  });

  test.each(['', ' ', '-', '.5', '5.', '+1', '1e3', '1,000', '1 000', ' 1', '1\n', '--1', '0x10', 'NaN', '二', '١'])(
    'refuses %j, which is no decimal',
    (text) => {
      expect(readWritten(text)).toBeUndefined();
    },
  );
});
