import { describe, expect, test } from '@jest/globals';
import { Big } from 'big.js';
import { consolidate } from '../../../subgraphs/core/consolidation/rules/figure.ts';
import { findingsOf } from '../../../subgraphs/core/consolidation/rules/findings.ts';
import type { Cell, ZoneAnswer } from '../../../subgraphs/core/consolidation/rules/types.ts';
import { OUTPUT, REVENUE, TAX, TAX_TO_REVENUE } from './paper.ts';
import { cell, notReported, reported } from './returns.ts';

const synthetic = (zone: string, ...cells: readonly Cell[]): ZoneAnswer => {
  const { answer } = reported(zone, ...cells);
  return { zone, answer: typeof answer === 'string' ? answer : { ...answer, synthetic: true } };
};

describe('made-up figures', () => {
  const answers = [synthetic('a', cell(OUTPUT, '10')), reported('b', cell(OUTPUT, '5')), notReported('c')];

  test('are counted as such in the coverage, and marked in the parts', () => {
    const { coverage, parts } = consolidate(OUTPUT, answers, { mode: 'PARTIAL' });
    expect(coverage).toMatchObject({ reported: 2, synthetic: 1 });
    expect(parts.map((part) => part.synthetic)).toEqual([true, false, false]);
  });

  test('that are not in the total are not counted', () => {
    const missing = [synthetic('a', cell(OUTPUT, null)), reported('b', cell(OUTPUT, '5'))];
    expect(consolidate(OUTPUT, missing, { mode: 'PARTIAL' }).coverage.synthetic).toBe(0);
  });

  test('are told of a ratio too', () => {
    const made = synthetic('a', cell(TAX, '1'), cell(REVENUE, '10'));
    const { coverage } = consolidate(TAX_TO_REVENUE, [made], { mode: 'STRICT' });
    expect(coverage).toMatchObject({ reported: 1, synthetic: 1 });
  });

  test('take their mark along with a block that another zone manages', () => {
    const whole = synthetic('a', cell(OUTPUT, '10'), cell(OUTPUT, '3', { block: 'x' }));
    const holders = [{ zone: 'b', share: new Big(1) }];
    const held = { additive: true, blocks: [{ block: 'x', territory: 'a', holders, changes: [] }] };
    const { parts } = consolidate(OUTPUT, [whole, reported('b', cell(OUTPUT, '5'))], { mode: 'PARTIAL', held });
    expect(parts.map((part) => part.synthetic)).toEqual([true, true]);
  });

  test('are a finding for the record, one for each zone', () => {
    const found = findingsOf(answers).filter(({ code }) => code === 'SYNTHETIC');
    expect(found).toMatchObject([{ zone: 'a', severity: 'INFO', indicator: null }]);
  });
});
