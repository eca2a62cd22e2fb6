import { describe, expect, test } from '@jest/globals';
import { Big } from 'big.js';
import fc from 'fast-check';
import type { Indicator } from '../../../schema/standard.ts';
import { findingsOf } from '../../../subgraphs/core/consolidation/rules/findings.ts';
import { cellOf, reportOf, wholeZoneCell } from '../../../subgraphs/core/consolidation/rules/parts.ts';
import type { Finding } from '../../../subgraphs/core/consolidation/rules/types.ts';
import { OUTPUT } from './paper.ts';
import { cell, madeUp, reported, standard, type CellFacts } from './returns.ts';

const AREA = standard('AREA_PLANNED');
const ABOVE_SCALE = standard('ENTERPRISES_ABOVE_SCALE');

/** What the checks find of a zone's figure and its blocks; a block is its value, or its value and more. */
function check(
  indicator: Indicator,
  whole: string | null | readonly [string | null, CellFacts],
  blocks: readonly (string | null | readonly [string | null, CellFacts])[],
): Finding[] {
  const [stated, ...cells] = [whole, ...blocks].map((each, at) => {
    const [value, facts] = typeof each === 'string' || each === null ? [each, {}] : each;
    return cell(indicator, value, { ...facts, block: at === 0 ? null : `block-${at - 1}` });
  });
  return findingsOf([reported('a', ...(stated ? [stated] : []), ...cells)], [indicator]);
}

/** A whole number of 10^-decimals, with all its decimals written. */
const written = (digits: number, decimals: number): string => new Big(`${digits}e-${decimals}`).toFixed(decimals);

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
    ['10.01', ['5.0', '5.0'], 'ROUNDING', '0.105'], // 0.005 for the total, 0.05 for each part
    ['10.2', ['5.0', '5.0'], 'MISMATCH', '0.15'],
    ['10.015', ['5.0', '5.0'], 'ROUNDING', '0.1005'],
    ['10', ['5.05', '5', '0'], 'ROUNDING', '0.515'], // the parts are as precise as the most precise of them
    ['10.6', ['5.01', '5', '0'], 'MISMATCH', '0.065'],
    ['9.98', ['5.00', '5.00'], 'MISMATCH', '0.015'],
    ['9.99', ['5.00', '5.00'], 'ROUNDING', '0.015'],
    ['9.985', ['5.00', '5.00'], 'MISMATCH', '0.0105'],
    ['10.1', ['5', '5'], 'ROUNDING', '1.05'],
    ['11', ['5', '5'], 'ROUNDING', '1.5'],
    ['12', ['5', '5'], 'MISMATCH', '1.5'],
    ['12.72', ['1.84', '2.02', '8.1', '0.71'], 'MISMATCH', '0.025'], // 巴州 had it stated 12.72
  ])(
    'against a stated %s of blocks %j is %s: half a last digit of the total, and one of the parts for each part',
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
    const blocks = [
      ['1.5', { unitMult: 8 }],
      ['15500', { unitMult: 4 }],
    ] satisfies [string, CellFacts][];
    const inYuan = check(OUTPUT, '300000000', blocks);
    expect(codes(inYuan)).toEqual(['MISMATCH']);
    expect(amounts(inYuan)).toEqual(['300000000', '305000000', '10000.5']);
  });

  test('is measured by the smallest unit written: the multiplier less the places', () => {
    const blocks = [
      ['1.5', { unitMult: 8 }],
      ['15500', { unitMult: 4 }],
    ] satisfies [string, CellFacts][];
    const stated = (value: string): Finding[] => check(OUTPUT, [value, { unitMult: 6 }], blocks);
    expect(codes(stated('305'))).toEqual([]);
    expect(amounts(stated('305.01'))).toEqual(['305010000', '305000000', '15000']); // 0.5 × 10^4 + 2 × 0.5 × 10^4
    expect(codes(stated('305.01'))).toEqual(['ROUNDING']);
    expect(codes(stated('305.02'))).toEqual(['MISMATCH']);
    expect(amounts(stated('305.001'))).toEqual(['305001000', '305000000', '10500']);
    expect(codes(check(OUTPUT, ['3', { unitMult: 8 }], [['3.6', { unitMult: 8 }]]))).toEqual(['MISMATCH']);
    expect(codes(check(OUTPUT, ['3', { unitMult: 8 }], [['3.1', { unitMult: 8 }]]))).toEqual(['ROUNDING']);
  });

  test('is rounding up to half the last place of the total and, for each part, of the most precise part', () => {
    const term = fc.record({ digits: fc.integer({ min: 0, max: 40 }), decimals: fc.integer({ min: 0, max: 3 }) });
    const near = fc.record({
      terms: fc.array(term, { minLength: 1, maxLength: 6 }),
      off: fc.integer({ min: -9, max: 9 }),
    });
    fc.assert(
      fc.property(near, fc.integer({ min: 0, max: 3 }), ({ terms, off }, places) => {
        const most = Math.max(places, ...terms.map(({ decimals }) => decimals));
        const sum = terms.reduce((all, { digits, decimals }) => all + digits * 10 ** (most - decimals), 0);
        const coarse = 10 ** (most - places); // the total is written to `places`, so it moves in these steps
        const total = Math.round(sum / coarse) + off;
        const apart = Math.abs(total * coarse - sum);
        const blocks = terms.map(({ digits, decimals }) => written(digits, decimals));
        const found = check(AREA, written(total, places), blocks);
        const finest = Math.max(...terms.map(({ decimals }) => decimals));
        const twice = coarse + terms.length * 10 ** (most - finest); // the tolerance, in halves of the last place
        const expected = apart === 0 ? [] : [2 * apart <= twice ? 'ROUNDING' : 'MISMATCH'];
        expect(codes(found)).toEqual(expected);
        const tolerance = new Big(twice).times('0.5').times(new Big(`1e-${most}`));
        expect(found.map((each) => each.tolerance?.toFixed())).toEqual(found.map(() => tolerance.toFixed()));
      }),
      { numRuns: 1000 },
    );
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

describe('the cell of a block', () => {
  test.each([[''], ['*'], ['1 x'], [`0 ${OUTPUT.code}`]])(
    'is not that of the whole zone, nor of another block: %j',
    (block) => {
      const answer = reported('a', cell(OUTPUT, '1', { block }), cell(OUTPUT, '2', { block: 'x' }));
      const report = reportOf(answer);
      if (!report) throw new Error('no report');
      expect(wholeZoneCell(report, OUTPUT.code)).toBeUndefined();
      expect([block, 'x'].map((each) => cellOf(report, OUTPUT.code, each)?.value)).toEqual(['1', '2']);
    },
  );
});
