/** What the office has decided of a zone's revisions, laid on the zone's answer: what it sent back is not counted. */
import type { Verdict } from '../../../../schema/return-states.ts';
import type { NoReport, Report } from './types.ts';

export interface DecidedRevision {
  readonly revision: number;
  readonly outcome: 'RETURNED' | 'ACCEPTED' | 'FINAL' | 'WITHDRAWN';
}

/**
 * The latest decision by which the revision that a zone presents no longer stands: on a later one, which the zone then had, or its own
 * withdrawal of this one. Undefined where there is none. A zone whose database was restored presents what it has forgotten the end of.
 */
export function overtaking<Made extends DecidedRevision>(
  revision: number,
  ofReturn: readonly Made[],
): Made | undefined {
  const later = ofReturn.filter((each) =>
    each.outcome === 'WITHDRAWN' ? each.revision === revision : each.revision > revision,
  );
  return later.toSorted((a, b) => b.revision - a.revision)[0];
}

/** CHANGED: the office has decided on this revision with another content, so this is not what it claims to be. */
export function judged(
  answer: Report | NoReport,
  verdict: Verdict | 'CHANGED' | null,
  overtaken?: DecidedRevision,
): Report | NoReport {
  if (typeof answer === 'string' || !answer.reported) return answer;
  if (verdict === 'CHANGED') return 'BAD_DATA';
  if (overtaken) return overtaken.outcome === 'RETURNED' ? 'RETURNED' : 'SUPERSEDED';
  return verdict === 'RETURNED' ? { ...answer, verdict, reported: false, cells: [] } : { ...answer, verdict };
}
