/** What the resolvers here and the other mechanisms ask of the perimeters. */
import { Big } from 'big.js';
import { problem } from '../../../schema/error-codes.ts';
import { dayOf, parsePeriod } from '../../../schema/period.ts';
import { MEMBERSHIPS, type MembershipFile } from './file.ts';
import { heldDuring, isAdditive, isValidOn, type HeldBlock, type Perimeter } from './rules/memberships.ts';

/** The version in force. */
export const PERIMETER_VERSION = MEMBERSHIPS.version;

export interface HeldBlocks {
  readonly perimeter: Perimeter;
  readonly additive: boolean;
  readonly version: string;
  readonly blocks: readonly HeldBlock[];
  /** Pairs of blocks that may be the same land. */
  readonly overlaps: readonly (readonly [string, string])[];
}

/**
 * Every block on file under a perimeter over a period; one without an end is judged on `today`.
 * Errors: PERIMETER_NOT_AVAILABLE, where nothing but the territory is on file for so early a period.
 */
export function heldBlocks(
  perimeter: Perimeter,
  period: string,
  today = dayOf(new Date()),
  file = MEMBERSHIPS,
): HeldBlocks {
  const days = daysOf(period, today);
  if (perimeter !== 'TERRITORIAL' && days.end < file.effectiveFrom) {
    throw problem(
      'PERIMETER_NOT_AVAILABLE',
      `口径 ${perimeter} 自 ${file.effectiveFrom} 起才有区块归属,${period} 请用 TERRITORIAL / memberships under ${perimeter} are on file from ${file.effectiveFrom}; use TERRITORIAL for ${period}`,
    );
  }
  return {
    perimeter,
    additive: isAdditive(perimeter),
    version: file.version,
    blocks: file.blocks.map((block) => heldDuring(file, block, perimeter, days)),
    overlaps: file.blocks.flatMap(({ code, overlaps = [] }) => overlaps.map((other) => [code, other] as const)),
  };
}

export interface BlockMembership {
  readonly block: string;
  readonly blockName: string;
  readonly territory: string;
  readonly park: string | null;
  readonly perimeter: Perimeter;
  readonly zone: string;
  readonly share: string;
  readonly validFrom: string | null;
  readonly validTo: string | null;
  readonly assumption: boolean;
  readonly source: string;
  readonly version: string;
}

/** The memberships of one block or of all, ever or on the last day of a period; by territory where none is on file. */
export function membershipsOf(
  { block, on }: { readonly block?: string | null; readonly on?: string | null },
  today = dayOf(new Date()),
  file = MEMBERSHIPS,
): BlockMembership[] {
  const day = on == null ? undefined : daysOf(on, today).end;
  return file.blocks
    .filter(({ code }) => block == null || code === block)
    .flatMap((each) => file.perimeters.flatMap(({ code }) => ofBlock(file, each, code, day)));
}

function ofBlock(
  file: MembershipFile,
  block: MembershipFile['blocks'][number],
  perimeter: Perimeter,
  day: string | undefined,
): BlockMembership[] {
  const { code, name, territory, park = null, source } = block;
  const about = { block: code, blockName: name, territory, park, perimeter, version: file.version };
  const rows = file.memberships
    .filter((row) => row.block === code && row.perimeter === perimeter && (day === undefined || isValidOn(row, day)))
    .map((row) => ({ ...row, ...about, share: new Big(row.share).toFixed() }));
  if (rows.length > 0) return rows;
  return [{ ...about, zone: territory, share: '1', validFrom: null, validTo: null, assumption: false, source }];
}

function daysOf(period: string, today: string): { start: string; end: string } {
  const { start, end } = parsePeriod(period) ?? { start: today, end: today };
  // A period that begins in the future and has no end is judged on its first day.
  return { start, end: end ?? (today > start ? today : start) };
}
