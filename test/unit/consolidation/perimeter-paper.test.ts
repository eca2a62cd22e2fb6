import { describe, expect, test } from '@jest/globals';
import { Big } from 'big.js';
import { consolidate } from '../../../subgraphs/core/consolidation/rules/figure.ts';
import type { Held } from '../../../subgraphs/core/consolidation/rules/placement.ts';
import { heldBlocks } from '../../../subgraphs/core/perimeter/service.ts';
import { ALL_ZONES, OUTPUT, TAX_TO_REVENUE } from './paper.ts';
import { cell, headlineOf, reported, standard, valuesByZone as zones } from './returns.ts';

describe('the paper', () => {
  const managed = heldBlocks('MANAGED', '2021-01-01/..');

  test('gives no figure of Zengkou-Qingjiang: Bazhou cannot be told apart, and the totals are those by territory', () => {
    const output = consolidate(OUTPUT, ALL_ZONES, { mode: 'PARTIAL', held: managed });
    expect(headlineOf(output)).toEqual({
      value: '13666700000',
      obsStatus: 'P',
      of: '4/5',
      gaps: ['core NOT_REPORTED'],
    });
    expect(zones(output)).toMatchObject({ core: 'NOT_REPORTED', bazhou: 'INSEPARABLE', enyang: '5526000000' });
    expect(output.blocks).toMatchObject([{ block: 'bazhou-zengkou-qingjiang', at: 'bazhou', value: null }]);
  });

  test('has the tax ratio of the three zones, whatever block Bazhou has given up', () => {
    expect(consolidate(TAX_TO_REVENUE, ALL_ZONES, { mode: 'PARTIAL', held: managed }).value?.toFixed()).toBe('3.3908');
  });

  test('would have the Jintang block with Bazhou, were the chemical park run from there, and the same totals', () => {
    const area = standard('AREA_PLANNED');
    const answers = [
      reported('bazhou', cell(area, '12.67')),
      reported('tongjiang', cell(area, '3.0566'), cell(area, '1.7921', { block: 'tongjiang-jintang' })),
    ];
    const park: Held = {
      additive: true,
      blocks: [
        {
          block: 'tongjiang-jintang',
          territory: 'tongjiang',
          holders: [{ zone: 'bazhou', share: new Big(1) }],
          changes: [],
        },
      ],
    };
    const moved = consolidate(area, answers, { mode: 'STRICT', held: park });
    expect(zones(moved)).toEqual({ bazhou: '14.4621', tongjiang: '1.2645' });
    expect(moved.value?.toFixed()).toBe('15.7266');
  });
});
