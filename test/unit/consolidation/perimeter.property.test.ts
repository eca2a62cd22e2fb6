import { describe, expect, test } from '@jest/globals';
import { Big } from 'big.js';
import fc from 'fast-check';
import { consolidate } from '../../../subgraphs/core/consolidation/rules/figure.ts';
import type { Held } from '../../../subgraphs/core/consolidation/rules/placement.ts';
import type { Figure, Mode, ZoneAnswer } from '../../../subgraphs/core/consolidation/rules/types.ts';
import { OUTPUT, REVENUE, TAX, TAX_TO_REVENUE } from './paper.ts';
import { cell, headlineOf, reported } from './returns.ts';

const RUNS = { numRuns: 400 };

/** A block as it really is; what its zone says of it is another matter. */
interface TrueBlock {
  readonly code: string;
  readonly territory: string;
  /** Output, and tax and revenue. */
  readonly amounts: readonly [number, number, number];
  readonly isGiven: boolean;
  /** Tenths of it by zone; they sum to ten. */
  readonly tenths: Readonly<Record<string, number>>;
}

interface World {
  readonly zones: readonly string[];
  readonly silent: ReadonlySet<string>;
  readonly blocks: readonly TrueBlock[];
}

const anyHolders = (zones: readonly string[], territory: string) =>
  fc.oneof(
    fc.constant({ [territory]: 10 }),
    fc.constantFrom(...zones).map((zone) => ({ [zone]: 10 })),
    fc
      .tuple(fc.constantFrom(...zones), fc.constantFrom(...zones), fc.integer({ min: 1, max: 9 }))
      .map(([one, two, tenths]): Record<string, number> =>
        one === two ? { [one]: 10 } : { [one]: tenths, [two]: 10 - tenths },
      ),
  );

/** Worlds of up to five zones; `whole`: all zones report, and give every block. */
function anyWorld(whole: boolean): fc.Arbitrary<World> {
  return fc.integer({ min: 1, max: 5 }).chain((count) => {
    const zones = Array.from({ length: count }, (_, at) => `z${at}`);
    const amount = fc.integer({ min: -100, max: 1000 });
    const block = fc.constantFrom(...zones).chain((territory) =>
      fc.record({
        territory: fc.constant(territory),
        amounts: fc.tuple(amount, amount, fc.integer({ min: 1, max: 1000 })),
        isGiven: whole ? fc.constant(true) : fc.boolean(),
        tenths: anyHolders(zones, territory),
      }),
    );
    return fc.record({
      zones: fc.constant(zones),
      silent: fc.subarray(zones, { maxLength: whole ? 0 : count - 1 }).map((those) => new Set(those)),
      blocks: fc.array(block, { maxLength: 8 }).map((all) => all.map((each, at) => ({ ...each, code: `b${at}` }))),
    });
  });
}

const INDICATORS = [OUTPUT, TAX, REVENUE] as const;

/** What the zones answer: their whole figures unless silent, and the blocks that are given. */
function answersOf({ zones, silent, blocks }: World): ZoneAnswer[] {
  return zones.map((zone) => {
    const own = blocks.filter(({ territory }) => territory === zone);
    const cells = INDICATORS.flatMap((indicator, at) => [
      ...(silent.has(zone)
        ? []
        : [cell(indicator, `${own.reduce((sum, { amounts }) => sum + (amounts[at] ?? 0), 0)}`)]),
      ...own
        .filter(({ isGiven }) => isGiven)
        .map(({ code, amounts }) => cell(indicator, `${amounts[at]}`, { block: code })),
    ]);
    return reported(zone, ...cells);
  });
}

const heldIn = ({ blocks }: World): Held => ({
  additive: true,
  blocks: blocks.map(({ code, territory, tenths }) => ({
    block: code,
    territory,
    holders: Object.entries(tenths).map(([zone, part]) => ({ zone, share: new Big(part).div(10) })),
    changes: [],
  })),
});

const managed = (world: World, mode: Mode = 'PARTIAL'): Figure =>
  consolidate(OUTPUT, answersOf(world), { mode, held: heldIn(world) });
const tenthsOf = ({ tenths }: TrueBlock, zone: string): number => tenths[zone] ?? 0;
const isMoved = (block: TrueBlock): boolean => tenthsOf(block, block.territory) !== 10;
const inTenths = (value: Big | null | undefined): string | undefined => value?.times(10).toFixed();

describe('a figure of blocks that are held by any zones', () => {
  test('has the total of the blocks, of the zones as they report, and of the zones as they hold', () => {
    fc.assert(
      fc.property(anyWorld(true), (world) => {
        const figure = managed(world, 'STRICT');
        const blocks = world.blocks.reduce((sum, { amounts }) => sum + amounts[0], 0);
        const parts = figure.parts.reduce((sum, { value }) => sum.plus(value ?? Number.NaN), new Big(0));
        expect(figure.value?.toFixed()).toBe(`${blocks}`);
        expect(parts.toFixed()).toBe(`${blocks}`);
        expect(headlineOf(figure)).toEqual(headlineOf(consolidate(OUTPUT, answersOf(world), { mode: 'STRICT' })));
      }),
      RUNS,
    );
  });

  test('keeps its total and its coverage when any block passes to any zone, known or not, while all report', () => {
    const moved = anyWorld(false).chain((world) =>
      fc.tuple(fc.constant({ ...world, silent: new Set<string>() }), fc.nat(7), fc.constantFrom(...world.zones)),
    );
    fc.assert(
      fc.property(moved, fc.constantFrom<Mode>('PARTIAL', 'STRICT'), ([world, at, zone], mode) => {
        const blocks = world.blocks.map((each, n) => (n === at ? { ...each, tenths: { [zone]: 10 } } : each));
        expect(headlineOf(managed({ ...world, blocks }, mode))).toEqual(headlineOf(managed(world, mode)));
      }),
      RUNS,
    );
  });

  test('gives each zone what it holds, or says that it cannot be told; it never gives anything else', () => {
    fc.assert(
      fc.property(anyWorld(false), (world) => {
        for (const { zone, value, outcome } of managed(world).parts) {
          const concerned = world.blocks.filter(
            (each) => isMoved(each) && (each.territory === zone || tenthsOf(each, zone) > 0),
          );
          const known = !world.silent.has(zone) && concerned.every(({ isGiven }) => isGiven);
          const holds = world.blocks.reduce((sum, each) => sum + tenthsOf(each, zone) * each.amounts[0], 0);
          expect(outcome === 'COUNTED').toBe(known);
          expect(inTenths(value)).toBe(known ? `${holds}` : undefined);
        }
      }),
      RUNS,
    );
  });

  test('says of no zone that it is in unless all that it holds is in the total, and counts nothing twice', () => {
    fc.assert(
      fc.property(anyWorld(false), (world) => {
        const figure = managed(world);
        const isIn = (block: TrueBlock, zone: string): boolean =>
          !world.silent.has(block.territory) || (block.isGiven && block.territory !== zone && !world.silent.has(zone));
        const total = world.blocks.reduce((sum, block) => {
          const shares = Object.entries(block.tenths).filter(([zone]) => isIn(block, zone));
          return sum + shares.reduce((all, [, tenths]) => all + tenths * block.amounts[0], 0);
        }, 0);
        const reporting = world.zones.length > world.silent.size;
        expect(inTenths(figure.value)).toBe(reporting ? `${total}` : undefined);
        for (const { zone, outcome } of figure.parts) {
          const all = world.blocks.every((block) => tenthsOf(block, zone) === 0 || isIn(block, zone));
          expect(typeof outcome === 'string').toBe(!world.silent.has(zone) && all);
        }
      }),
      RUNS,
    );
  });

  test('is a ratio over the same zones and blocks, whoever holds them', () => {
    fc.assert(
      fc.property(anyWorld(true), (world) => {
        const answers = answersOf(world);
        const ratio = consolidate(TAX_TO_REVENUE, answers, { mode: 'STRICT', held: heldIn(world) });
        expect(headlineOf(ratio)).toEqual(headlineOf(consolidate(TAX_TO_REVENUE, answers, { mode: 'STRICT' })));
        const sums = (zone: string, at: 1 | 2): Big =>
          world.blocks.reduce((sum, each) => sum.plus(tenthsOf(each, zone) * each.amounts[at]), new Big(0));
        for (const { zone, value } of ratio.parts) {
          const [n, d] = [sums(zone, 1), sums(zone, 2)];
          expect(value === null).toBe(d.eq(0));
          if (value) expect(value.minus(n.times(100).div(d)).abs().lte('0.00005')).toBe(true);
        }
      }),
      RUNS,
    );
  });

  test('has no total for assessment, whatever is held', () => {
    fc.assert(
      fc.property(anyWorld(false), fc.constantFrom<Mode>('PARTIAL', 'STRICT'), (world, mode) => {
        const held = { ...heldIn(world), additive: false };
        const figure = consolidate(OUTPUT, answersOf(world), { mode, held });
        expect(figure).toMatchObject({ value: null, obsStatus: 'M', additive: false });
        expect(figure.parts.every(({ value, outcome }) => (value === null) === (typeof outcome === 'object'))).toBe(
          true,
        );
      }),
      RUNS,
    );
  });
});
