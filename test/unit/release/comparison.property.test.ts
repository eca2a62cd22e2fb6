import { describe, expect, test } from '@jest/globals';
import { Big } from 'big.js';
import fc from 'fast-check';
import { plain } from '../../../subgraphs/core/release/rules/canonical.ts';
import { changesBetween, isRepetition } from '../../../subgraphs/core/release/rules/changes.ts';
import {
  figureDifferences,
  returnDifferences,
  versionDifferences,
} from '../../../subgraphs/core/release/rules/comparison.ts';
import { anyReturn, anyZones, contentOf, figuresOf, returnsOf, VERSIONS } from './contents.ts';

const RUNS = { numRuns: 200 };

describe('the comparison of a release with what is found', () => {
  test('finds nothing in itself, in any order', () => {
    fc.assert(
      fc.property(anyReturn, anyZones, (released, answers) => {
        const found = { ...released, observations: released.observations.toReversed() };
        expect(returnDifferences(released, found)).toEqual([]);
        const { figures } = contentOf(answers);
        expect(figureDifferences(figures, figures.toReversed())).toEqual([]);
      }),
      RUNS,
    );
  });

  test('finds and names a single changed byte of any cell', () => {
    const texts = ['value', 'unit', 'obsStatus', 'counterpart', 'note'] as const;
    const change = fc.record({
      at: fc.nat(),
      name: fc.constantFrom(...texts),
      place: fc.nat(),
      byte: fc.constantFrom('0', '1', '9', '.', '-', 'x', 'X'),
    });
    fc.assert(
      fc.property(anyReturn, change, (released, { at, name, place, byte }) => {
        const observations = [...released.observations];
        const index = at % observations.length;
        const cell = observations[index];
        if (!cell) throw new Error('no cell');
        const before = cell[name] ?? '';
        const where = place % (before.length + 1);
        const after = `${before.slice(0, where)}${byte}${before.slice(where + 1)}`;
        fc.pre(after !== before);
        observations[index] = { ...cell, [name]: after };
        const found = returnDifferences(released, { ...released, observations });
        expect(found).toMatchObject([
          { kind: 'CELL', zone: released.zone, indicator: cell.indicator, block: cell.block },
        ]);
        expect(found[0]?.found).toContain(byte);
      }),
      RUNS,
    );
  });

  test('finds and names a cell that is gone, or that came', () => {
    fc.assert(
      fc.property(anyReturn, (released) => {
        const [first, ...rest] = released.observations;
        const fewer = { ...released, observations: rest };
        const about = { kind: 'CELL', zone: released.zone, indicator: first?.indicator };
        expect(returnDifferences(released, fewer)).toMatchObject([{ ...about, found: null }]);
        expect(returnDifferences(fewer, released)).toMatchObject([{ ...about, released: null }]);
      }),
      RUNS,
    );
  });

  test('names the figure, with both values', () => {
    const [figure] = contentOf([]).figures;
    const [one, two] = ['1', '2'].map((value) => plain({ ...Object(figure), value }));
    expect(figureDifferences([one ?? null], [two ?? null])).toMatchObject([
      { kind: 'FIGURE', indicator: 'OPERATING_REVENUE', released: '1', found: '2' },
    ]);
  });

  test('says when it was computed under another version', () => {
    expect(versionDifferences(VERSIONS, VERSIONS)).toEqual([]);
    const differences = versionDifferences(VERSIONS, {
      ...VERSIONS,
      formulaVersion: '2.0.0',
      standardVersion: '1.1.0',
    });
    expect(differences).toMatchObject([
      { kind: 'RELEASE', released: '1.0.0', found: '1.1.0' },
      { kind: 'RELEASE', released: '1.0.0', found: '2.0.0' },
    ]);
  });
});

describe('the changes between releases', () => {
  const released = anyZones.map((answers) => ({
    manifest: { ...VERSIONS, mode: 'PARTIAL', gaps: [], returns: returnsOf(answers) },
    figures: figuresOf(answers),
  }));

  test('are none between a release and itself', () => {
    fc.assert(
      fc.property(released, (one) => {
        expect(changesBetween(one, one)).toEqual([]);
        expect(isRepetition(one.manifest, one.manifest)).toBe(true);
        expect(isRepetition(one.manifest, { ...one.manifest, mode: 'STRICT' })).toBe(false);
      }),
      RUNS,
    );
  });

  test('add up: over two steps as over one', () => {
    fc.assert(
      fc.property(released, released, released, (one, two, three) => {
        const steps = [changesBetween(one, two), changesBetween(two, three)];
        for (const code of ['OPERATING_REVENUE', 'TAX_REVENUE']) {
          const values = [one, two, three].map(
            ({ figures }) => figures.find(({ indicator }) => indicator.code === code)?.value ?? null,
          );
          if (values.includes(null)) continue;
          const of = (changes: (typeof steps)[number]): Big =>
            changes.find(({ indicator }) => indicator === code)?.difference ?? new Big(0);
          const whole = of(changesBetween(one, three));
          expect(steps.reduce((sum, each) => sum.plus(of(each)), new Big(0)).eq(whole)).toBe(true);
        }
      }),
      RUNS,
    );
  });

  test('name the zones whose revision is another, came or went', () => {
    const of = (zone: string, revision: number) => ({
      ...{ zone, revision, digest: `${zone} ${revision}`, signature: '', keyId: '', synthetic: false },
      ...{ recordedAt: '', acceptedAt: '', standardVersion: '' },
    });
    const [figure] = figuresOf([]);
    if (!figure) throw new Error('no figure');
    const make = (value: string, ...returns: ReturnType<typeof of>[]) => ({
      manifest: { returns },
      figures: [{ ...figure, value: new Big(value) }],
    });
    const before = make('10', of('a', 1), of('b', 1), of('c', 1));
    const after = make('12.5', of('a', 1), of('b', 2), of('d', 1));
    expect(
      changesBetween(before, after).map((each) => ({ ...each, difference: each.difference?.toFixed() })),
    ).toMatchObject([{ indicator: 'OPERATING_REVENUE', difference: '2.5', zones: ['b', 'd', 'c'] }]);
  });
});
