/** What the arithmetic works on: plain values, no database, no GraphQL. */
import type { Big } from 'big.js';
import type { Verdict } from '../../../../schema/return-states.ts';
import type { Indicator } from '../../../../schema/standard.ts';
import { TECHNICAL_GAPS, type TechnicalGap } from '../../../../schema/gap-reasons.ts';
import type { Eliminations } from '../../elimination/rules/entries.ts';
import type { Holder } from '../../perimeter/rules/memberships.ts';
import type { ObsStatus } from './status.ts';

export interface Cell {
  readonly indicator: string;
  /** null: the whole zone. */
  readonly block: string | null;
  /** As written, in 10^unitMult of `unit`; null is missing. */
  readonly value: string | null;
  readonly unit: string;
  readonly unitMult: number;
  readonly decimals: number;
  readonly obsStatus: ObsStatus;
  readonly counterpart: string | null;
  readonly note: string | null;
}

/** Signed with a key that is not registered, or not at all: from before there were signatures. */
export type Doubt = 'UNKNOWN_KEY' | 'UNSIGNED';

/** What a zone answered for the period. */
export interface Report {
  readonly reported: boolean;
  readonly revision: number | null;
  readonly digest: string | null;
  /** What the office has decided of the revision; one that it sent back is not `reported`, and its cells are left out. */
  readonly verdict: Verdict | null;
  /** Made up for a demonstration. */
  readonly synthetic: boolean;
  /** Why nobody can vouch that the zone has signed it; left out where its signature holds. */
  readonly doubt?: Doubt;
  /** Why the revision corrects the one before it; left out in a first one. */
  readonly reason?: string;
  readonly cells: readonly Cell[];
}

/** Why a return is not used: the office has not accepted it (releases only), it no longer stands, or it is not what the zone signed. */
export const NOT_RELEASABLE = [
  'NOT_ACCEPTED',
  'RETURNED',
  'SUPERSEDED',
  'DIGEST_MISMATCH',
  'UNKNOWN_KEY',
  'SIGNATURE_INVALID',
] as const;
export type NotReleasable = (typeof NOT_RELEASABLE)[number];

/** Why a zone's answer holds no report that could be read, or none that may be used. */
export const NO_REPORT = [...TECHNICAL_GAPS, 'AS_OF_UNSUPPORTED', ...NOT_RELEASABLE] as const;
export type NoReport = (typeof NO_REPORT)[number];

/** One expected zone: its report, or why there is none. */
export interface ZoneAnswer {
  readonly zone: string;
  readonly answer: Report | NoReport;
}

export const STATISTICAL_GAPS = [
  'NOT_REPORTED',
  'RETURNED',
  'MISSING',
  'SUPPRESSED',
  'DEROGATION',
  'K_UNPAIRED',
  'UNIT_MISMATCH',
  'BLOCK_MISSING',
  'BAD_DATA',
  'AS_OF_UNSUPPORTED',
] as const;
export type StatisticalGap = (typeof STATISTICAL_GAPS)[number];
export const GAP_REASONS = [...TECHNICAL_GAPS, ...STATISTICAL_GAPS, ...NOT_RELEASABLE] as const;
export type GapReason = TechnicalGap | StatisticalGap | NotReleasable;

export type Mode = 'PARTIAL' | 'STRICT';

/**
 * What became of a zone's contribution: COUNTED in the figure; ELSEWHERE, already in its counterpart's (K with its W);
 * INSEPARABLE, in the figure whole, but how much of it is this zone's is not known, since a block that the perimeter
 * moves has no figure of its own; NOT_APPLICABLE, cannot exist (M) and is not expected; or a gap.
 */
export type Outcome = 'COUNTED' | 'ELSEWHERE' | 'INSEPARABLE' | 'NOT_APPLICABLE' | { readonly gap: GapReason };

/** Where the returns have a block's amount, and whom the perimeter gives it. */
export interface PlacedBlock {
  readonly block: string;
  /** The zone whose own figure holds it; null where it is said to be in another's (K), which does not say so. */
  readonly at: string | null;
  /** In whole units; null where the block has no figure of its own. */
  readonly value: Big | null;
  readonly statuses: readonly ObsStatus[];
  readonly holders: readonly Holder[];
  /** Days within the period on which it passed to others. */
  readonly changes: readonly string[];
}

export interface Part {
  readonly zone: string;
  readonly outcome: Outcome;
  /** In whole units (unitMult 0), under the perimeter; null unless COUNTED. For a ratio: the zone's own ratio, null when its base is 0. */
  readonly value: Big | null;
  /** Every status that went in: one for a figure, those of both terms for a ratio; empty for a technical gap. */
  readonly statuses: readonly ObsStatus[];
  /** The zone whose amount is in this one's (W), or in whose amount this one is (K); null when there is none. */
  readonly counterpart: string | null;
  readonly revision: number | null;
  readonly digest: string | null;
  readonly verdict: Verdict | null;
  /** Whether the value is made up, or has a block in it that is. */
  readonly synthetic: boolean;
}

export interface Gap {
  readonly zone: string;
  readonly reason: GapReason;
}

export interface Coverage {
  readonly expected: number;
  readonly reported: number;
  readonly complete: boolean;
  /** reported / expected, rounded down; null when nothing is expected. */
  readonly byCount: Big | null;
  /** Weight of the reporting zones / weight of all expected; null unless every expected zone has a weight. */
  readonly byWeight: Big | null;
  /** How many of the reported ones gave made-up figures: a total with one of them in it is no statistics. */
  readonly synthetic: number;
  readonly gaps: readonly Gap[];
}

export interface Figure {
  readonly indicator: Indicator;
  /** In whole units, not rounded (a ratio: rounded once, to the indicator's decimals). */
  readonly value: Big | null;
  readonly obsStatus: ObsStatus;
  readonly coverage: Coverage;
  readonly parts: readonly Part[];
  /** The blocks that the perimeter counts for others than the returns do; of a ratio: see its terms. */
  readonly blocks: readonly PlacedBlock[];
  /** Whether the parts add up; of those that do not there is no total. */
  readonly additive: boolean;
  /** What was taken out of the value, with the entries in which; null where no elimination is on. Of a ratio: see its terms. */
  readonly eliminated: (Eliminations & { readonly amount: Big }) | null;
  /** Of a ratio: its terms as figures of their own, each with its own coverage (which may be wider than the ratio's). */
  readonly terms: { readonly numerator: Figure; readonly denominator: Figure } | null;
}

export type Severity = 'ERROR' | 'WARNING' | 'INFO';

export interface Finding {
  readonly code: string;
  readonly severity: Severity;
  readonly zone: string | null;
  readonly block: string | null;
  readonly indicator: string | null;
  readonly message: string;
  readonly expected: Big | null;
  readonly actual: Big | null;
  readonly tolerance: Big | null;
}
