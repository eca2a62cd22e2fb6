/** What a release consists of: plain values, as they are stored, served and verified. */
import { z } from 'zod';
import { OBS_STATUSES } from '../../consolidation/rules/status.ts';
import { GAP_REASONS, NO_REPORT, type Cell, type Mode } from '../../consolidation/rules/types.ts';
import { PERIMETERS, type Perimeter } from '../../perimeter/rules/memberships.ts';
import type { Json } from './canonical.ts';

/** As they are read back from rows and answers. */
export const obsStatus = z.enum(OBS_STATUSES);
export const gapReason = z.enum(GAP_REASONS);
export const noReport = z.enum(NO_REPORT);
export const perimeter = z.enum(PERIMETERS);
export const mode = z.enum(['PARTIAL', 'STRICT']);

/** A return that went into a release. */
export interface ReleasedReturn {
  readonly zone: string;
  readonly revision: number;
  readonly digest: string;
  readonly recordedAt: string;
  readonly signature: string;
  readonly keyId: string;
  readonly synthetic: boolean;
  readonly standardVersion: string;
  readonly acceptedAt: string;
}

export interface ReleaseGap {
  readonly zone: string;
  /** A GapReason, unless somebody has meddled with what is stored. */
  readonly reason: string;
}

/** What the same returns can give other figures under. */
export interface Versions {
  readonly standardVersion: string;
  readonly perimeterVersion: string;
  readonly eliminationVersion: string;
  readonly formulaVersion: string;
}

/** Releases are a chain: each names the one before and what that held, so that none is altered or taken away unseen. */
export interface PreviousRelease {
  readonly id: string;
  readonly digest: string;
}

export interface Manifest extends Versions {
  /** null: the first of its form, period and perimeter. */
  readonly previous: PreviousRelease | null;
  readonly returns: readonly ReleasedReturn[];
  readonly gaps: readonly ReleaseGap[];
}

/** What was to be released. */
export interface ReleaseQuestion {
  readonly form: string;
  readonly period: string;
  readonly perimeter: Perimeter;
  readonly mode: Mode;
  readonly asOf: string;
}

/** What a release's digest is of. */
export interface ReleaseContent extends ReleaseQuestion {
  readonly reason: string | null;
  readonly manifest: Manifest;
  /** Each as `plain` makes it of a Figure, with the indicator as the standard had it then. */
  readonly figures: readonly Json[];
}

/** What its signature is of. */
export interface ReleaseIdentity extends Pick<ReleaseQuestion, 'form' | 'period' | 'perimeter'> {
  readonly id: string;
  readonly number: number;
  readonly digest: string;
  readonly releasedAt: string;
}

export interface Explanation {
  readonly rule: string;
  readonly indicator: string | null;
  readonly block: string | null;
  readonly text: string;
}

/** A cell as it was answered; what is stored of it may be anything by the time it is verified. */
export interface AnsweredCell extends Omit<Cell, 'obsStatus'> {
  readonly obsStatus: string;
}

/** A return as its zone answered it: the cells, and all else that its digest is of. */
export interface SignedReturn extends Omit<ReleasedReturn, 'acceptedAt'> {
  readonly form: string;
  readonly period: string;
  readonly reason: string | null;
  readonly explanations: readonly Explanation[];
  readonly enterpriseDigest: string | null;
  readonly observations: readonly AnsweredCell[];
}
