/** What the office may decide of a revision, and which revision is a zone's own. Pure. */
import { findForm, hasPeriod } from '../../../schema/forms.ts';
import type { Verdict } from '../../../schema/return-states.ts';
import { findZone } from '../../../schema/zones.ts';
import {
  statementOf,
  verified,
  withdrawalOf,
  type KeyRegistry,
  type Outcome,
  type Signature,
  type SignedRevision,
} from '../../kit/index.ts';

/** What may be decided once this was; what a release closes was accepted before, and nothing is taken back. */
const NEXT: Readonly<Record<Outcome | 'NOTHING', readonly Outcome[]>> = {
  NOTHING: ['RETURNED', 'ACCEPTED', 'WITHDRAWN'],
  RETURNED: [],
  ACCEPTED: ['FINAL'],
  FINAL: [],
  WITHDRAWN: [],
};

export function mayFollow(before: Outcome | undefined, next: Outcome): boolean {
  return NEXT[before ?? 'NOTHING'].includes(next);
}

/** Of the decisions on one revision the one that stands: what closes it comes after its acceptance, whatever their clocks say. */
export function standing<Made extends { readonly outcome: Outcome }>(decisions: readonly Made[]): Made | undefined {
  return decisions.find(({ outcome }) => outcome === 'FINAL') ?? decisions[0];
}

/**
 * What the office has said of the revision that a zone presents; a withdrawal is the zone's own word. A revision never changes: one
 * with another content than was decided on is not what it claims to be.
 */
export function verdictOn(
  decided: { readonly outcome: Outcome; readonly digest: string } | undefined,
  digest: string | null,
): Verdict | 'CHANGED' | null {
  if (!decided || decided.outcome === 'WITHDRAWN') return null;
  return decided.digest === digest ? decided.outcome : 'CHANGED';
}

/** Clocks differ: how far a zone's may be ahead of the core's. */
const CLOCKS_APART_MS = 1_000;

/** Of what was submitted after it was decided on, nobody could tell what was so as of an instant between. */
export function isAhead({ recordedAt }: SignedRevision, now: Date): boolean {
  return Date.parse(recordedAt) > now.getTime() + CLOCKS_APART_MS;
}

export const REVISION_FAULTS = [
  'UNKNOWN_ZONE',
  'FORM_NOT_FOUND',
  'NOT_A_PERIOD_OF_FORM',
  'UNKNOWN_KEY',
  'SIGNATURE_INVALID',
] as const;
export type RevisionFault = (typeof REVISION_FAULTS)[number];

/** Why the revision is not to be believed; undefined when its zone has signed it. */
export function faultOf(keys: KeyRegistry, revision: SignedRevision): RevisionFault | undefined {
  const { zone, form: code, period } = revision;
  if (!findZone(zone)) return 'UNKNOWN_ZONE';
  const form = findForm(code);
  if (!form) return 'FORM_NOT_FOUND';
  if (!hasPeriod(form, period)) return 'NOT_A_PERIOD_OF_FORM';
  return signatureFault(keys, zone, statementOf(revision), revision);
}

/** Why the withdrawal is not to be believed; the revision itself has been looked at before. */
export function withdrawalFault(
  keys: KeyRegistry,
  revision: SignedRevision,
  withdrawal: Signature,
): RevisionFault | undefined {
  return signatureFault(keys, revision.zone, withdrawalOf(revision), withdrawal);
}

function signatureFault(
  keys: KeyRegistry,
  zone: string,
  statement: string,
  signed: { readonly signature: string; readonly keyId: string },
): RevisionFault | undefined {
  const verdict = verified(keys, zone, statement, signed);
  return verdict === 'VALID' ? undefined : verdict;
}
