import { describe, expect, test } from '@jest/globals';
import { INDUSTRIES, parseIndustries } from '../../../schema/classifications/industries.ts';
import { parseThresholds, SCALE_THRESHOLDS } from '../../../schema/classifications/thresholds.ts';
import { judgeScale, type ScaleFacts } from '../../../subgraphs/kit/enterprises/above-scale.ts';
import { readIndustry } from '../../../subgraphs/kit/enterprises/industry.ts';

describe('the industries of GB/T 4754-2017', () => {
  test('are 20 sections and the divisions 01 to 97 without a gap', () => {
    expect(INDUSTRIES.sections.map(({ code }) => code).join('')).toBe('ABCDEFGHIJKLMNOPQRST');
    const divisions = INDUSTRIES.sections.flatMap((section) => section.divisions.map(({ code }) => Number(code)));
    expect(divisions).toEqual(Array.from({ length: 97 }, (_, at) => at + 1));
  });

  test('a division that stands there twice is refused', () => {
    const [first] = INDUSTRIES.sections;
    expect(() => parseIndustries({ ...INDUSTRIES, sections: [first, { ...first, code: 'B' }] })).toThrow(/01.*twice/);
  });

  test.each([
    ['C1310', 'C1310', '制造业', '农副食品加工业'],
    ['1310', 'C1310', '制造业', '农副食品加工业'],
    ['c13', 'C13', '制造业', '农副食品加工业'],
    ['Ｂ10', 'B10', '采矿业', '非金属矿采选业'],
    ['59', 'G59', '交通运输、仓储和邮政业', '装卸搬运和仓储业'],
  ])('%s is %s', (text, code, section, division) => {
    expect(readIndustry(text)).toMatchObject({ code, section: { name: section }, division: { name: division } });
  });

  test('a section alone is an industry, with no division', () => {
    expect(readIndustry('C')).toMatchObject({ code: 'C', division: null });
  });

  test.each(['', 'U', '00', '98', 'B13', 'C1', 'C13101', '食品饮料', '13.1'])('%j is none', (text) => {
    expect(readIndustry(text)).toBeUndefined();
  });
});

describe('above scale', () => {
  const facts = (industry: string, known: Partial<ScaleFacts> = {}): ScaleFacts => ({
    industry,
    annualRevenue: null,
    employees: null,
    qualified: null,
    developing: null,
    ...known,
  });
  const wan = (amount: bigint) => ({ annualRevenue: amount * 10_000n });

  test.each([
    ['C1310', '2010-12-31', wan(500n), 'ABOVE', 'INDUSTRY'],
    ['C1310', '2011-01-01', wan(500n), 'BELOW', 'INDUSTRY'],
    ['C1310', '2026-06-30', wan(2000n), 'ABOVE', 'INDUSTRY'],
    ['C1310', '2026-06-30', { annualRevenue: 19_999_999n }, 'BELOW', 'INDUSTRY'],
    ['C1310', '2006-12-31', wan(5000n), 'UNKNOWN', 'INDUSTRY'],
    ['C1310', '2026-06-30', {}, 'UNKNOWN', 'INDUSTRY'],
    ['F5171', '2026-06-30', wan(1999n), 'BELOW', 'WHOLESALE'],
    ['F5211', '2026-06-30', wan(500n), 'ABOVE', 'RETAIL'],
    ['H61', '2026-06-30', wan(200n), 'ABOVE', 'ACCOMMODATION_CATERING'],
    ['E47', '2026-06-30', { qualified: false }, 'BELOW', 'CONSTRUCTION'],
    ['E47', '2026-06-30', wan(90_000n), 'UNKNOWN', 'CONSTRUCTION'],
    ['K7010', '2026-06-30', { developing: true }, 'ABOVE', 'REAL_ESTATE_DEVELOPMENT'],
    ['K7020', '2026-06-30', wan(1000n), 'ABOVE', 'SERVICES'],
    ['G5990', '2019-12-31', { ...wan(1n), employees: 50 }, 'ABOVE', 'SERVICES'],
    ['G5990', '2019-12-31', { ...wan(1000n) }, 'ABOVE', 'SERVICES'],
    ['G5990', '2019-12-31', { ...wan(999n) }, 'UNKNOWN', 'SERVICES'],
    ['G5990', '2019-12-31', { ...wan(999n), employees: 49 }, 'BELOW', 'SERVICES'],
    ['G5990', '2020-01-01', { ...wan(1999n), employees: 500 }, 'BELOW', 'SERVICES'],
    ['Q84', '2026-06-30', wan(2000n), 'ABOVE', 'SERVICES'],
    ['Q85', '2026-06-30', wan(500n), 'ABOVE', 'SERVICES'],
    ['K', '2026-06-30', wan(5000n), 'UNKNOWN', null],
    ['F', '2026-06-30', wan(5000n), 'UNKNOWN', null],
    ['A01', '2026-06-30', wan(5000n), 'OUTSIDE', null],
    ['S92', '2026-06-30', {}, 'OUTSIDE', null],
  ] as const)('%s on %s with %j is %s of %s', (industry, day, known, scale, group) => {
    expect(judgeScale(facts(industry, known), day)).toMatchObject({ scale, group });
  });

  test('规上工业 is mining, manufacturing and utilities alone: a warehouse above its line is not among them', () => {
    const warehouse = judgeScale(facts('G59', wan(3000n)), '2026-06-30');
    expect(warehouse).toMatchObject({ scale: 'ABOVE', group: 'SERVICES' });
    const industrial = SCALE_THRESHOLDS.filter(({ group }) => group === 'INDUSTRY').flatMap((rule) => rule.industries);
    expect(new Set(industrial)).toEqual(new Set(['B', 'C', 'D']));
  });

  test('what is not verified says so, and every line has a source', () => {
    expect(SCALE_THRESHOLDS.filter(({ verified }) => verified).map(({ id }) => id)).toEqual([
      'INDUSTRY-2007',
      'INDUSTRY-2011',
    ]);
  });

  test('two lines for one industry on one day are refused', () => {
    const [first] = SCALE_THRESHOLDS;
    const again = { ...first, id: 'AGAIN', industries: ['C13'], from: '2010-12-31' };
    expect(() => parseThresholds({ about: '', rules: [first, again] })).toThrow(/both apply/);
  });
});
