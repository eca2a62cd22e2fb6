import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  OBS_STATUSES,
  combine,
  forbidsNumber,
  headline,
  needsNumber,
  type ObsStatus,
} from '../../../subgraphs/core/consolidation/rules/status.ts';

const anyStatus = fc.constantFrom(...OBS_STATUSES);
const anyStatuses = fc.array(anyStatus, { maxLength: 40 });
const pairs = OBS_STATUSES.flatMap((a) => OBS_STATUSES.map((b) => [a, b] satisfies [ObsStatus, ObsStatus]));

describe('the observation statuses', () => {
  test('are the twenty of SDMX CL_OBS_STATUS v2.2 in the order of the guideline', () => {
    expect(OBS_STATUSES.join('')).toBe('BOMLHQJSDKWIFEPNUVGA');
  });

  test('forbid a number where they only say why there is none', () => {
    expect(OBS_STATUSES.filter(forbidsNumber).join('')).toBe('OMLHQK');
  });

  test('need a number where they qualify one; three may stand with or without', () => {
    expect(OBS_STATUSES.filter(needsNumber).join('')).toBe('DWIFEPNUVGA');
    const either = OBS_STATUSES.filter((each) => !needsNumber(each) && !forbidsNumber(each));
    expect(either.join('')).toBe('BJS');
  });
});

describe('combining two statuses', () => {
  test('gives the one that stands higher in the guideline', () => {
    for (const [a, b] of pairs) {
      const higher = Math.min(OBS_STATUSES.indexOf(a), OBS_STATUSES.indexOf(b));
      expect(combine(a, b)).toBe(OBS_STATUSES[higher]);
    }
  });

  test('does not depend on their order', () => {
    for (const [a, b] of pairs) expect(combine(a, b)).toBe(combine(b, a));
  });

  test('does not depend on which two of three come first', () => {
    for (const [a, b] of pairs) {
      for (const c of OBS_STATUSES) expect(combine(combine(a, b), c)).toBe(combine(a, combine(b, c)));
    }
  });

  test('leaves a status combined with itself, or with normal, as it is', () => {
    for (const a of OBS_STATUSES) {
      expect(combine(a, a)).toBe(a);
      expect(combine(a, 'A')).toBe(a);
    }
  });
});

describe('the headline of many statuses', () => {
  test.each([
    ['', true, 'A'],
    ['', false, 'P'],
    ['AAA', true, 'A'],
    ['AAA', false, 'P'],
    ['AVU', true, 'U'],
    ['AVU', false, 'P'],
    ['APE', true, 'E'],
    ['APE', false, 'E'],
    ['ABA', false, 'B'],
    ['WA', true, 'W'],
  ])('of "%s", final %s, is %s', (statuses, final, expected) => {
    const present = OBS_STATUSES.filter((each) => statuses.includes(each));
    expect(headline(present, final)).toBe(expected);
  });

  test('depends neither on their order nor on how often each occurs', () => {
    fc.assert(
      fc.property(anyStatuses, fc.boolean(), (statuses, final) => {
        const found = headline(statuses, final);
        expect(headline(statuses.toReversed(), final)).toBe(found);
        expect(headline([...statuses, ...statuses], final)).toBe(found);
        expect(headline([...new Set(statuses)], final)).toBe(found);
      }),
    );
  });

  test('of two groups is the headline of their headlines', () => {
    fc.assert(
      fc.property(anyStatuses, anyStatuses, (some, others) => {
        const apart = [headline(some, true), headline(others, true)];
        expect(headline([...some, ...others], true)).toBe(headline(apart, true));
      }),
    );
  });

  test('is at best provisional unless it is final, and never better than any part', () => {
    fc.assert(
      fc.property(anyStatuses, (statuses) => {
        const rank = OBS_STATUSES.indexOf(headline(statuses, false));
        const worst = Math.min(OBS_STATUSES.indexOf('P'), ...statuses.map((each) => OBS_STATUSES.indexOf(each)));
        expect(rank).toBe(worst);
      }),
    );
  });
});
