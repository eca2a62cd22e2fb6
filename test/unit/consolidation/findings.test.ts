import { describe, expect, test } from '@jest/globals';
import { TECHNICAL_GAPS } from '../../../schema/gap-reasons.ts';
import { OBS_STATUSES, type ObsStatus } from '../../../subgraphs/core/consolidation/rules/status.ts';
import { findingsOf } from '../../../subgraphs/core/consolidation/rules/findings.ts';
import type { Cell, Finding, ZoneAnswer } from '../../../subgraphs/core/consolidation/rules/types.ts';
import { OUTPUT, TAX } from './paper.ts';
import { cell, madeUp, notReported, reported, standard, type CellFacts } from './returns.ts';

/** A finding in short: code, severity, where. */
const brief = ({ code, severity, zone, block, indicator }: Finding): string =>
  [code, severity, zone, block, indicator].filter((each) => each !== null).join(' ');
const found = (...answers: readonly ZoneAnswer[]): string[] => findingsOf(answers).map(brief);

describe('a zone', () => {
  test('that gave what was asked for has no findings', () => {
    expect(findingsOf([reported('a', cell(OUTPUT, '1'), cell(TAX, '0'))])).toEqual([]);
  });

  test('that has not reported is said so once', () => {
    expect(found(notReported('a'))).toEqual(['NOT_REPORTED WARNING a']);
  });

  test.each(TECHNICAL_GAPS.filter((reason) => reason !== 'BAD_DATA').map((reason) => [reason]))(
    'that gave no answer (%s) is said once to be unchecked, which is not the same as in order',
    (reason) => {
      expect(found({ zone: 'a', answer: reason }, reported('b', cell(OUTPUT, '1')))).toEqual(['NOT_CHECKED WARNING a']);
      expect(findingsOf([{ zone: 'a', answer: reason }])[0]?.message).toContain(reason);
    },
  );

  test('whose answer was refused is found out, once', () => {
    expect(found({ zone: 'a', answer: 'BAD_DATA' })).toEqual(['BAD_DATA ERROR a']);
  });

  test('that gave no answer is said so whatever indicators are asked for', () => {
    expect(findingsOf([{ zone: 'a', answer: 'TIMEOUT' }], []).map(brief)).toEqual(['NOT_CHECKED WARNING a']);
  });
});

describe('a cell', () => {
  const one = (value: string | null, facts: CellFacts = {}): string[] =>
    found(reported('a', cell(OUTPUT, value, facts)));

  test.each(['B', 'O', 'L', 'H', 'S'] satisfies ObsStatus[])('without a number, status %s, is missing', (obsStatus) => {
    expect(one(null, { obsStatus })).toEqual(['MISSING ERROR a INDUSTRIAL_OUTPUT']);
  });

  test.each(['D', 'W', 'I', 'F', 'E', 'P', 'N', 'U', 'V', 'G', 'A'] satisfies ObsStatus[])(
    'without a number contradicts status %s, for the zone and for a block, and nothing else is said of it',
    (obsStatus) => {
      const facts = { obsStatus, unit: 'USD', counterpart: 'b' };
      expect(one(null, facts)).toEqual(['STATUS_CONTRADICTS ERROR a INDUSTRIAL_OUTPUT']);
      expect(one(null, { ...facts, block: 'a-one' })).toEqual(['STATUS_CONTRADICTS ERROR a a-one INDUSTRIAL_OUTPUT']);
    },
  );

  test.each(OBS_STATUSES.filter((status) => !['O', 'M', 'L', 'H', 'Q', 'K', 'W'].includes(status)))(
    'with a number agrees with status %s',
    (obsStatus) => {
      expect(one('1', { obsStatus })).toEqual([]);
    },
  );

  test('of a block without a number is a lesser matter', () => {
    expect(one(null, { block: 'a-one' })).toEqual(['BLOCK_MISSING WARNING a a-one INDUSTRIAL_OUTPUT']);
  });

  test('that cannot exist is not missing', () => {
    expect(one(null, { obsStatus: 'M' })).toEqual([]);
  });

  test('of zero is not missing', () => {
    expect(one('0')).toEqual([]);
  });

  test.each(['O', 'M', 'L', 'H', 'Q', 'K'] satisfies ObsStatus[])(
    'with a number contradicts status %s',
    (obsStatus) => {
      expect(one('1', { obsStatus })).toEqual(['STATUS_CONTRADICTS ERROR a INDUSTRIAL_OUTPUT']);
    },
  );

  test('in another unit is found, for the zone and for a block', () => {
    expect(one('1', { unit: 'USD' })).toEqual(['UNIT_MISMATCH ERROR a INDUSTRIAL_OUTPUT']);
    expect(one('1', { unit: 'USD', block: 'a-one' })).toEqual(['UNIT_MISMATCH ERROR a a-one INDUSTRIAL_OUTPUT']);
  });

  test('brings its remark along', () => {
    const [finding] = findingsOf([reported('a', cell(OUTPUT, null, { note: '原文未给出' }))]);
    expect(finding?.message).toContain('原文未给出');
    expect(finding?.message).toContain(OUTPUT.name);
  });
});

describe('a pair of zones', () => {
  const away = (counterpart: string): Cell => cell(OUTPUT, null, { obsStatus: 'K', counterpart });
  const here = (counterpart: string): Cell => cell(OUTPUT, '9', { obsStatus: 'W', counterpart });

  test('that point at each other is in order', () => {
    expect(found(reported('a', away('b')), reported('b', here('a')))).toEqual([]);
  });

  test('that do not is found on both sides', () => {
    expect(found(reported('a', away('b')), reported('b', here('c')))).toEqual([
      'UNPAIRED ERROR a INDUSTRIAL_OUTPUT',
      'UNPAIRED ERROR b INDUSTRIAL_OUTPUT',
    ]);
  });

  test('is not looked for while the other zone gives no answer: what it would have said is not known', () => {
    for (const reason of TECHNICAL_GAPS) {
      const silent: ZoneAnswer = { zone: 'b', answer: reason };
      const told = reason === 'BAD_DATA' ? 'BAD_DATA ERROR b' : 'NOT_CHECKED WARNING b';
      expect(found(reported('a', away('b')), silent)).toEqual([told]);
      expect(found(reported('a', here('b')), silent)).toEqual([told]);
    }
  });

  test('is looked for when the other zone answers that it has nothing, is not asked, or is not named', () => {
    const unpaired = 'UNPAIRED ERROR a INDUSTRIAL_OUTPUT';
    expect(found(reported('a', away('b')), notReported('b'))).toEqual([unpaired, 'NOT_REPORTED WARNING b']);
    expect(found(reported('a', here('b')), notReported('b'))).toEqual([unpaired, 'NOT_REPORTED WARNING b']);
    expect(found(reported('a', away('x')))).toEqual([unpaired]);
    expect(found(reported('a', { ...away('b'), counterpart: null }))).toEqual([unpaired]);
  });

  test('does not hold with a W that is not counted: the K is found as well as what is wrong with the W', () => {
    expect(found(reported('a', away('b')), reported('b', { ...here('a'), unit: 'USD' }))).toEqual([
      'UNPAIRED ERROR a INDUSTRIAL_OUTPUT',
      'UNIT_MISMATCH ERROR b INDUSTRIAL_OUTPUT',
    ]);
    expect(found(reported('a', away('b')), reported('b', { ...here('a'), value: null }))).toEqual([
      'UNPAIRED ERROR a INDUSTRIAL_OUTPUT',
      'STATUS_CONTRADICTS ERROR b INDUSTRIAL_OUTPUT',
    ]);
  });

  test('is looked for of a block too, in the same block of the other zone', () => {
    const ofBlock = (cell: Cell, block = 'x'): Cell => ({ ...cell, block });
    const own = cell(OUTPUT, '9');
    const [k, w] = ['UNPAIRED ERROR a x INDUSTRIAL_OUTPUT', 'UNPAIRED ERROR b x INDUSTRIAL_OUTPUT'];
    const both = (theirs: Cell): string[] => found(reported('a', own, ofBlock(away('b'))), reported('b', own, theirs));
    expect(both(ofBlock(here('a')))).toEqual([]);
    expect(both(ofBlock(here('c')))).toEqual([k, w]);
    expect(both(ofBlock(here('a'), 'y'))).toEqual([k, 'UNPAIRED ERROR b y INDUSTRIAL_OUTPUT']);
    expect(both(here('a'))).toEqual([k, 'UNPAIRED ERROR b INDUSTRIAL_OUTPUT']);
    expect(found(reported('a', own, ofBlock(away('a'))))).toEqual([k]);
    expect(found(reported('a', own, ofBlock(away('b'))), { zone: 'b', answer: 'TIMEOUT' })).toEqual([
      'NOT_CHECKED WARNING b',
    ]);
  });

  test('of a block is not missing in the zone that counts it elsewhere', () => {
    const [away9, here9] = [
      { ...away('b'), block: 'x' },
      { ...here('a'), block: 'x' },
    ];
    const rest = { ...cell(OUTPUT, '5'), block: 'y' };
    const stated = (value: string): string[] =>
      found(reported('a', cell(OUTPUT, value), away9, rest), reported('b', cell(OUTPUT, '9'), here9));
    expect(stated('5')).toEqual([]);
    expect(stated('14')).toEqual(['MISMATCH ERROR a INDUSTRIAL_OUTPUT']);
  });
});

describe('the findings of several zones', () => {
  test('come gravest first, then by zone, by indicator of the catalogue and by block', () => {
    const answers = [
      notReported('core'),
      reported('a', cell(TAX, null), cell(OUTPUT, '1', { unit: 'USD' }), cell(TAX, null, { block: 'x' })),
      reported('b', cell(OUTPUT, null, { block: 'y' }), cell(OUTPUT, null)),
      reported('c', cell(OUTPUT, null, { obsStatus: 'Q' })),
      { zone: 'd', answer: 'TIMEOUT' },
      { zone: 'e', answer: 'BAD_DATA' },
    ] satisfies ZoneAnswer[];
    expect(found(...answers)).toEqual([
      'UNIT_MISMATCH ERROR a INDUSTRIAL_OUTPUT',
      'MISSING ERROR a TAX_REVENUE',
      'MISSING ERROR b INDUSTRIAL_OUTPUT',
      'BAD_DATA ERROR e',
      'NOT_REPORTED WARNING core',
      'BLOCK_MISSING WARNING a x TAX_REVENUE',
      'BLOCK_MISSING WARNING b y INDUSTRIAL_OUTPUT',
      'NOT_CHECKED WARNING d',
      'SUPPRESSED INFO c INDUSTRIAL_OUTPUT',
    ]);
  });

  test('are about the indicators asked for', () => {
    const answers = [reported('a', cell(OUTPUT, null), cell(TAX, null))];
    expect(findingsOf(answers, [TAX]).map(brief)).toEqual(['MISSING ERROR a TAX_REVENUE']);
    expect(findingsOf(answers, [madeUp('FLOW'), standard('ENTERPRISES')])).toEqual([]);
  });

  test.each([
    ['Q', 'SUPPRESSED'],
    ['J', 'DEROGATION'],
  ] satisfies [ObsStatus, string][])('an absence that is allowed (%s) is told, and no error', (obsStatus, code) => {
    expect(found(reported('a', cell(OUTPUT, null, { obsStatus })))).toEqual([`${code} INFO a INDUSTRIAL_OUTPUT`]);
    expect(found(reported('a', cell(OUTPUT, null, { obsStatus, block: 'x' })))).toEqual([
      `${code} INFO a x INDUSTRIAL_OUTPUT`,
    ]);
  });
});
