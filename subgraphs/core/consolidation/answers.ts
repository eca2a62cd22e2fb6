/**
 * The zones' answers to a consolidation. Those of the hosted zones arrive in the representation that the gateway sends;
 * they are other parties' data, so each is checked before it is believed, and a zone that fails becomes a gap.
 */
import { z } from 'zod';
import { isTechnicalGap } from '../../../schema/gap-reasons.ts';
import { isStandardVersion } from '../../../schema/standard.ts';
import { CORE, ZONES } from '../../../schema/zones.ts';
import {
  digestOfAnswer,
  readWritten,
  statementOf,
  statisticsFor,
  verified,
  type KeyRegistry,
  type ZoneContext,
} from '../../kit/index.ts';
import { verdictOn, type Decisions } from '../decisions/service.ts';
import { OBS_STATUSES } from './rules/status.ts';
import { judged, overtaking } from './rules/verdicts.ts';
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
  signature: z.string().nullable(),
  keyId: z.string().nullable(),
  synthetic: z.boolean(),
  reason: z.string().nullable(),
  enterpriseDigest: z.string().nullable(),
  explanations: z.array(
    z.object({ rule: z.string(), indicator: z.string().nullable(), block: z.string().nullable(), text: z.string() }),
  ),
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

type Statistics = z.infer<typeof statistics>;

interface Read {
  readonly report: Report;
  readonly statistics: Statistics;
}

/** A zone's answer as it came: its report, or why it cannot be read. Whether it is what the zone signed is not asked here. */
export function readAnswer(
  zone: string,
  asked: Asked,
  answered: unknown,
  reason: string | undefined,
): Report | NoReport {
  const read = readStatistics(zone, asked, answered, reason);
  return typeof read === 'string' ? read : read.report;
}

function readStatistics(
  zone: string,
  { form, period, asOf }: Asked,
  answered: unknown,
  reason: string | undefined,
): Read | NoReport {
  if (answered === undefined || answered === null) return isTechnicalGap(reason) ? reason : 'NO_ANSWER';
  const read = statistics.safeParse(answered);
  if (!read.success || read.data.zone !== zone || read.data.form !== form || read.data.period !== period)
    return 'BAD_DATA';
  const { state, revision, standardVersion, digest, recordedAt, synthetic, reason: why, observations } = read.data;
  if (!observations.every(isAsWritten)) return 'BAD_DATA';
  const named = [revision, standardVersion, digest, recordedAt].every((fact) => fact !== null);
  if (state === 'SUBMITTED' ? !named : observations.length > 0) return 'BAD_DATA';
  if (state === 'AS_OF_UNSUPPORTED') return asOf === null ? 'BAD_DATA' : state; // what it has now, a zone that is up can tell
  if (asOf !== null && recordedAt !== null && Date.parse(recordedAt) > Date.parse(asOf)) return 'BAD_DATA'; // it was not yet known then
  const byIndicator = [...Map.groupBy(observations, (cell) => cell.indicator).values()];
  if (byIndicator.some(isTwice)) return 'BAD_DATA'; // one cell twice: which is meant, nobody knows
  if (standardVersion !== null && !isStandardVersion(standardVersion)) return 'BAD_DATA';
  const reported = state === 'SUBMITTED';
  const facts = { reported, revision, digest, verdict: null, synthetic, ...(why !== null && { reason: why }) };
  const report = { ...facts, cells: observations };
  return { report, statistics: read.data };
}

/** What may be counted of a zone's answer: the content that has its digest, and under no signature that is not over it. */
function believed(
  zone: string,
  asked: Asked,
  answered: unknown,
  reason: string | undefined,
  keys: KeyRegistry,
): Report | NoReport {
  const read = readStatistics(zone, asked, answered, reason);
  if (typeof read === 'string') return read;
  const { report, statistics: signed } = read;
  const { revision, digest, recordedAt, standardVersion, signature, keyId } = signed;
  if (!report.reported || revision === null || digest === null || recordedAt === null || standardVersion === null) {
    return report;
  }
  if (digestOfAnswer({ ...signed, revision, standardVersion }) !== digest) return 'DIGEST_MISMATCH';
  if (signature === null || keyId === null) return { ...report, doubt: 'UNSIGNED' };
  const verdict = verified(keys, zone, statementOf({ ...signed, revision, digest, recordedAt }), { signature, keyId });
  if (verdict === 'SIGNATURE_INVALID') return verdict;
  return verdict === 'UNKNOWN_KEY' ? { ...report, doubt: verdict } : report;
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
  return believed(CORE, asked, await statisticsFor(asked, context), undefined, context.keys);
}

/** Every zone of the registry in its order, so that nobody who is expected can be left out; with what the office has decided. */
export function allAnswers(
  own: Report | NoReport,
  representation: Readonly<Record<string, unknown>>,
  asked: Asked,
  { gaps, keys }: { readonly gaps: ReadonlyMap<string, string>; readonly keys: KeyRegistry },
  decisions: Decisions,
): ZoneAnswer[] {
  return ZONES.map(({ code: zone }) => {
    const answer = zone === CORE ? own : believed(zone, asked, representation[zone], gaps.get(zone), keys);
    if (typeof answer === 'string' || answer.revision === null) return { zone, answer };
    const decided = decisions.on(zone, asked.period, answer.revision);
    const overtaken = overtaking(answer.revision, decisions.all(zone, asked.period));
    return { zone, answer: judged(answer, verdictOn(decided, answer.digest), overtaken) };
  });
}
