import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { consolidate } from '../../../subgraphs/core/consolidation/rules/figure.ts';
import { findingsOf } from '../../../subgraphs/core/consolidation/rules/findings.ts';
import type { ZoneAnswer } from '../../../subgraphs/core/consolidation/rules/types.ts';
import { judged, overtaking } from '../../../subgraphs/core/consolidation/rules/verdicts.ts';
import { anyAnswers } from './arbitraries.ts';
import { cell, headlineOf, notReported, reported, standard, valuesByZone } from './returns.ts';

const OUTPUT = standard('INDUSTRIAL_OUTPUT');
const ruled = (answered: ZoneAnswer, verdict: Parameters<typeof judged>[1]): ZoneAnswer => ({
  ...answered,
  answer: judged(answered.answer, verdict),
});

const zones = [reported('a', cell(OUTPUT, '5')), reported('b', cell(OUTPUT, '7'))] as const;

describe('what the office has decided of a return', () => {
  test.each([
    ['ACCEPTED', 'A'],
    ['FINAL', 'A'],
    [null, 'P'],
  ] as const)('is shown beside it and changes no number, but nothing is final without it: %s', (verdict, obsStatus) => {
    const figure = consolidate(OUTPUT, [ruled(zones[0], verdict), zones[1]], { mode: 'STRICT' });
    expect(headlineOf(figure)).toEqual({ value: '12', obsStatus, of: '2/2', gaps: [] });
    expect(figure.parts.map((part) => part.verdict)).toEqual([verdict, 'ACCEPTED']);
  });

  test.each(['METHOD', 'RECLASSIFICATION'])('a revision for %s is a break in the series', (reason) => {
    const [a, b] = zones;
    const revised = { zone: 'a', answer: typeof a.answer === 'object' ? { ...a.answer, reason } : a.answer };
    const figure = consolidate(OUTPUT, [revised, b], { mode: 'STRICT' });
    expect(headlineOf(figure)).toMatchObject({ value: '12', obsStatus: 'B' });
    expect(figure.parts.map(({ statuses }) => statuses)).toEqual([['A', 'B'], ['A']]);
  });

  test('takes out what was sent back: the zone is a gap, and its revision is still named', () => {
    const answers = [ruled(zones[0], 'RETURNED'), zones[1]];
    const figure = consolidate(OUTPUT, answers, { mode: 'PARTIAL' });
    expect(headlineOf(figure)).toEqual({ value: '7', obsStatus: 'P', of: '1/2', gaps: ['a RETURNED'] });
    expect(figure.parts[0]).toMatchObject({ value: null, revision: 1, digest: 'digest of a', verdict: 'RETURNED' });
    expect(consolidate(OUTPUT, answers, { mode: 'STRICT' }).value).toBeNull();
    expect(findingsOf(answers).map(({ code, zone }) => [code, zone])).toContainEqual(['RETURNED', 'a']);
  });

  test('refuses a revision with another content than was decided on', () => {
    const answers = [ruled(zones[0], 'CHANGED'), zones[1]];
    expect(valuesByZone(consolidate(OUTPUT, answers, { mode: 'PARTIAL' }))).toEqual({ a: 'BAD_DATA', b: '7' });
  });

  test.each([
    ['nothing decided', [], undefined],
    ['its own acceptance', [[1, 'ACCEPTED']], undefined],
    ['an earlier one', [[0, 'RETURNED']], undefined],
    ['the withdrawal of a later one', [[2, 'WITHDRAWN']], undefined],
    ['its own withdrawal', [[1, 'WITHDRAWN']], 'SUPERSEDED'],
    [
      'a later acceptance',
      [
        [2, 'ACCEPTED'],
        [2, 'FINAL'],
      ],
      'SUPERSEDED',
    ],
    [
      'a later one sent back',
      [
        [1, 'ACCEPTED'],
        [2, 'ACCEPTED'],
        [3, 'RETURNED'],
      ],
      'RETURNED',
    ],
    [
      'one sent back, and a still later one',
      [
        [3, 'FINAL'],
        [2, 'RETURNED'],
        [3, 'ACCEPTED'],
      ],
      'SUPERSEDED',
    ],
    [
      'its withdrawal, and a later one sent back',
      [
        [1, 'WITHDRAWN'],
        [2, 'RETURNED'],
      ],
      'RETURNED',
    ],
  ] as const)('leaves out a revision that no longer stands: %s', (_, decisions, gap) => {
    const decided = decisions.map(([revision, outcome]) => ({ revision, outcome }));
    const answer = judged(zones[0].answer, null, overtaking(1, decided));
    const figure = consolidate(OUTPUT, [{ ...zones[0], answer }, zones[1]], { mode: 'STRICT' });
    expect(headlineOf(figure).gaps).toEqual(gap ? [`a ${gap}`] : []);
    expect(figure.value?.toFixed()).toBe(gap ? undefined : '12');
  });

  test('says nothing of a zone that has not reported, or gave no answer', () => {
    expect(ruled(notReported('a'), 'RETURNED')).toEqual(notReported('a'));
    expect(judged('TIMEOUT', 'ACCEPTED')).toBe('TIMEOUT');
  });

  test('leaves of a total what the zones make that are not sent back, as if these had not reported', () => {
    const indicators = [OUTPUT, standard('TAX_REVENUE')];
    fc.assert(
      fc.property(anyAnswers(...indicators), fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }), (all, sent) => {
        const judgedAnswers = all.map((each, at) => ruled(each, sent[at] === true ? 'RETURNED' : 'ACCEPTED'));
        const without = all.map((each, at) =>
          sent[at] === true && typeof each.answer === 'object' ? notReported(each.zone) : each,
        );
        for (const indicator of indicators) {
          const [one, two] = [judgedAnswers, without].map((answers) =>
            consolidate(indicator, answers, { mode: 'PARTIAL' }),
          );
          expect(one?.value?.toFixed()).toBe(two?.value?.toFixed());
          expect(one?.obsStatus).toBe(two?.obsStatus);
          expect(one?.coverage.gaps.map(({ zone }) => zone)).toEqual(two?.coverage.gaps.map(({ zone }) => zone));
        }
      }),
    );
  });
});
