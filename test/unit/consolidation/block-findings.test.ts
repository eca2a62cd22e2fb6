import { describe, expect, test } from '@jest/globals';
import { Big } from 'big.js';
import type { BlocksOnFile } from '../../../subgraphs/core/consolidation/rules/block-findings.ts';
import { findingsOf } from '../../../subgraphs/core/consolidation/rules/findings.ts';
import type { Cell, Finding, ZoneAnswer } from '../../../subgraphs/core/consolidation/rules/types.ts';
import { heldBlocks } from '../../../subgraphs/core/perimeter/service.ts';
import { ALL_ZONES, OUTPUT, REVENUE, TAX } from './paper.ts';
import { cell, reported, type CellFacts } from './returns.ts';

const INDICATORS = [OUTPUT, REVENUE, TAX];
const x = (value: string | null, facts: CellFacts = {}): Cell => cell(OUTPUT, value, { block: 'x', ...facts });
const brief = ({ code, severity, zone, block, indicator }: Finding): string =>
  [code, severity, zone, block, indicator].filter((each) => each !== null).join(' ');
const find = (answers: readonly ZoneAnswer[], onFile?: BlocksOnFile): string[] =>
  findingsOf(answers, INDICATORS, onFile).map(brief);

const onFile = (holder: string, changes: string[] = []): BlocksOnFile => ({
  blocks: [{ block: 'x', territory: 'a', holders: [{ zone: holder, share: new Big(1) }], changes }],
  overlaps: [['x', 'y']],
});

describe('one block that two zones give', () => {
  test('alike is counted twice', () => {
    const findings = findingsOf([reported('a', x('3')), reported('b', x('0.00000003', { unitMult: 8 }))]);
    expect(findings.map(brief)).toEqual(['DUPLICATE_BLOCK ERROR b x INDUSTRIAL_OUTPUT']);
    expect(findings[0]?.message).toContain('a gives 3, b gives 3');
  });

  test('not alike is unequal, by what the one and the other give', () => {
    const [finding] = findingsOf([reported('a', x('3')), reported('b', x('4'))]);
    expect(finding && brief(finding)).toBe('UNEQUAL ERROR b x INDUSTRIAL_OUTPUT');
    expect([finding?.expected, finding?.actual].map((each) => each?.toFixed())).toEqual(['3', '4']);
  });

  test.each([
    ['missing', x(null), ['BLOCK_MISSING WARNING b x INDUSTRIAL_OUTPUT']],
    ['in another unit', x('3', { unit: 'USD' }), ['UNIT_MISMATCH ERROR b x INDUSTRIAL_OUTPUT']],
    ['of another indicator', cell(TAX, '3', { block: 'x' }), []],
    ['another block', x('3', { block: 'y' }), []],
  ])('is not, where the other is %s', (_, theirs, also) => {
    expect(find([reported('a', x('3')), reported('b', theirs)])).toEqual(also);
  });
});

describe('two blocks that may be the same land', () => {
  test('are looked into when both have a figure', () => {
    const both = [reported('a', x('3'), x('2', { block: 'y' }))];
    expect(find(both, onFile('a'))).toEqual(['OVERLAP WARNING a y INDUSTRIAL_OUTPUT']);
    expect(find([reported('a', x('3'))], onFile('a'))).toEqual([]);
  });
});

describe('a block under a perimeter', () => {
  const whole = [cell(OUTPUT, '9'), cell(TAX, '2'), cell(REVENUE, null)];

  test('that moves without a figure of its own is told once, with what it lacks', () => {
    const findings = findingsOf([reported('a', ...whole), reported('b')], INDICATORS, onFile('b'));
    const [finding] = findings.filter(({ code }) => code === 'BLOCK_NOT_GIVEN');
    expect(finding && brief(finding)).toBe('BLOCK_NOT_GIVEN WARNING a x');
    expect(finding?.message).toContain(`${OUTPUT.name}、${TAX.name}`);
    expect(finding?.message).not.toContain(REVENUE.name); // the zone's own is missing already
  });

  test('that has its figures, or stays, has nothing to be found', () => {
    const given = reported('a', cell(OUTPUT, '9'), x('9'));
    expect(find([given], onFile('b'))).toEqual([]);
    expect(find([reported('a', cell(OUTPUT, '9'))], onFile('a'))).toEqual([]);
  });

  test('that passed to others within the period is told, with the days', () => {
    const [finding] = findingsOf([], INDICATORS, onFile('a', ['2024-03-01', '2024-07-01']));
    expect(finding && brief(finding)).toBe('PERIMETER_CHANGED WARNING a x');
    expect(finding?.message).toContain('2024-03-01, 2024-07-01');
  });

  test('of the paper: Zengkou-Qingjiang, by management only', () => {
    const told = (perimeter: 'TERRITORIAL' | 'MANAGED'): string[] =>
      find(ALL_ZONES, heldBlocks(perimeter, '2021-01-01/..')).filter((each) => each.startsWith('BLOCK_NOT_GIVEN'));
    expect(told('TERRITORIAL')).toEqual([]);
    expect(told('MANAGED')).toEqual(['BLOCK_NOT_GIVEN WARNING bazhou bazhou-zengkou-qingjiang']);
  });
});
