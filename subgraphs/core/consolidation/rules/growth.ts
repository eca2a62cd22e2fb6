/** Growth on a comparable basis (可比口径): the same zones under the same perimeter in both periods (section 4.2). */
import { Big } from 'big.js';
import { overZones } from './kinds.ts';
import { divide } from './number.ts';
import { headline, type ObsStatus } from './status.ts';
import type { Figure, Mode, Part } from './types.ts';

export interface Growth {
  /** In per cent, rounded once; null where there is nothing to compare with, or a base that is not above 0. */
  readonly value: Big | null;
  readonly obsStatus: ObsStatus;
  /** The zones compared: those that are in whole in both periods. */
  readonly zones: readonly string[];
  /** Zones expected in one of the periods that are not compared. */
  readonly leftOut: readonly string[];
  /** The two levels of these zones, in whole units. */
  readonly earlier: Big | null;
  readonly later: Big | null;
}

export const GROWTH_DECIMALS = 4;

/** Both figures are of one indicator, in PARTIAL mode and under the later period's perimeter; null of those without totals. */
export function growthOf(earlier: Figure, later: Figure, mode: Mode): Growth | null {
  if (overZones(later.indicator.kind) !== 'SUM' || !later.additive || !earlier.additive) return null;
  const both = [earlier, later];
  const expected = new Set(both.flatMap(({ parts }) => parts.filter(isExpected).map(({ zone }) => zone)));
  const zones = comparable(both, expected);
  const leftOut = [...expected].filter((zone) => !zones.has(zone));
  const [from, to] = [levelOf(earlier, zones, leftOut), levelOf(later, zones, leftOut)];
  const withheld = mode === 'STRICT' && leftOut.length > 0;
  const value = from && to && from.gt(0) && !withheld ? growth(from, to) : null;
  const statuses = both.flatMap(({ parts }) =>
    parts.filter(({ zone, outcome }) => zones.has(zone) && outcome !== 'ELSEWHERE').flatMap((part) => part.statuses),
  );
  const none: ObsStatus = from && to && !withheld ? 'M' : 'O';
  return {
    value,
    obsStatus: value ? headline(statuses, mode === 'STRICT') : none,
    zones: [...zones],
    leftOut,
    earlier: from,
    later: to,
  };
}

function growth(from: Big, to: Big): Big {
  return divide(to.minus(from).times(100), from, GROWTH_DECIMALS);
}

function isExpected({ outcome }: Part): boolean {
  return outcome !== 'NOT_APPLICABLE';
}

function isInWhole({ outcome }: Part): boolean {
  return outcome === 'COUNTED' || outcome === 'ELSEWHERE' || outcome === 'INSEPARABLE';
}

/**
 * The zones in whole in both periods, without those whose figure holds, or stands in, that of a zone left out; and, once
 * any is left out, without those that cannot be told apart.
 */
function comparable(both: readonly Figure[], expected: ReadonlySet<string>): Set<string> {
  const partsOf = (zone: string): Part[] => both.flatMap(({ parts }) => parts.filter((part) => part.zone === zone));
  let zones = new Set([...expected].filter((zone) => partsOf(zone).length === 2 && partsOf(zone).every(isInWhole)));
  for (;;) {
    const all = zones.size === expected.size;
    const stays = (part: Part): boolean =>
      (part.counterpart === null || zones.has(part.counterpart)) && (all || part.outcome !== 'INSEPARABLE');
    const rest = new Set([...zones].filter((zone) => partsOf(zone).every(stays)));
    if (rest.size === zones.size) return zones;
    zones = rest;
  }
}

/** What these zones have: the total where none is left out, else the sum of theirs less what is eliminated among them. */
function levelOf(figure: Figure, zones: ReadonlySet<string>, leftOut: readonly string[]): Big | null {
  if (leftOut.length === 0) return figure.value;
  const values = figure.parts.flatMap(({ zone, value }) => (zones.has(zone) && value ? [value] : []));
  if (values.length === 0) return null;
  const gross = values.reduce((sum, value) => sum.plus(value), new Big(0));
  const among = (figure.eliminated?.entries ?? []).filter(
    ({ kept, removed }) => zones.has(kept.zone) && zones.has(removed.zone),
  );
  return among.reduce((sum, { amount }) => sum.minus(amount), gross);
}
