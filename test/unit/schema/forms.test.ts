import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { dueOn, findForm, formFor, formOf, hasPeriod, opensOn, periodsOf } from '../../../schema/forms.ts';
import { parsePeriod } from '../../../schema/period.ts';
import { STANDARD, type Form } from '../../../schema/standard.ts';

function form(code: string): Form {
  const found = findForm(code);
  if (!found) throw new Error(`no form ${code}`);
  return found;
}

describe('the forms of the standard', () => {
  test.each([
    ['2021-01-01/..', 'CUMULATIVE_SINCE_2021'],
    ['2021-01-01/2024-12-31', 'CUMULATIVE_SINCE_2021'],
    ['2024-07', 'ZONE_MONTHLY'],
    ['2024-Q3', 'ZONE_QUARTERLY'],
    ['2024', undefined],
    ['nonsense', undefined],
  ])('%s is asked for by %s', (period, code) => {
    expect(formOf(period)?.code).toBe(code);
  });

  test('one that is named stands, whatever the period; an unknown one lists the known', () => {
    expect(formFor('ENTERPRISE_MONTHLY', '2024-07').code).toBe('ENTERPRISE_MONTHLY');
    expect(formFor(null, '2024-07').code).toBe('ZONE_MONTHLY');
    expect(() => formFor('constructor', '2024-07')).toThrow(/no form constructor.*ZONE_QUARTERLY/);
    expect(() => formFor(undefined, '2024')).toThrow(/no form asks for 2024/);
  });

  test.each([
    ['ZONE_MONTHLY', '2024-02', true],
    ['ZONE_MONTHLY', '2024-01', false], // its figures come with February's
    ['ZONE_MONTHLY', '2024-Q1', false],
    ['ZONE_QUARTERLY', '2024-Q1', true],
    ['CUMULATIVE_SINCE_2021', '2021-01-01/..', true],
    ['CUMULATIVE_SINCE_2021', '2022-01-01/..', false],
    ['ZONE_MONTHLY', '2024-13', false],
  ])('%s has a return for %s: %s', (code, period, expected) => {
    expect(hasPeriod(form(code), period)).toBe(expected);
  });

  test.each([
    ['ZONE_MONTHLY', '2024-02', '2024-03-01', '2024-03-10'],
    ['ZONE_MONTHLY', '2024-12', '2025-01-01', '2025-01-10'],
    ['ZONE_QUARTERLY', '2023-Q4', '2024-01-01', '2024-01-15'],
    ['CUMULATIVE_SINCE_2021', '2021-01-01/..', '2021-01-01', undefined],
  ])('%s of %s opens on %s and is due on %s', (code, period, opens, due) => {
    expect(opensOn(period)).toBe(opens);
    expect(dueOn(form(code), period)).toBe(due);
  });

  test('a span has the periods that lie in it whole, without those that are left out', () => {
    expect(periodsOf(form('ZONE_QUARTERLY'), '2023-04-01', '2024-03-30')).toEqual(['2023-Q2', '2023-Q3', '2023-Q4']);
    expect(periodsOf(form('ZONE_MONTHLY'), '2023-12-01', '2024-03-31')).toEqual(['2023-12', '2024-02', '2024-03']);
    expect(periodsOf(form('CUMULATIVE_SINCE_2021'), '2023-12-01', '2024-03-31')).toEqual(['2021-01-01/..']);
  });

  test('every listed period is one of the form, in order, and due after its end', () => {
    const day = fc.date({ min: new Date('1950-01-01'), max: new Date('2190-12-31'), noInvalidDate: true });
    const text = (date: Date): string => date.toISOString().slice(0, 10);
    const calendar = STANDARD.forms.filter(({ frequency }) => frequency !== 'SINCE');
    fc.assert(
      fc.property(day, fc.nat(2_000), fc.constantFrom(...calendar), (from, days, each) => {
        const to = text(new Date(from.getTime() + days * 86_400_000));
        const periods = periodsOf(each, text(from), to);
        expect(periods).toEqual([...new Set(periods)].toSorted());
        for (const period of periods) {
          const { start = '', end = '' } = parsePeriod(period) ?? {};
          expect(hasPeriod(each, period) && start >= text(from) && (end ?? '') <= to).toBe(true);
          expect((dueOn(each, period) ?? '') > (end ?? '')).toBe(true);
        }
      }),
    );
  });
});
