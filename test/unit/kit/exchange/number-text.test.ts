import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readNumber } from '../../../../subgraphs/kit/exchange/number-text.ts';
import { printWritten } from '../../../../subgraphs/kit/statistics/written.ts';

describe('a number as people write it', () => {
  test.each([
    ['25.45', '25.45'],
    ['3.50', '3.50'],
    ['0', '0'],
    ['-0.05', '-0.05'],
    ['+5', '5'],
    ['.5', '0.5'],
    ['007', '7'],
    ['12,345', '12345'],
    ['1,234,567.80', '1234567.80'],
    ['１２，３４５．６', '12345.6'],
    ['－３', '-3'],
    ['−3', '-3'],
    [' 　12\u00a0', '12'],
    ["'25.45", '25.45'],
    ['123456789012345678', '123456789012345678'],
  ])('%j is %s', (text, value) => {
    expect(readNumber(text)).toMatchObject({ value, percent: false });
  });

  test('says how many decimals were written, and whether in per cent', () => {
    expect(readNumber('3.50%')).toEqual({ value: '3.50', decimals: 2, percent: true });
    expect(readNumber('４％')).toEqual({ value: '4', decimals: 0, percent: true });
  });

  test.each(['12,34', '1,23', '1234,567', '1,2345', '1.234.567', '1,234,56', '5.', '1..2'])(
    '%s is ambiguous',
    (text) => {
      expect(readNumber(text)).toMatchObject({ code: 'AMBIGUOUS_NUMBER' });
    },
  );

  test.each(['1.23E+05', '9.15119E+17'])('%s has lost digits', (text) => {
    expect(readNumber(text)).toMatchObject({ code: 'DIGITS_LOST' });
  });

  test.each([
    '-',
    '—',
    '…',
    '无',
    'N/A',
    '12 345',
    '约25',
    '(5)',
    '¥5',
    '5元',
    '--5',
    '',
    '%',
    '0x10',
    'NaN',
    'Infinity',
  ])('%j is no number', (text) => {
    expect(readNumber(text)).toMatchObject({ code: 'NOT_A_NUMBER' });
  });

  test('a number too long to be kept exactly is refused, not rounded', () => {
    expect(readNumber('0.1234567890123')).toMatchObject({ code: 'NOT_A_NUMBER' });
    expect(readNumber('99999999999999999999')).toMatchObject({ code: 'NOT_A_NUMBER' });
  });

  test('every decimal of the contract is read as itself', () => {
    const written = fc.record({
      digits: fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }),
      decimals: fc.integer({ min: 0, max: 12 }),
    });
    fc.assert(
      fc.property(written, (each) => {
        expect(readNumber(printWritten(each))).toMatchObject({ value: printWritten(each), decimals: each.decimals });
      }),
    );
  });
});
