/** Whether the office has accepted a revision, from its decisions as of an instant. Pure. */
import type { NotReleasable } from '../../consolidation/rules/types.ts';

export interface Decided {
  readonly zone: string;
  readonly revision: number;
  readonly digest: string;
  readonly outcome: 'RETURNED' | 'ACCEPTED' | 'FINAL' | 'WITHDRAWN';
  readonly decidedAt: string;
}

/** When the revision was accepted, or why it is no part of a release. */
export function acceptanceOf(
  { zone, revision, digest }: Pick<Decided, 'zone' | 'revision' | 'digest'>,
  decisions: readonly Decided[],
): { readonly acceptedAt: string } | NotReleasable {
  const ofZone = decisions.filter((each) => each.zone === zone);
  // An earlier revision in the place of one that the office knows of is not what the zone had in force.
  if (ofZone.some((each) => each.revision > revision && each.outcome !== 'WITHDRAWN')) return 'NOT_ACCEPTED';
  const own = ofZone.filter((each) => each.revision === revision && each.digest === digest);
  if (own.some(({ outcome }) => outcome === 'RETURNED')) return 'RETURNED';
  const accepted = own.find(({ outcome }) => outcome === 'ACCEPTED');
  if (!accepted || own.some(({ outcome }) => outcome === 'WITHDRAWN')) return 'NOT_ACCEPTED';
  return { acceptedAt: accepted.decidedAt };
}
