import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { consolidate } from '../../../subgraphs/core/consolidation/rules/figure.ts';
import type { Mode, ZoneAnswer } from '../../../subgraphs/core/consolidation/rules/types.ts';
import { anyAnswers, decimalOf, halfEven, includedIn, numberOf, sumOf } from './arbitraries.ts';
import { REVENUE, TAX, TAX_TO_REVENUE } from './paper.ts';
import { cell, reported } from './returns.ts';

function ratio(answers: readonly ZoneAnswer[], mode: Mode = 'PARTIAL'): string | null {
  return consolidate(TAX_TO_REVENUE, answers, { mode }).value?.toFixed() ?? null;
}

/** Both terms of every zone that has both, over the same base. */
function terms(answers: readonly ZoneAnswer[]): { n: bigint; d: bigint }[] {
  return answers.flatMap((each) => {
    const [n, d] = [numberOf(each, TAX), numberOf(each, REVENUE)];
    const sameBase = includedIn(each, TAX) === includedIn(each, REVENUE);
    return n === undefined || d === undefined || !sameBase ? [] : [{ n, d }];
  });
}

describe('a ratio of any zones', () => {
  test('is Σn / Σd over the zones that have both, rounded once, half to even', () => {
    fc.assert(
      fc.property(anyAnswers(TAX, REVENUE), (answers) => {
        const [n, d] = [sumOf(terms(answers).map((each) => each.n)), sumOf(terms(answers).map((each) => each.d))];
        const expected = d === 0n ? null : decimalOf(halfEven(n * 100n, d, TAX_TO_REVENUE.decimals), 4);
        expect(ratio(answers)).toBe(expected);
      }),
      { numRuns: 1000 },
    );
  });

  test('goes to the even digit when it lies exactly between two', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), fc.constantFrom('', '-'), (half, sign) => {
        const tax = 2n * half + 1n; // odd: tax × 100 / 2 000 000 has a 5 as its fifth and last digit
        const answers = [reported('a', cell(TAX, tax.toString()), cell(REVENUE, `${sign}2000000`))];
        const shown = ratio(answers) ?? '';
        const lastDigits = (shown.split('.')[1] ?? '').padEnd(4, '0');
        expect(Number(lastDigits) % 2).toBe(0);
        expect(shown).toBe(decimalOf(halfEven(tax * 100n, sign === '' ? 2_000_000n : -2_000_000n, 4), 4));
      }),
    );
  });

  test('is null in strict mode exactly when there is a gap, nothing is expected, or the base is zero', () => {
    fc.assert(
      fc.property(anyAnswers(TAX, REVENUE), (answers) => {
        const { value, coverage } = consolidate(TAX_TO_REVENUE, answers, { mode: 'STRICT' });
        const base = sumOf(terms(answers).map((each) => each.d));
        expect(value === null).toBe(!coverage.complete || base === 0n);
      }),
    );
  });
});

describe('the independent division that ratios are checked against', () => {
  test.each([
    [1n, 8n, 12n],
    [3n, 8n, 38n],
    [-3n, 8n, -38n],
    [1n, -8n, -12n],
    [1n, 3n, 33n],
    [2n, 3n, 67n],
  ])('makes %s / %s to be %s hundredths', (n, d, hundredths) => {
    expect(halfEven(n, d, 2)).toBe(hundredths);
  });
});
