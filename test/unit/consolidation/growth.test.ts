import { describe, expect, test } from '@jest/globals';
import { Big } from 'big.js';
import fc from 'fast-check';
import { consolidate } from '../../../subgraphs/core/consolidation/rules/figure.ts';
import { growthOf, type Growth } from '../../../subgraphs/core/consolidation/rules/growth.ts';
import type { Held } from '../../../subgraphs/core/consolidation/rules/placement.ts';
import type { Mode, ZoneAnswer } from '../../../subgraphs/core/consolidation/rules/types.ts';
import { anyAnswers } from './arbitraries.ts';
import { HOSTED, OUTPUT, TAX_TO_REVENUE } from './paper.ts';
import { cell, notReported, reported, type CellFacts } from './returns.ts';

const zone = (code: string, value: string | null, facts: CellFacts = {}): ZoneAnswer =>
  reported(code, cell(OUTPUT, value, facts));
const growth = (
  earlier: readonly ZoneAnswer[],
  later: readonly ZoneAnswer[],
  mode: Mode = 'PARTIAL',
  held?: Held,
): Growth | null => {
  const options = { mode: 'PARTIAL', ...(held && { held }) } as const;
  return growthOf(consolidate(OUTPUT, earlier, options), consolidate(OUTPUT, later, options), mode);
};
const brief = (of: Growth | null): unknown =>
  of && [of.value?.toFixed() ?? null, of.obsStatus, of.zones.join(' '), of.leftOut.join(' ')];

describe('growth', () => {
  test('is of the same zones in both periods, not of two totals', () => {
    const [earlier, later] = [
      [zone('a', '100'), zone('b', '50'), notReported('c')],
      [zone('a', '110'), notReported('b'), zone('c', '70')],
    ];
    const found = growth(earlier, later);
    expect(brief(found)).toEqual(['10', 'P', 'a', 'b c']);
    expect([found?.earlier, found?.later].map((each) => each?.toFixed())).toEqual(['100', '110']);
    expect(brief(growth(earlier, later, 'STRICT'))).toEqual([null, 'O', 'a', 'b c']);
  });

  test('of all zones is final in strict mode when they are', () => {
    const [earlier, later] = [
      [zone('a', '3'), zone('b', '4')],
      [zone('a', '4'), zone('b', '4')],
    ];
    expect(brief(growth(earlier, later, 'STRICT'))).toEqual(['14.2857', 'A', 'a b', '']);
    expect(brief(growth(earlier, [zone('a', '4'), zone('b', '4', { obsStatus: 'B' })], 'STRICT'))).toEqual([
      '14.2857',
      'B',
      'a b',
      '',
    ]);
  });

  test.each([['0'], ['-5']])('on a base of %s is nothing', (base) => {
    expect(brief(growth([zone('a', base)], [zone('a', '4')]))).toEqual([null, 'M', 'a', '']);
  });

  test('of what can exist in one period only, or of nobody, is nothing', () => {
    const cannot = zone('a', null, { obsStatus: 'M' });
    expect(brief(growth([cannot, zone('b', '1')], [zone('a', '4'), zone('b', '2')]))).toEqual(['100', 'P', 'b', 'a']);
    expect(brief(growth([notReported('a')], [zone('a', '4')]))).toEqual([null, 'O', '', 'a']);
    expect(brief(growth([cannot], [cannot]))).toEqual([null, 'O', '', '']);
  });

  test('leaves out a figure that holds that of a zone left out (W)', () => {
    const pair = [
      zone('a', null, { obsStatus: 'K', counterpart: 'b' }),
      zone('b', '9', { obsStatus: 'W', counterpart: 'a' }),
    ];
    expect(brief(growth([...pair, zone('c', '1')], [notReported('a'), zone('b', '5'), zone('c', '2')]))).toEqual([
      '100',
      'P',
      'c',
      'a b',
    ]);
    expect(brief(growth([...pair, zone('c', '1')], [zone('a', '5'), zone('b', '5'), zone('c', '1')]))).toEqual([
      '10',
      'W',
      'a b c',
      '',
    ]);
  });

  test('of zones that cannot be told apart stands only for all', () => {
    const held: Held = {
      additive: true,
      blocks: [{ block: 'x', territory: 'a', holders: [{ zone: 'b', share: new Big(1) }], changes: [] }],
    };
    const earlier = [zone('a', '3'), zone('b', '4'), zone('c', '1')];
    expect(brief(growth(earlier, [zone('a', '6'), zone('b', '8'), zone('c', '2')], 'STRICT', held))).toEqual([
      '100',
      'A',
      'a b c',
      '',
    ]);
    expect(brief(growth(earlier, [zone('a', '6'), zone('b', '8'), notReported('c')], 'PARTIAL', held))).toEqual([
      null,
      'O',
      '',
      'a b c',
    ]);
  });

  test('is not offered of ratios, nor for assessment', () => {
    const ratio = consolidate(TAX_TO_REVENUE, HOSTED, { mode: 'PARTIAL' });
    expect(growthOf(ratio, ratio, 'PARTIAL')).toBeNull();
    expect(growth(HOSTED, HOSTED, 'PARTIAL', { additive: false, blocks: [] })).toBeNull();
  });

  test('of any answers is 0 against themselves, and of zones in both periods only', () => {
    fc.assert(
      fc.property(anyAnswers(OUTPUT), anyAnswers(OUTPUT), (earlier, later) => {
        const same = growth(later, later);
        if (same?.value) expect(same.value.eq(0)).toBe(true);
        const found = growth(earlier, later);
        const isIn = (answers: readonly ZoneAnswer[], code: string): boolean =>
          consolidate(OUTPUT, answers, { mode: 'PARTIAL' }).parts.some(
            (part) => part.zone === code && (part.outcome === 'COUNTED' || part.outcome === 'ELSEWHERE'),
          );
        for (const code of found?.zones ?? []) expect(isIn(earlier, code) && isIn(later, code)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
