import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Indicator } from '../../../schema/standard.ts';
import { findingsOf } from '../../../subgraphs/core/consolidation/rules/findings.ts';
import type { Finding } from '../../../subgraphs/core/consolidation/rules/types.ts';
import { OUTPUT } from './paper.ts';
import { cell, madeUp, reported, standard, type CellFacts } from './returns.ts';

const AREA = standard('AREA_PLANNED');
const ABOVE_SCALE = standard('ENTERPRISES_ABOVE_SCALE');

/** What the checks find of a zone's figure and its blocks; a block is its value, or its value and more. */
function check(
  indicator: Indicator,
  whole: string | null,
  blocks: readonly (string | null | readonly [string | null, CellFacts])[],
): Finding[] {
  const cells = blocks.map((each, at) => {
    const [value, facts] = typeof each === 'string' || each === null ? [each, {}] : each;
    return cell(indicator, value, { ...facts, block: `block-${at}` });
  });
  return findingsOf([reported('a', cell(indicator, whole), ...cells)], [indicator]);
}

const codes = (findings: readonly Finding[]): string[] => findings.map(({ code }) => code);

/** Expected, actual and tolerance of the finding about the sum. */
function amounts(findings: readonly Finding[]): (string | null)[] {
  const about = findings.find(({ actual }) => actual !== null);
  return [about?.expected, about?.actual, about?.tolerance].map((each) => each?.toFixed() ?? null);
}

describe('the blocks of the paper', () => {
  test('Bazhou states 23 enterprises above scale and its blocks hold 25, one of four not even given', () => {
    const findings = check(ABOVE_SCALE, '23', ['11', null, '6', '8']);
    expect(codes(findings)).toEqual(['MISMATCH', 'BLOCK_MISSING']);
    expect(findings[0]).toMatchObject({ severity: 'ERROR', zone: 'a', block: null, indicator: ABOVE_SCALE.code });
    expect(findings[0]?.message).toMatch(/23.*25.*1 more without a figure/);
    expect(amounts(findings)).toEqual(['23', '25', '0']);
  });

  test('Enyang states 3.67 km² and its blocks hold 3.66, one of them in kilometres', () => {
    const findings = check(AREA, '3.67', ['1.95', '1.44', ['0.27', { unit: 'KM' }]]);
    expect(codes(findings)).toEqual(['UNIT_MISMATCH', 'ROUNDING']);
    expect(findings.map(({ severity, block }) => [severity, block])).toEqual([
      ['ERROR', 'block-2'],
      ['WARNING', null],
    ]);
    expect(amounts(findings)).toEqual(['3.67', '3.66', '0.02']);
  });

  test.each([
    ['Bazhou area', AREA, '12.67', ['1.84', '2.02', '8.1', '0.71']],
    ['Enyang enterprises above scale', ABOVE_SCALE, '27', ['8', '10', '9']],
    ['Nanjiang area', AREA, '6.77', ['5.21', '0.72', '0.84']],
    ['Nanjiang enterprises above scale', ABOVE_SCALE, '21', ['16', '1', '4']],
    ['Tongjiang area', AREA, '3.0566', ['1.7921', '0.8042', '0.4603']],
  ])('%s agrees with its blocks', (_, indicator, whole, blocks) => {
    expect(check(indicator, whole, blocks)).toEqual([]);
  });

  test('Tongjiang gives two of three blocks, which reach its 17: the third is missing, not zero', () => {
    expect(codes(check(ABOVE_SCALE, '17', ['8', '9', null]))).toEqual(['BLOCK_MISSING']);
  });
});

describe('the sum of the blocks', () => {
  test('below the total proves nothing while a block is missing, and is a mismatch when none is', () => {
    expect(codes(check(ABOVE_SCALE, '17', ['8', null]))).toEqual(['BLOCK_MISSING']);
    expect(codes(check(ABOVE_SCALE, '17', ['8']))).toEqual(['MISMATCH']);
    expect(codes(check(ABOVE_SCALE, '17', ['8', [null, { obsStatus: 'M' }]]))).toEqual(['MISMATCH']);
  });

  test('of counts has no tolerance', () => {
    expect(codes(check(ABOVE_SCALE, '18', ['8', '9']))).toEqual(['MISMATCH']);
    expect(amounts(check(ABOVE_SCALE, '16', ['8', '9']))).toEqual(['16', '17', '0']);
  });

  test.each([
    ['10.02', ['5.0', '5.0'], 'ROUNDING', '0.105'], // 0.05 + 0.05 + 0.005
    ['10.11', ['5.0', '5.0'], 'MISMATCH', '0.105'],
    ['10.105', ['5.0', '5.0'], 'MISMATCH', '0.1005'], // one more written digit, a narrower tolerance
    ['9.98', ['5.00', '5.00'], 'MISMATCH', '0.015'],
    ['9.985', ['5.00', '5.00'], 'MISMATCH', '0.0105'],
    ['10.5', ['5', '5'], 'ROUNDING', '1.05'],
  ])(
    'against a stated %s of blocks %j is %s: half a unit of the last digit of each term',
    (whole, blocks, code, off) => {
      const findings = check(AREA, whole, blocks);
      expect(codes(findings)).toEqual([code]);
      expect(amounts(findings)[2]).toBe(off);
    },
  );

  test('off by exactly the tolerance is still rounding', () => {
    expect(codes(check(AREA, '2.02', ['1.00', '1.00', '0.00']))).toEqual(['ROUNDING']);
    expect(codes(check(AREA, '1.98', ['1.00', '1.00', '0.00']))).toEqual(['ROUNDING']);
    expect(codes(check(AREA, '2.03', ['1.00', '1.00', '0.00']))).toEqual(['MISMATCH']);
  });

  test('is not given a wider tolerance by a return that claims fewer decimals than it wrote', () => {
    const claimed = { decimals: 0 };
    const findings = check(AREA, '10.04', [
      ['5.00', claimed],
      ['5.00', claimed],
    ]);
    expect(codes(findings)).toEqual(['MISMATCH']);
    expect(amounts(findings)[2]).toBe('0.015');
  });

  test('is taken in whole units, the tolerance too', () => {
    const findings = check(OUTPUT, '300000000', [
      ['1.5', { unitMult: 8 }],
      ['15500', { unitMult: 4 }],
    ]);
    expect(codes(findings)).toEqual(['ROUNDING']);
    expect(amounts(findings)).toEqual(['300000000', '305000000', '5005000.5']);
  });

  test('is not compared without a stated total, without blocks, or for kinds that do not add up', () => {
    expect(codes(check(AREA, null, ['1', '2']))).toEqual(['MISSING']);
    expect(check(AREA, '3', [])).toEqual([]);
    for (const kind of ['MAX', 'MIN', 'RATIO', 'SCORE'] satisfies Indicator['kind'][]) {
      expect(check(madeUp(kind), '3', ['1', '1'])).toEqual([]);
    }
  });

  test('that is made of the stated total, however it is cut, has nothing to be found', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { minLength: 1, maxLength: 12 }), (blocks) => {
        const total = blocks.reduce((sum, each) => sum + each, 0n);
        expect(check(ABOVE_SCALE, `${total}`, blocks.map(String))).toEqual([]);
        expect(codes(check(ABOVE_SCALE, `${total + 1n}`, blocks.map(String)))).toEqual(['MISMATCH']);
      }),
    );
  });
});
