import { describe, expect, test } from '@jest/globals';
import { Big } from 'big.js';
import fc from 'fast-check';
import {
  ELIMINATION_KINDS,
  eliminate,
  type Eliminations,
  type Rule,
  type Side,
} from '../../../subgraphs/core/elimination/rules/entries.ts';

const side = (zone: string, value: string | number, over: Partial<Side> = {}): Side => ({
  zone,
  indicator: 'OUTPUT',
  block: null,
  entity: null,
  value: new Big(value),
  counterpart: null,
  revision: 1,
  digest: `digest of ${zone}`,
  ...over,
});
const BLOCKS: Rule = { indicator: 'OUTPUT', kind: 'DUPLICATE_BLOCK' };
const ENTITIES: Rule = { indicator: 'OUTPUT', kind: 'DUPLICATE_ENTITY' };
const TRANSFER: Rule = { indicator: 'OUTPUT', kind: 'INTERZONE_TRANSFER', kept: 'PAID', removed: 'GOT' };
const TRADE: Rule = { ...TRANSFER, kind: 'INTERZONE_TRADE' };

const made = (rule: Rule, sides: readonly Side[], owners: readonly string[] = []): Eliminations =>
  eliminate('2024', rule, sides, () => owners);
const entriesOf = ({ entries }: Eliminations): string[] =>
  entries.map(({ kept, removed, amount }) => `${amount.toFixed()} of ${removed.zone}, kept in ${kept.zone}`);
const restOf = ({ unmatched }: Eliminations): string[] =>
  unmatched.map(({ side: { zone }, amount, reason }) => `${zone} ${amount.toFixed()} ${reason}`);

describe('one block in two zones', () => {
  const x = { block: 'x' };

  test('is kept where it counts under the perimeter, and taken out of the other', () => {
    const sides = [side('a', 3, x), side('b', 3, x)];
    expect(entriesOf(made(BLOCKS, sides, ['b', 'a']))).toEqual(['3 of a, kept in b']);
    expect(entriesOf(made(BLOCKS, sides, ['a', 'b']))).toEqual(['3 of b, kept in a']);
    expect(entriesOf(made(BLOCKS, sides, ['b']))).toEqual(['3 of a, kept in b']);
    expect(entriesOf(made(BLOCKS, sides))).toEqual(['3 of b, kept in a']);
  });

  test.each([
    ['what both have', '3', '5', ['3 of b, kept in a'], ['b 2 UNEQUAL']],
    ['what both have, the other way about', '5', '3', ['3 of b, kept in a'], ['a 2 UNEQUAL']],
    ['the lesser of two corrections', '-5', '-3', ['-3 of b, kept in a'], ['a -2 UNEQUAL']],
    ['nothing where the signs differ', '5', '-3', [], ['a 5 UNEQUAL', 'b -3 UNEQUAL']],
    ['nothing of nothing', '0', '0', [], []],
    ['exact amounts', '0.1', '0.30000000000000004', ['0.1 of b, kept in a'], ['b 0.20000000000000004 UNEQUAL']],
  ])('gives %s', (_, one, two, entries, rest) => {
    const all = made(BLOCKS, [side('a', one, x), side('b', two, x)]);
    expect(entriesOf(all)).toEqual(entries);
    expect(restOf(all)).toEqual(rest);
  });

  test('of three is kept once', () => {
    const sides = ['c', 'a', 'b'].map((zone) => side(zone, 4, x));
    expect(entriesOf(made(BLOCKS, sides, ['b']))).toEqual(['4 of a, kept in b', '4 of c, kept in b']);
  });

  test('is none where the blocks, the indicators or the level differ', () => {
    const one = side('a', 3, x);
    for (const other of [
      side('b', 3, { block: 'y' }),
      side('b', 3, { ...x, indicator: 'TAX' }),
      side('b', 3),
      side('b', 3, { ...x, entity: 'e' }),
    ]) {
      expect(made(BLOCKS, [one, other])).toEqual({ entries: [], unmatched: [] });
    }
  });

  test('is traced to both observations and their returns', () => {
    const sides = [side('a', 3, x), side('b', 4, { ...x, revision: 7 })];
    expect(made(BLOCKS, sides).entries).toEqual([
      {
        id: '2024|DUPLICATE_BLOCK|OUTPUT|x|b@7|a@1',
        period: '2024',
        kind: 'DUPLICATE_BLOCK',
        indicator: 'OUTPUT',
        amount: new Big(3),
        kept: sides[0],
        removed: sides[1],
      },
    ]);
  });
});

describe('one enterprise in two zones', () => {
  test('is kept where most of it is', () => {
    const sides = [
      side('a', 3, { entity: 'e' }),
      side('b', 8, { entity: 'e', block: 'x' }),
      side('c', 5, { entity: 'f' }),
    ];
    const all = made(ENTITIES, sides);
    expect(entriesOf(all)).toEqual(['3 of a, kept in b']);
    expect(restOf(all)).toEqual(['b 5 UNEQUAL']);
  });

  test('twice in one zone is that zone’s own affair', () => {
    expect(
      entriesOf(made(ENTITIES, [side('a', 3, { entity: 'e', block: 'x' }), side('a', 3, { entity: 'e', block: 'y' })])),
    ).toEqual([]);
  });
});

describe.each([TRANSFER, TRADE])('$kind', (rule) => {
  const paid = (zone: string, to: string | null, value: number): Side =>
    side(zone, value, { indicator: 'PAID', counterpart: to });
  const got = (zone: string, from: string | null, value: number): Side =>
    side(zone, value, { indicator: 'GOT', counterpart: from });

  test('is matched by what the other zone says, and taken out where it arrived', () => {
    const all = made(rule, [paid('a', 'b', 9), got('b', 'a', 7)]);
    expect(entriesOf(all)).toEqual(['7 of b, kept in a']);
    expect(restOf(all)).toEqual(['a 2 UNEQUAL']);
    expect(all.entries[0]?.indicator).toBe('OUTPUT');
  });

  test.each([
    ['nobody answers', [paid('a', 'b', 9)], ['a 9 NO_COUNTERPART']],
    ['the other names a third', [paid('a', 'b', 9), got('b', 'c', 9)], ['a 9 NO_COUNTERPART', 'b 9 NO_COUNTERPART']],
    ['nobody is named', [paid('a', null, 9), got('b', null, 9)], ['a 9 NO_COUNTERPART', 'b 9 NO_COUNTERPART']],
    ['a zone names itself', [paid('a', 'a', 9), got('a', 'a', 9)], ['a 9 NO_COUNTERPART', 'a 9 NO_COUNTERPART']],
    ['there is nothing to match', [paid('a', 'b', 0)], []],
  ])('is left over where %s', (_, sides, rest) => {
    const all = made(rule, sides);
    expect(all.entries).toEqual([]);
    expect(restOf(all)).toEqual(rest);
  });
});

describe('the entries of any observations', () => {
  const anySide = fc.record({
    zone: fc.constantFrom('a', 'b', 'c', 'd'),
    indicator: fc.constantFrom('OUTPUT', 'PAID', 'GOT'),
    block: fc.constantFrom(null, 'x', 'y'),
    entity: fc.constantFrom(null, 'e', 'f'),
    counterpart: fc.constantFrom(null, 'a', 'b', 'c', 'd'),
    value: fc.integer({ min: -20, max: 20 }).map((value) => new Big(value)),
    revision: fc.integer({ min: 1, max: 3 }),
    digest: fc.constant('digest'),
  });
  /** As a zone's return has them: one observation a cell, all of one revision. */
  const anySides = fc
    .uniqueArray(anySide, {
      maxLength: 14,
      selector: ({ zone, indicator, block, entity }) => [zone, indicator, block, entity].join(),
    })
    .map((sides) => sides.map((each) => ({ ...each, revision: each.zone.charCodeAt(0) })));
  const anyRule = fc
    .constantFrom(...ELIMINATION_KINDS)
    .map((kind): Rule => (kind.startsWith('INTER') ? { ...TRANSFER, kind } : { indicator: 'OUTPUT', kind }));
  const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

  test('are the same when they are made again, whatever the order', () => {
    const shuffled = anySides.chain((sides) =>
      fc.tuple(fc.constant(sides), fc.shuffledSubarray(sides, { minLength: sides.length })),
    );
    fc.assert(
      fc.property(shuffled, anyRule, ([sides, others], rule) => {
        expect(plain(made(rule, others, ['c', 'a']))).toEqual(plain(made(rule, sides, ['c', 'a'])));
        expect(plain(made(rule, sides, ['c', 'a']))).toEqual(plain(made(rule, sides, ['c', 'a'])));
      }),
      { numRuns: 400 },
    );
  });

  test('have ids of their own, are between two zones, and take out no more than either has', () => {
    fc.assert(
      fc.property(anySides, anyRule, (sides, rule) => {
        const { entries } = made(rule, sides);
        const taken = new Map<Side, number>();
        for (const { kept, removed, amount } of entries) {
          expect(kept.zone).not.toBe(removed.zone);
          expect(sides).toEqual(expect.arrayContaining([kept, removed]));
          for (const each of [kept, removed])
            expect(amount.abs().lte(each.value.abs()) && amount.times(each.value).gt(0)).toBe(true);
          taken.set(removed, (taken.get(removed) ?? 0) + 1);
        }
        expect([...taken.values()].every((times) => times === 1)).toBe(true);
        expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
      }),
      { numRuns: 400 },
    );
  });
});
