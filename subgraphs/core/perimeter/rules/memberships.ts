/**
 * Which zone a block counts for, under each perimeter and on each day (statistics standard, section 4.10). A block without
 * a membership on file counts for the zone in whose territory it lies. Dates are days (YYYY-MM-DD), both ends included.
 */
import { Big } from 'big.js';

export const PERIMETERS = ['TERRITORIAL', 'MANAGED', 'ASSESSED'] as const;
export type Perimeter = (typeof PERIMETERS)[number];

/** For assessment both sides may be credited with the same amount: its zones' figures are not parts of a whole. */
export function isAdditive(perimeter: Perimeter): boolean {
  return perimeter !== 'ASSESSED';
}

export interface BlockOnFile {
  readonly code: string;
  readonly territory: string;
}

export interface Membership {
  readonly block: string;
  readonly perimeter: Perimeter;
  readonly zone: string;
  /** A decimal above 0, at most 1. */
  readonly share: string;
  readonly validFrom: string;
  /** Last day; null: until further notice. */
  readonly validTo: string | null;
}

export interface Memberships {
  readonly blocks: readonly BlockOnFile[];
  readonly memberships: readonly Membership[];
}

export interface Holder {
  readonly zone: string;
  readonly share: Big;
}

/** A block under one perimeter over a period. */
export interface HeldBlock {
  readonly block: string;
  readonly territory: string;
  /** Of the period's last day: they hold for the whole of it, see `heldDuring`. */
  readonly holders: readonly Holder[];
  /** The days within the period from which others held it than the day before. */
  readonly changes: readonly string[];
}

export function isValidOn({ validFrom, validTo }: Membership, day: string): boolean {
  return validFrom <= day && (validTo === null || day <= validTo);
}

/** Who holds a block on a day, in the order of the file. */
export function holdersOn(file: Memberships, block: BlockOnFile, perimeter: Perimeter, day: string): Holder[] {
  const holders = rowsOf(file, block, perimeter)
    .filter((row) => isValidOn(row, day))
    .map(({ zone, share }) => ({ zone, share: new Big(share) }));
  return holders.length > 0 ? holders : [{ zone: block.territory, share: new Big(1) }];
}

/**
 * A block over a period, both days included. What was reported for a period is one amount: it cannot be cut at the day on
 * which the block passed to another zone without inventing how it was spread. So the holders of the last day hold the
 * whole of it, as statistics by area are compiled within the borders at the period's end, for flows as for stocks; and
 * what changed within the period is told, so that the zones concerned can be marked as a break (B).
 */
export function heldDuring(
  file: Memberships,
  block: BlockOnFile,
  perimeter: Perimeter,
  { start, end }: { readonly start: string; readonly end: string },
): HeldBlock {
  const on = (day: string): Holder[] => holdersOn(file, block, perimeter, day);
  const changes = turningDays(rowsOf(file, block, perimeter))
    .filter((day) => start < day && day <= end)
    .filter((day) => !alike(on(day), on(dayAfter(day, -1))));
  return { block: block.code, territory: block.territory, holders: on(end), changes };
}

/** Everything that is wrong with the memberships; empty when a total under an additive perimeter counts each block once. */
export function membershipFaults(file: Memberships): string[] {
  const codes = file.blocks.map(({ code }) => code);
  const twice = codes.filter((code, at) => codes.indexOf(code) !== at).map((code) => `${code}: on file twice`);
  const strangers = file.memberships
    .filter(({ block }) => !codes.includes(block))
    .map(({ block }) => `${block}: a membership of a block that is not on file`);
  const rows = file.memberships.flatMap(rowFaults);
  const days = file.blocks.flatMap((block) => PERIMETERS.flatMap((perimeter) => dayFaults(file, block, perimeter)));
  return [...twice, ...strangers, ...rows, ...days];
}

function rowFaults(row: Membership): string[] {
  const faults: string[] = [];
  const named = `${row.block} ${row.perimeter} ${row.zone}`;
  const share = new Big(row.share);
  if (share.lte(0) || share.gt(1)) faults.push(`${named}: a share lies above 0 and is at most 1, not ${row.share}`);
  if (row.validTo !== null && row.validTo < row.validFrom) faults.push(`${named}: ends before it begins`);
  return faults;
}

/** Between two turning days nothing changes: the first day of each stretch stands for all of it. */
function dayFaults(file: Memberships, block: BlockOnFile, perimeter: Perimeter): string[] {
  const rows = rowsOf(file, block, perimeter);
  return turningDays(rows).flatMap((day) => {
    const valid = rows.filter((row) => isValidOn(row, day));
    const named = `${block.code} ${perimeter} ${day}`;
    const zones = valid.map(({ zone }) => zone);
    const sum = valid.reduce((all, { share }) => all.plus(share), new Big(0));
    const repeated = new Set(zones).size < zones.length;
    return [
      ...(repeated ? [`${named}: one zone holds it twice`] : []),
      ...(isAdditive(perimeter) && valid.length > 0 && !sum.eq(1)
        ? [`${named}: the shares sum to ${sum.toFixed()}, not to 1`]
        : []),
    ];
  });
}

function rowsOf(file: Memberships, block: BlockOnFile, perimeter: Perimeter): Membership[] {
  return file.memberships.filter((row) => row.block === block.code && row.perimeter === perimeter);
}

/** The days from which something may be different, in order. */
function turningDays(rows: readonly Membership[]): string[] {
  const days = rows.flatMap(({ validFrom, validTo }) => [
    validFrom,
    ...(validTo === null ? [] : [dayAfter(validTo, 1)]),
  ]);
  return [...new Set(days)].sort();
}

function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}

function alike(some: readonly Holder[], others: readonly Holder[]): boolean {
  const named = (holders: readonly Holder[]): string =>
    holders
      .map(({ zone, share }) => `${zone} ${share.toFixed()}`)
      .sort()
      .join();
  return named(some) === named(others);
}
