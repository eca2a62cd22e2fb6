import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { STANDARD, findIndicator, isUnit, parseStandard, type Indicator } from '../../../schema/standard.ts';

const FLOW: Indicator = {
  code: 'FLOW_ONE',
  name: '流量',
  nameEn: 'Flow',
  unit: 'CNY',
  decimals: 2,
  kind: 'FLOW',
  direction: 'POSITIVE',
  source: 'test',
};
const RATIO: Indicator = { ...FLOW, code: 'RATIO_ONE', kind: 'RATIO', numerator: 'FLOW_ONE', denominator: 'FLOW_ONE' };

const catalogue = (...indicators: readonly object[]) => ({
  version: '2.0.0',
  effectiveFrom: '2026-01-01',
  units: [{ code: 'CNY', name: '元', nameEn: 'yuan' }],
  indicators,
  forms: [],
});

/** What is said against a catalogue, each fault with the place where it stands. */
function faults(data: unknown): string[] {
  try {
    parseStandard(data);
    return [];
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    return error.issues.map(({ path, message }) => [...path.map(String), message].join(' '));
  }
}

describe('the published standard', () => {
  test('has a version and the indicators of the paper', () => {
    expect(STANDARD.version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(findIndicator('TAX_TO_REVENUE')).toMatchObject({
      kind: 'RATIO',
      unit: 'PERCENT',
      decimals: 4,
      numerator: 'TAX_REVENUE',
      denominator: 'OPERATING_REVENUE',
    });
    expect(findIndicator('INDUSTRIAL_OUTPUT')).toMatchObject({ kind: 'FLOW', unit: 'CNY' });
  });

  test('is found by exact code only', () => {
    expect(findIndicator('tax_revenue')).toBeUndefined();
    expect(findIndicator('constructor')).toBeUndefined();
    expect(findIndicator('__proto__')).toBeUndefined();
  });

  test('knows its units', () => {
    expect(['CNY', 'KM2', 'KM', 'COUNT', 'PERCENT'].every(isUnit)).toBe(true);
    expect(['km2', '', 'EUR'].some(isUnit)).toBe(false);
  });
});

describe('a catalogue', () => {
  test('that is in order is read as it stands', () => {
    expect(parseStandard(catalogue(FLOW, RATIO)).indicators).toEqual([FLOW, RATIO]);
  });

  test('is told all its faults at once', () => {
    const bad = catalogue(
      FLOW,
      { ...FLOW, unit: 'EUR' },
      { ...FLOW, code: 'FLOW_TWO', numerator: 'FLOW_ONE' },
      { ...RATIO, denominator: 'RATIO_ONE' },
    );
    expect(faults(bad)).toEqual([
      'FLOW_ONE: defined twice',
      'FLOW_ONE: unknown unit EUR',
      'FLOW_TWO: only a RATIO has parts',
      'RATIO_ONE: a RATIO needs a numerator and a denominator that add up over zones',
    ]);
  });

  test('is told faults of form and of content together', () => {
    const bad = { ...catalogue({ ...FLOW, name: '', decimals: 13, unit: 'EUR' }), version: '2', effectiveFrom: 'soon' };
    const found = faults(bad);
    expect(found).toHaveLength(5);
    for (const place of ['version', 'effectiveFrom', 'indicators 0 name', 'indicators 0 decimals', 'FLOW_ONE:']) {
      expect(found).toContainEqual(expect.stringContaining(place));
    }
  });

  test.each([
    ['no numerator', { ...RATIO, numerator: undefined }],
    ['no denominator', { ...RATIO, denominator: undefined }],
    ['an unknown term', { ...RATIO, numerator: 'NO_SUCH' }],
    ['itself as a term', { ...RATIO, numerator: 'RATIO_ONE' }],
  ])('with a ratio that has %s is refused', (_, ratio) => {
    expect(faults(catalogue(FLOW, ratio))).toEqual([expect.stringContaining('RATIO_ONE: a RATIO needs')]);
  });

  test.each([
    ['a kind that does not exist', { ...FLOW, kind: 'AVERAGE' }],
    ['a direction that does not exist', { ...FLOW, direction: 'UP' }],
    ['a code in small letters', { ...FLOW, code: 'flow' }],
    ['a field that nobody knows', { ...FLOW, weight: 1 }],
    ['half a decimal', { ...FLOW, decimals: 1.5 }],
    ['decimals below zero', { ...FLOW, decimals: -1 }],
    ['no source', { ...FLOW, source: '' }],
  ])('with %s is refused', (_, indicator) => {
    expect(faults(catalogue(indicator))).toHaveLength(1);
  });

  test.each([
    ['an indicator that is not in it', { indicators: ['NOPE'] }, 'unknown indicator NOPE'],
    ['an indicator twice', { indicators: ['FLOW_ONE', 'FLOW_ONE'] }, 'an indicator stands in it twice'],
    ['a ratio, which is computed', { indicators: ['RATIO_ONE'] }, 'RATIO_ONE is computed, and never reported'],
    ['a first day and a month', { since: '2021-01-01' }, '`since` belongs to SINCE, and only there'],
    ['no first day since which it counts', { frequency: 'SINCE' }, '`since` belongs to SINCE, and only there'],
  ])('whose form has %s is refused', (_, wrong, fault) => {
    const form = {
      code: 'FORM_ONE',
      name: '报表',
      nameEn: 'Form',
      frequency: 'MONTH',
      levels: ['ZONE'],
      indicators: ['FLOW_ONE'],
      dueDays: 10,
      withoutMonths: [],
      source: 'test',
    };
    expect(faults({ ...catalogue(FLOW, RATIO), forms: [form] })).toEqual([]);
    expect(faults({ ...catalogue(FLOW, RATIO), forms: [{ ...form, ...wrong }] })).toEqual([`FORM_ONE: ${fault}`]);
    expect(faults({ ...catalogue(FLOW, RATIO), forms: [form, form] })).toContain('FORM_ONE: defined twice');
  });

  test.each([[null], ['{}'], [[]], [{}]])('that is no catalogue is refused: %j', (data) => {
    expect(faults(data)).not.toEqual([]);
  });
});
