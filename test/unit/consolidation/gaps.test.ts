import { describe, expect, test } from '@jest/globals';
import { TECHNICAL_GAPS } from '../../../schema/gap-reasons.ts';
import { consolidate } from '../../../subgraphs/core/consolidation/rules/figure.ts';
import { OBS_STATUSES, type ObsStatus } from '../../../subgraphs/core/consolidation/rules/status.ts';
import type { Figure, Mode, ZoneAnswer } from '../../../subgraphs/core/consolidation/rules/types.ts';
import { OUTPUT, REVENUE } from './paper.ts';
import { cell, headlineOf, notReported, reported } from './returns.ts';

const OTHER = reported('b', cell(OUTPUT, '5'));

function partial(...answers: readonly ZoneAnswer[]): Figure {
  return consolidate(OUTPUT, answers, { mode: 'PARTIAL' });
}

function strict(...answers: readonly ZoneAnswer[]): Figure {
  return consolidate(OUTPUT, answers, { mode: 'STRICT' });
}

describe('a zone without a usable figure', () => {
  test.each([
    ['that has not reported', notReported('a'), 'NOT_REPORTED'],
    ['whose return lacks the indicator', reported('a', cell(REVENUE, '1')), 'MISSING'],
    ['that gives the figure of a block only', reported('a', cell(OUTPUT, '1', { block: 'a-one' })), 'MISSING'],
    ['that did not collect it', reported('a', cell(OUTPUT, null, { obsStatus: 'L' })), 'MISSING'],
    ['that leaves it out without a reason', reported('a', cell(OUTPUT, null, { obsStatus: 'O' })), 'MISSING'],
    ['that calls an empty cell normal', reported('a', cell(OUTPUT, null, { obsStatus: 'A' })), 'BAD_DATA'],
    ['that suppresses it', reported('a', cell(OUTPUT, null, { obsStatus: 'Q' })), 'SUPPRESSED'],
    ['that is exempted', reported('a', cell(OUTPUT, null, { obsStatus: 'J' })), 'DEROGATION'],
    ['that counts it elsewhere, where it is not', reported('a', cell(OUTPUT, null, { obsStatus: 'K' })), 'K_UNPAIRED'],
    ['that writes it in another unit', reported('a', cell(OUTPUT, '1', { unit: 'USD' })), 'UNIT_MISMATCH'],
    ['that gives a number and says it is missing', reported('a', cell(OUTPUT, '1', { obsStatus: 'O' })), 'BAD_DATA'],
  ])('%s is a gap of its own name', (_, answer, reason) => {
    const figure = partial(answer, OTHER);
    expect(headlineOf(figure)).toEqual({ value: '5', obsStatus: 'P', of: '1/2', gaps: [`a ${reason}`] });
    expect(figure.parts[0]).toMatchObject({ outcome: { gap: reason }, value: null });
  });

  test.each(TECHNICAL_GAPS.map((reason) => [reason]))('that gave no answer keeps the technical reason %s', (reason) => {
    const figure = partial({ zone: 'a', answer: reason }, OTHER);
    expect(headlineOf(figure)).toEqual({ value: '5', obsStatus: 'P', of: '1/2', gaps: [`a ${reason}`] });
    expect(figure.parts[0]).toMatchObject({ statuses: [], revision: null, digest: null });
  });

  test.each(['O', 'M', 'L', 'H', 'Q', 'K'] satisfies ObsStatus[])(
    'and a number beside status %s is refused',
    (obsStatus) => {
      const figure = partial(reported('a', cell(OUTPUT, '0', { obsStatus })), OTHER);
      expect(headlineOf(figure)).toMatchObject({ value: '5', of: '1/2', gaps: ['a BAD_DATA'] });
    },
  );

  test.each([
    ['BOLHS', 'MISSING'],
    ['Q', 'SUPPRESSED'],
    ['J', 'DEROGATION'],
    ['K', 'K_UNPAIRED'],
    ['DWIFEPNUVGA', 'BAD_DATA'],
  ])('with no number beside any of the statuses %s is a gap %s', (statuses, reason) => {
    const those = OBS_STATUSES.filter((each) => statuses.includes(each));
    expect(those).toHaveLength(statuses.length);
    for (const obsStatus of those) {
      const figure = partial(reported('a', cell(OUTPUT, null, { obsStatus })), OTHER);
      expect(headlineOf(figure)).toMatchObject({ value: '5', of: '1/2', gaps: [`a ${reason}`] });
    }
  });

  test('leaves no number and no reason to call it inexistent when it was the only one', () => {
    expect(headlineOf(partial(notReported('a')))).toEqual({
      value: null,
      obsStatus: 'O',
      of: '0/1',
      gaps: ['a NOT_REPORTED'],
    });
  });
});

describe('a figure that cannot exist for a zone', () => {
  const never = reported('a', cell(OUTPUT, null, { obsStatus: 'M' }));

  test('is not expected of it, and the others are complete without it', () => {
    expect(headlineOf(strict(never, OTHER))).toEqual({ value: '5', obsStatus: 'A', of: '1/1', gaps: [] });
    expect(headlineOf(partial(never, OTHER))).toEqual({ value: '5', obsStatus: 'P', of: '1/1', gaps: [] });
  });

  test.each(['STRICT', 'PARTIAL'] satisfies Mode[])(
    'does not exist for the whole either when no zone is left (%s)',
    (mode) => {
      const figure = consolidate(OUTPUT, [never], { mode });
      expect(headlineOf(figure)).toEqual({ value: null, obsStatus: 'M', of: '0/0', gaps: [] });
      expect(figure.coverage).toMatchObject({ complete: false, byCount: null });
    },
  );
});

describe('zero', () => {
  test('is a figure like any other: a nil return counts as reported', () => {
    const nil = reported('a', cell(OUTPUT, '0'));
    expect(headlineOf(strict(nil, OTHER))).toEqual({ value: '5', obsStatus: 'A', of: '2/2', gaps: [] });
    expect(headlineOf(strict(nil))).toEqual({ value: '0', obsStatus: 'A', of: '1/1', gaps: [] });
  });

  test('too small to be shown is zero and keeps its status', () => {
    const small = reported('a', cell(OUTPUT, '0.00', { obsStatus: 'N' }));
    expect(headlineOf(strict(small, OTHER))).toMatchObject({ value: '5', obsStatus: 'N', of: '2/2' });
  });

  test('is never what an empty cell becomes', () => {
    expect(headlineOf(partial(reported('a', cell(OUTPUT, null))))).toMatchObject({ value: null, of: '0/1' });
  });
});
