import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { dayOf, parsePeriod } from '../../../schema/period.ts';

describe('a period', () => {
  test.each([
    ['2024', 'YEAR', '2024-01-01', '2024-12-31'],
    ['2024-Q1', 'QUARTER', '2024-01-01', '2024-03-31'],
    ['2024-Q2', 'QUARTER', '2024-04-01', '2024-06-30'],
    ['2024-Q3', 'QUARTER', '2024-07-01', '2024-09-30'],
    ['2024-Q4', 'QUARTER', '2024-10-01', '2024-12-31'],
    ['2024-01', 'MONTH', '2024-01-01', '2024-01-31'],
    ['2024-02', 'MONTH', '2024-02-01', '2024-02-29'],
    ['2023-02', 'MONTH', '2023-02-01', '2023-02-28'],
    ['2000-02', 'MONTH', '2000-02-01', '2000-02-29'],
    ['2100-02', 'MONTH', '2100-02-01', '2100-02-28'],
    ['2024-12', 'MONTH', '2024-12-01', '2024-12-31'],
    ['2021-01-01/2024-12-31', 'INTERVAL', '2021-01-01', '2024-12-31'],
    ['2024-02-29/2024-02-29', 'INTERVAL', '2024-02-29', '2024-02-29'],
    ['2021-01-01/..', 'SINCE', '2021-01-01', null],
  ])('%s is a %s from %s to %s', (text, kind, start, end) => {
    expect(parsePeriod(text)).toEqual({ kind, start, end });
  });

  test.each([
    ['a year of two digits in disguise', '0050'],
    ['a quarter of such a year', '0099-Q1'],
    ['the fifth quarter', '2024-Q5'],
    ['quarter zero', '2024-Q0'],
    ['the thirteenth month', '2024-13'],
    ['month zero', '2024-00'],
    ['a single day', '2024-07-01'],
    ['29 February of a common year', '2023-02-29/2024-01-01'],
    ['29 February of 2100', '2021-01-01/2100-02-29'],
    ['31 April', '2021-04-31/..'],
    ['day zero', '2021-01-00/..'],
    ['an interval that runs backwards', '2024-12-31/2024-01-01'],
    ['an interval without a beginning', '../2024-12-31'],
    ['an interval without an end', '2021-01-01/'],
    ['an interval of months', '2024-01/2024-03'],
    ['words', '2021年以来'],
    ['nothing', ''],
    ['a space before', ' 2024'],
    ['a line after', '2024\n'],
    ['two digits', '24'],
    ['a slip of the keyboard', '20224'],
    ['a lower-case quarter', '2024-q1'],
    ['digits of another script', '２０２４'],
    ['a time of day', '2021-01-01T00:00:00Z/..'],
  ])('%s is none: %j', (_, text) => {
    expect(parsePeriod(text)).toBeUndefined();
  });

  test.each([
    '1948',
    '1948-Q4',
    '1948-12',
    '1948-12-31/..',
    '1948-12-31/2024-01-01',
    '2200',
    '2200-01',
    '2021-01-01/2200-01-01',
  ])('outside the years 1949 to 2199 is none: %s', (text) => {
    expect(parsePeriod(text)).toBeUndefined();
  });

  test.each(['1949', '1949-Q1', '2199-Q4', '2199-12', '1949-01-01/2199-12-31'])('%s lies just within', (text) => {
    expect(parsePeriod(text)).toBeDefined();
  });

  test('has the days that the calendar gives it, in any month', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1949, max: 2199 }), fc.integer({ min: 1, max: 12 }), (year, month) => {
        const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
        const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
        const text = `${year}-${String(month).padStart(2, '0')}`;
        expect(parsePeriod(text)).toEqual({ kind: 'MONTH', start: `${text}-01`, end: `${text}-${days}` });
        expect(parsePeriod(`${text}-${days}/..`)).toBeDefined();
        expect(parsePeriod(`${text}-${days + 1}/..`)).toBeUndefined();
      }),
    );
  });
});

test('a day is one where the returns are made', () => {
  expect(dayOf(new Date('2024-08-10T15:59:59Z'))).toBe('2024-08-10');
  expect(dayOf(new Date('2024-08-10T16:00:00Z'))).toBe('2024-08-11');
});
