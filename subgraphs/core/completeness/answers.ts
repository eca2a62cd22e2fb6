/**
 * The zones' summaries. Those of the hosted zones arrive in the representation that the gateway sends; they are other parties'
 * data, so each is checked before it is believed, and a zone that fails has given no answer.
 */
import { z } from 'zod';
import { isTechnicalGap } from '../../../schema/gap-reasons.ts';
import { CORE, ZONES } from '../../../schema/zones.ts';
import type { ReturnSummary } from '../../kit/index.ts';
import { overtaking } from '../consolidation/service.ts';
import { verdictOn, type Decisions } from '../decisions/service.ts';
import type { Known, ZoneReturns } from './rules/types.ts';

const summaries = z.array(
  z.object({
    period: z.string(),
    drafting: z.boolean(),
    revision: z.int().min(1).nullable(),
    digest: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .nullable(),
    recordedAt: z.iso.datetime().nullable(),
    firstSubmittedAt: z.iso.datetime().nullable(),
    synthetic: z.boolean(),
  }),
);

/** One line for each period that was asked about, and each at one with itself; undefined for anything else. */
function readSummaries(answered: unknown, periods: readonly string[]): ReturnSummary[] | undefined {
  const read = summaries.safeParse(answered);
  if (!read.success || read.data.length !== periods.length) return undefined;
  const given = new Set(read.data.map(({ period }) => period));
  return periods.every((period) => given.has(period)) && read.data.every(isSound) ? read.data : undefined;
}

function isSound({ revision, digest, recordedAt, firstSubmittedAt }: ReturnSummary): boolean {
  if (revision === null) return digest === null && recordedAt === null;
  if (digest === null || recordedAt === null || firstSubmittedAt === null) return false;
  return Date.parse(firstSubmittedAt) <= Date.parse(recordedAt);
}

/** Every zone of the registry in its order, so that nobody who is expected can be left out. */
export function allReturns(
  own: unknown,
  representation: Readonly<Record<string, unknown>>,
  periods: readonly string[],
  gaps: ReadonlyMap<string, string>,
  decisions: Decisions,
): ZoneReturns[] {
  return ZONES.map(({ code: zone }) => {
    const answered = zone === CORE ? own : representation[zone];
    if (answered === undefined || answered === null) {
      const reason = gaps.get(zone);
      return { zone, answer: isTechnicalGap(reason) ? reason : 'NO_ANSWER' };
    }
    const read = readSummaries(answered, periods)?.map((each) => withVerdict(zone, each, decisions));
    const answer = read?.filter((each) => each !== undefined);
    return { zone, answer: answer?.length === periods.length ? answer : 'BAD_DATA' };
  });
}

/** Undefined for a revision with another content than the office has decided on. */
function withVerdict(zone: string, summary: ReturnSummary, decisions: Decisions): Known | undefined {
  const { period, revision, digest } = summary;
  const decided = revision === null ? undefined : decisions.on(zone, period, revision);
  const verdict = verdictOn(decided, digest);
  if (verdict === 'CHANGED') return undefined;
  const overtaken = revision === null ? undefined : overtaking(revision, decisions.all(zone, period));
  if (overtaken && overtaken.outcome !== 'RETURNED') {
    return { ...summary, superseded: true, verdict: null, verdictReason: null };
  }
  const [said, by] = overtaken ? (['RETURNED', overtaken] as const) : ([verdict, decided] as const);
  return { ...summary, superseded: false, verdict: said, verdictReason: said === null ? null : (by?.reason ?? null) };
}
