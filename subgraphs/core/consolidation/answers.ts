/**
 * The zones' answers to a consolidation. Those of the hosted zones arrive in the representation that the gateway sends;
 * they are other parties' data, so each is checked before it is believed, and a zone that fails becomes a gap.
 */
import { z } from 'zod';
import { isTechnicalGap } from '../../../schema/gap-reasons.ts';
import { isStandardVersion } from '../../../schema/standard.ts';
import { CORE, ZONES } from '../../../schema/zones.ts';
import { readWritten, statisticsFor, type ZoneContext } from '../../kit/index.ts';
import { verdictOn, type Decisions } from '../decisions/service.ts';
import { OBS_STATUSES } from './rules/status.ts';
import { judged } from './rules/verdicts.ts';
import type { NoReport, Report, ZoneAnswer } from './rules/types.ts';

const STATES = ['NOT_REPORTED', 'SUBMITTED', 'AS_OF_UNSUPPORTED'] as const;

const statistics = z.object({
  zone: z.string(),
  form: z.string(),
  period: z.string(),
  state: z.enum(STATES),
  revision: z.int().min(1).nullable(),
  standardVersion: z.string().nullable(),
  digest: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
  recordedAt: z.iso.datetime().nullable(),
  synthetic: z.boolean(),
  observations: z.array(
    z.object({
      indicator: z.string(),
      block: z.string().nullable(),
      value: z.string().nullable(),
      unit: z.string(),
      unitMult: z.int().min(-12).max(15),
      decimals: z.int().min(0).max(12),
      obsStatus: z.enum(OBS_STATUSES),
      counterpart: z.string().nullable(),
      note: z.string().nullable(),
    }),
  ),
});

/** What the zones were asked. */
export interface Asked {
  readonly form: string;
  readonly period: string;
  readonly asOf: string | null;
}

/** A zone's answer as it came: its report, or why it cannot be used. */
export function readAnswer(
  zone: string,
  { form, period, asOf }: Asked,
  answered: unknown,
  reason: string | undefined,
): Report | NoReport {
  if (answered === undefined || answered === null) return isTechnicalGap(reason) ? reason : 'NO_ANSWER';
  const read = statistics.safeParse(answered);
  if (!read.success || read.data.zone !== zone || read.data.form !== form || read.data.period !== period)
    return 'BAD_DATA';
  const { state, revision, standardVersion, digest, recordedAt, synthetic, observations } = read.data;
  if (!observations.every(isAsWritten)) return 'BAD_DATA';
  const named = [revision, standardVersion, digest, recordedAt].every((fact) => fact !== null);
  if (state === 'SUBMITTED' ? !named : observations.length > 0) return 'BAD_DATA';
  if (state === 'AS_OF_UNSUPPORTED') return asOf === null ? 'BAD_DATA' : state; // what it has now, a zone that is up can tell
  if (asOf !== null && recordedAt !== null && Date.parse(recordedAt) > Date.parse(asOf)) return 'BAD_DATA'; // it was not yet known then
  const byIndicator = [...Map.groupBy(observations, (cell) => cell.indicator).values()];
  if (byIndicator.some(isTwice)) return 'BAD_DATA'; // one cell twice: which is meant, nobody knows
  if (standardVersion !== null && !isStandardVersion(standardVersion)) return 'BAD_DATA';
  return { reported: state === 'SUBMITTED', revision, digest, verdict: null, synthetic, cells: observations };
}

/** Whether two of these cells, all of one indicator, are of the same block. */
function isTwice(cells: readonly { block: string | null }[]): boolean {
  return new Set(cells.map((cell) => cell.block ?? '')).size < cells.length;
}

/** A value that is kept exactly, with as many decimals as it says; a missing one has none to speak of. */
function isAsWritten({ value, decimals }: { value: string | null; decimals: number }): boolean {
  return value === null || readWritten(value)?.decimals === decimals;
}

/** The core zone's own answer comes from its own database, and is read as strictly as anybody's. */
export async function ownAnswer(asked: Asked, context: ZoneContext): Promise<Report | NoReport> {
  return readAnswer(CORE, asked, await statisticsFor(asked, context), undefined);
}

/** Every zone of the registry in its order, so that nobody who is expected can be left out; with what the office has decided. */
export function allAnswers(
  own: Report | NoReport,
  representation: Readonly<Record<string, unknown>>,
  asked: Asked,
  gaps: ReadonlyMap<string, string>,
  decisions: Decisions,
): ZoneAnswer[] {
  return ZONES.map(({ code: zone }) => {
    const answer = zone === CORE ? own : readAnswer(zone, asked, representation[zone], gaps.get(zone));
    if (typeof answer === 'string' || answer.revision === null) return { zone, answer };
    const decided = decisions.on(zone, asked.period, answer.revision);
    return { zone, answer: judged(answer, verdictOn(decided, answer.digest)) };
  });
}
