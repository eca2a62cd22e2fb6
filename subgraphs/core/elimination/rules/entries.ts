/**
 * Elimination entries (抵销): what two zones both have in their figures is taken out of the total once, at municipal level
 * only; no zone's figure is touched. Pure: the same observations make the same entries with the same ids, in any order,
 * so that a period's entries can be thrown away and made again.
 */
import { Big } from 'big.js';

export const ELIMINATION_KINDS = [
  'DUPLICATE_BLOCK',
  'DUPLICATE_ENTITY',
  'INTERZONE_TRANSFER',
  'INTERZONE_TRADE',
] as const;
export type EliminationKind = (typeof ELIMINATION_KINDS)[number];

/** A zone's observation, and the return in which it stands. */
export interface Side {
  readonly zone: string;
  readonly indicator: string;
  /** null: the whole zone. */
  readonly block: string | null;
  /** The unified social credit code of an enterprise; null: not of one. */
  readonly entity: string | null;
  /** In whole units of the indicator. */
  readonly value: Big;
  /** The other zone, of a transfer or a trade. */
  readonly counterpart: string | null;
  readonly revision: number | null;
  readonly digest: string | null;
}

/** What is taken out of an indicator's total, and how its two sides are found. */
export interface Rule {
  readonly indicator: string;
  readonly kind: EliminationKind;
  /** Of a transfer or trade: the indicators in which the zone that keeps it, and the one from which it is taken, state it. */
  readonly kept?: string | undefined;
  readonly removed?: string | undefined;
}

export interface Entry {
  readonly id: string;
  readonly period: string;
  readonly kind: EliminationKind;
  readonly indicator: string;
  readonly amount: Big;
  readonly kept: Side;
  readonly removed: Side;
}

/** What is left of an observation that should have had its like in another zone. */
export interface Unmatched {
  readonly kind: EliminationKind;
  readonly indicator: string;
  readonly side: Side;
  readonly amount: Big;
  readonly reason: 'NO_COUNTERPART' | 'UNEQUAL';
}

export interface Eliminations {
  readonly entries: readonly Entry[];
  readonly unmatched: readonly Unmatched[];
}

/** The zones that a block counts for, the first having the best claim. */
export type Owners = (block: string) => readonly string[];

interface Pair {
  readonly kept: Side;
  readonly removed: Side;
}

/** The entries of one period under one rule. */
export function eliminate(period: string, rule: Rule, sides: readonly Side[], owners: Owners): Eliminations {
  const ordered = sides.toSorted((a, b) => compare(nameOf(a), nameOf(b)));
  const { pairs, single } = pairsOf(rule, ordered, owners);
  const about = { kind: rule.kind, indicator: rule.indicator };
  const entries = pairs.flatMap((pair): Entry[] => {
    const amount = common(pair);
    return amount.eq(0) ? [] : [{ id: idOf(period, rule, pair), period, ...about, amount, ...pair }];
  });
  const rest = pairs.flatMap((pair) => {
    const amount = common(pair);
    return [pair.kept, pair.removed].flatMap((side): Unmatched[] => {
      const left = side.value.minus(amount);
      return left.eq(0) ? [] : [{ ...about, side, amount: left, reason: 'UNEQUAL' }];
    });
  });
  const alone = single.map((side): Unmatched => ({ ...about, side, amount: side.value, reason: 'NO_COUNTERPART' }));
  return { entries: entries.toSorted((a, b) => compare(a.id, b.id)), unmatched: [...rest, ...alone] };
}

function pairsOf(rule: Rule, sides: readonly Side[], owners: Owners): { pairs: Pair[]; single: Side[] } {
  switch (rule.kind) {
    case 'DUPLICATE_BLOCK':
      return duplicates(
        sides.filter(({ indicator, entity }) => indicator === rule.indicator && entity === null),
        ({ block }) => block,
        (block) => {
          const named = owners(block);
          const place = ({ zone }: Side): number => (named.includes(zone) ? named.indexOf(zone) : named.length);
          return (a, b) => place(a) - place(b);
        },
      );
    case 'DUPLICATE_ENTITY':
      // 在地统计: an enterprise at several places belongs to its main one, where most of it is.
      return duplicates(
        sides.filter(({ indicator }) => indicator === rule.indicator),
        ({ entity }) => entity,
        () => (a, b) => b.value.cmp(a.value),
      );
    case 'INTERZONE_TRANSFER':
    case 'INTERZONE_TRADE':
      return mirrored(rule, sides);
  }
}

/** Sides of one thing: the one with the best claim keeps it, and each other zone's is taken out against it. */
function duplicates(
  sides: readonly Side[],
  keyOf: (side: Side) => string | null,
  byClaim: (key: string) => (a: Side, b: Side) => number,
): { pairs: Pair[]; single: Side[] } {
  const things = Map.groupBy(sides, keyOf);
  const pairs = [...things].flatMap(([key, those]) => {
    if (key === null) return [];
    const [kept, ...others] = those.toSorted(byClaim(key));
    return kept ? others.filter(({ zone }) => zone !== kept.zone).map((removed) => ({ kept, removed })) : [];
  });
  return { pairs, single: [] };
}

/** Each statement that something went to another zone, with that zone's statement that it came. */
function mirrored({ kept, removed }: Rule, sides: readonly Side[]): { pairs: Pair[]; single: Side[] } {
  const whole = sides.filter(({ block, entity }) => block === null && entity === null);
  const [givers, takers] = [kept, removed].map((code) => whole.filter(({ indicator }) => indicator === code));
  const pairs = (givers ?? []).flatMap((giver) => {
    const taker = takers?.find(({ zone, counterpart }) => zone === giver.counterpart && counterpart === giver.zone);
    return taker && taker.zone !== giver.zone ? [{ kept: giver, removed: taker }] : [];
  });
  const paired = new Set(pairs.flatMap((pair) => [pair.kept, pair.removed]));
  const single = [...(givers ?? []), ...(takers ?? [])].filter((side) => !paired.has(side) && !side.value.eq(0));
  return { pairs, single };
}

/** What both sides have: the lesser of two amounts of one sign. */
function common({ kept: { value: a }, removed: { value: b } }: Pair): Big {
  if (a.times(b).lte(0)) return new Big(0);
  return a.abs().lte(b.abs()) ? a : b;
}

/** Made of what it is about and of the revisions it was made from: a later revision makes another entry. */
function idOf(period: string, { kind, indicator }: Rule, { kept, removed }: Pair): string {
  const about = encodeURIComponent(kept.entity ?? kept.block ?? '');
  const named = ({ zone, entity, block, revision }: Side): string =>
    `${zone}${entity !== null && block !== null ? `:${encodeURIComponent(block)}` : ''}@${revision ?? 0}`;
  return [period, kind, indicator, about, named(removed), named(kept)].join('|');
}

function nameOf({ zone, indicator, block, entity }: Side): string {
  return [zone, indicator, block ?? '', entity ?? ''].join('|');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
