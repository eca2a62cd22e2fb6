/** The office as a zone sees it: what it has decided of the zone's revisions, and the one thing a zone asks of it. */
import { createHash } from 'node:crypto';
import type { RevisionIdentity } from '../statistics/digest.ts';

export const OUTCOMES = ['RETURNED', 'ACCEPTED', 'FINAL', 'WITHDRAWN'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What was decided of a revision, signed by the core: the zone's receipt. Instants as the scalar DateTime has them. */
export interface Decision {
  readonly zone: string;
  readonly form: string;
  readonly period: string;
  readonly revision: number;
  readonly digest: string;
  readonly outcome: Outcome;
  readonly reason: string | null;
  readonly decidedAt: string;
  readonly signature: string;
  readonly keyId: string;
}

/** A revision with the zone's own signature over it. */
export interface SignedRevision extends Omit<RevisionIdentity, 'recordedAt'> {
  readonly recordedAt: string;
  readonly signature: string;
  readonly keyId: string;
}

export interface Signature {
  readonly signature: string;
  readonly keyId: string;
}

export interface Office {
  /** Decisions on the zone's revisions made at or after an instant, oldest first; all without one. Throws OfficeUnreachable. */
  decisions(zone: string, since: string | null): Promise<readonly Decision[]>;
  /**
   * Has the withdrawal of a revision recorded, before the office decides on it. The decision that stands then is answered: WITHDRAWN,
   * or the one that came first. Throws OfficeUnreachable, OfficeRefused.
   */
  withdraw(revision: SignedRevision, withdrawal: Signature): Promise<Decision>;
}

/** Nothing is known of what the office has decided or recorded. */
export class OfficeUnreachable extends Error {
  constructor(why: string) {
    super(why);
    this.name = 'OfficeUnreachable';
  }
}

/** The office did not take what it was sent; the message may be shown. */
export class OfficeRefused extends Error {
  constructor(why: string) {
    super(why);
    this.name = 'OfficeRefused';
  }
}

/** One key for each withdrawal, however often it is sent. */
export function withdrawalKey({ digest }: SignedRevision, { keyId }: Signature): string {
  return `withdrawal ${digest} ${keyId}`;
}

/** What the core signs of a decision. */
export function decisionStatement(decision: Omit<Decision, 'signature' | 'keyId'>): string {
  const { zone, form, period, revision, digest, outcome, decidedAt, reason } = decision;
  const why = createHash('sha256')
    .update(reason ?? '', 'utf8')
    .digest('hex');
  return ['yihe/decision/1', zone, form, period, revision, digest, outcome, decidedAt, why].join(' ');
}
