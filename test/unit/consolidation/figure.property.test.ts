import { describe, expect, test } from '@jest/globals';
import type { Big } from 'big.js';
import fc from 'fast-check';
import type { Indicator } from '../../../schema/standard.ts';
import { consolidate } from '../../../subgraphs/core/consolidation/rules/figure.ts';
import { OBS_STATUSES, type ObsStatus } from '../../../subgraphs/core/consolidation/rules/status.ts';
import type { Coverage, Figure, Mode, ZoneAnswer } from '../../../subgraphs/core/consolidation/rules/types.ts';
import { anyAnswers, decimalOf, numberOf, sumOf, zonesInside } from './arbitraries.ts';
import { OUTPUT, REVENUE, TAX, TAX_TO_REVENUE } from './paper.ts';
import { headlineOf, madeUp } from './returns.ts';

const RUNS = { numRuns: 400 };
const MODES: readonly Mode[] = ['PARTIAL', 'STRICT'];

/** Every kind of figure that zone figures can make, with what it is made of and answers to that. */
const FIGURES: readonly (readonly [string, Indicator, readonly Indicator[], fc.Arbitrary<ZoneAnswer[]>])[] = [
  ['a sum', OUTPUT, [OUTPUT], anyAnswers(OUTPUT)],
  ['a ratio', TAX_TO_REVENUE, [TAX, REVENUE], anyAnswers(TAX, REVENUE)],
  ...[madeUp('MIN'), madeUp('MAX')].map(
    (each) =>
      [`a ${each.kind}`, each, [each], anyAnswers(each)] satisfies [
        string,
        Indicator,
        Indicator[],
        fc.Arbitrary<ZoneAnswer[]>,
      ],
  ),
];

const partial = (indicator: Indicator, answers: readonly ZoneAnswer[]): Figure =>
  consolidate(indicator, answers, { mode: 'PARTIAL' });
const rank = (status: ObsStatus): number => OBS_STATUSES.indexOf(status);
const text = (value: Big | null): string | null => value?.toFixed() ?? null;

describe.each(FIGURES)('%s of any zones', (_, indicator, terms, anyZones) => {
  test('does not depend on the order of the zones', () => {
    const shuffled = anyZones.chain((answers) =>
      fc.tuple(fc.constant(answers), fc.shuffledSubarray(answers, { minLength: answers.length })),
    );
    fc.assert(
      fc.property(shuffled, fc.constantFrom(...MODES), ([answers, others], mode) => {
        const [one, two] = [answers, others].map((each) => consolidate(indicator, each, { mode })).map(headlineOf);
        expect({ ...two, gaps: two?.gaps.toSorted() }).toEqual({ ...one, gaps: one?.gaps.toSorted() });
      }),
      RUNS,
    );
  });

  test('keeps its value when a zone with a gap is no longer asked; only what was expected changes', () => {
    fc.assert(
      fc.property(anyZones, (answers) => {
        const whole = partial(indicator, answers);
        for (const { zone } of whole.coverage.gaps) {
          const rest = partial(
            indicator,
            answers.filter((each) => each.zone !== zone),
          );
          expect(text(rest.value)).toBe(text(whole.value));
          expect(rest.coverage.expected).toBe(whole.coverage.expected - 1);
        }
      }),
      RUNS,
    );
  });

  test('has a coverage that adds up, and is complete only without a gap', () => {
    fc.assert(
      fc.property(anyZones, fc.constantFrom(...MODES), (answers, mode) => {
        const { coverage, parts } = consolidate(indicator, answers, { mode });
        const { expected, reported, complete, gaps } = coverage satisfies Coverage;
        expect(parts.map(({ zone }) => zone)).toEqual(answers.map(({ zone }) => zone));
        expect(reported + gaps.length).toBe(expected);
        expect(complete).toBe(expected > 0 && gaps.length === 0);
        expect(coverage.byCount?.eq(1) ?? false).toBe(complete);
        expect(parts.every(({ outcome, value }) => value === null || outcome === 'COUNTED')).toBe(true);
      }),
      RUNS,
    );
  });

  test('says of no zone that it is reported unless its amount really is in the number', () => {
    fc.assert(
      fc.property(anyZones, fc.constantFrom(...MODES), (answers, mode) => {
        const { coverage, parts } = consolidate(indicator, answers, { mode });
        const inside = zonesInside(answers, terms);
        expect(coverage.reported).toBeLessThanOrEqual(inside.size);
        const told = parts.filter(({ outcome }) => outcome === 'COUNTED' || outcome === 'ELSEWHERE');
        expect(new Set(told.map(({ zone }) => zone))).toEqual(inside);
        expect(coverage.reported).toBe(inside.size);
      }),
      RUNS,
    );
  });

  test('counts a K as elsewhere only where its counterpart is counted and points back', () => {
    fc.assert(
      fc.property(anyZones, (answers) => {
        const { parts } = partial(indicator, answers);
        for (const { zone, counterpart } of parts.filter(({ outcome }) => outcome === 'ELSEWHERE')) {
          const other = parts.find((each) => each.zone === counterpart);
          expect(other).toMatchObject({ outcome: 'COUNTED', counterpart: zone });
        }
      }),
      RUNS,
    );
  });

  test('is at best provisional in partial mode, even without a gap', () => {
    fc.assert(
      fc.property(anyZones, (answers) => {
        const { obsStatus } = partial(indicator, answers);
        expect(rank(obsStatus)).toBeLessThanOrEqual(rank('P'));
      }),
      RUNS,
    );
  });

  test('has in strict mode the gravest status of what was counted, and in partial mode the same or P', () => {
    fc.assert(
      fc.property(anyZones, (answers) => {
        const strict = consolidate(indicator, answers, { mode: 'STRICT' });
        fc.pre(strict.value !== null);
        const counted = strict.parts.filter(({ outcome }) => outcome === 'COUNTED').flatMap(({ statuses }) => statuses);
        expect(rank(strict.obsStatus)).toBe(Math.min(...counted.map(rank)));
        expect(rank(partial(indicator, answers).obsStatus)).toBe(Math.min(rank('P'), ...counted.map(rank)));
      }),
      RUNS,
    );
  });

  test('is in strict mode the same figure, or none where a zone is missing', () => {
    fc.assert(
      fc.property(anyZones, (answers) => {
        const [loose, strict] = [partial(indicator, answers), consolidate(indicator, answers, { mode: 'STRICT' })];
        expect(strict.coverage).toEqual(loose.coverage);
        expect(text(strict.value)).toBe(strict.coverage.gaps.length > 0 ? null : text(loose.value));
      }),
      RUNS,
    );
  });
});

describe('a sum of any zones', () => {
  test('is what whole numbers give, over the zones that have a number', () => {
    fc.assert(
      fc.property(anyAnswers(OUTPUT), (answers) => {
        const numbers = answers.map((each) => numberOf(each, OUTPUT)).filter((each) => each !== undefined);
        const expected = numbers.length === 0 ? null : decimalOf(sumOf(numbers), 24);
        expect(text(partial(OUTPUT, answers).value)).toBe(expected);
      }),
      RUNS,
    );
  });

  test('is the sum of the sums of any groups of them', () => {
    fc.assert(
      fc.property(anyAnswers(OUTPUT), fc.array(fc.nat(3), { minLength: 12, maxLength: 12 }), (answers, groupOf) => {
        const groups = Map.groupBy(answers, (each) => groupOf[answers.indexOf(each)]);
        const sums = [...groups.values()].map((group) => partial(OUTPUT, group).value).filter((each) => each !== null);
        const combined = sums.length === 0 ? null : sums.reduce((sum, each) => sum.plus(each));
        expect(text(combined)).toBe(text(partial(OUTPUT, answers).value));
      }),
      RUNS,
    );
  });

  test('is null in strict mode exactly when there is a gap or nothing is expected', () => {
    fc.assert(
      fc.property(anyAnswers(OUTPUT), (answers) => {
        const { value, coverage } = consolidate(OUTPUT, answers, { mode: 'STRICT' });
        expect(value === null).toBe(!coverage.complete);
      }),
      RUNS,
    );
  });
});
