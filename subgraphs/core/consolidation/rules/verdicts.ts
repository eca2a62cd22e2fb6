/** What the office has decided of a zone's revision, laid on the zone's answer: what it sent back is not counted. */
import type { Verdict } from '../../../../schema/return-states.ts';
import type { NoReport, Report } from './types.ts';

/** CHANGED: the office has decided on this revision with another content, so this is not what it claims to be. */
export function judged(answer: Report | NoReport, verdict: Verdict | 'CHANGED' | null): Report | NoReport {
  if (typeof answer === 'string' || !answer.reported) return answer;
  if (verdict === 'CHANGED') return 'BAD_DATA';
  return verdict === 'RETURNED' ? { ...answer, verdict, reported: false, cells: [] } : { ...answer, verdict };
}
