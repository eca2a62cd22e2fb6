/**
 * The zones' answers to a consolidation. Those of the hosted zones arrive in the representation that the gateway sends;
 * they are other parties' data, so each is checked before it is believed, and a zone that fails becomes a gap.
 */
import { z } from 'zod';
import { isTechnicalGap, type TechnicalGap } from '../../../schema/gap-reasons.ts';
import { isStandardVersion } from '../../../schema/standard.ts';
import { CORE, ZONES } from '../../../schema/zones.ts';
import { readWritten, statisticsFor, type ZoneContext } from '../../kit/index.ts';
import { OBS_STATUSES } from './rules/status.ts';
import type { Report, ZoneAnswer } from './rules/types.ts';

const RETURN_STATES = ['NOT_REPORTED', 'SUBMITTED'] as const;
/** A return in any other state is still the zone's own affair. */
const COUNTED_STATES: readonly (typeof RETURN_STATES)[number][] = ['SUBMITTED'];

const statistics = z.object({
  zone: z.string(),
  period: z.string(),
  state: z.enum(RETURN_STATES),
  revision: z.int().min(1).nullable(),
  standardVersion: z.string().nullable(),
  digest: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
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

/** A zone's answer as it came: its report, or why it cannot be used. */
function readAnswer(
  zone: string,
  period: string,
  answered: unknown,
  reason: string | undefined,
): Report | TechnicalGap {
  if (answered === undefined || answered === null) return isTechnicalGap(reason) ? reason : 'NO_ANSWER';
  const read = statistics.safeParse(answered);
  if (!read.success || read.data.zone !== zone || read.data.period !== period) return 'BAD_DATA';
  const { state, revision, standardVersion, digest, observations } = read.data;
  if (!observations.every(isAsWritten)) return 'BAD_DATA';
  const named = [revision, standardVersion, digest].every((fact) => fact !== null);
  if (state === 'NOT_REPORTED' ? observations.length > 0 : !named) return 'BAD_DATA';
  const byIndicator = [...Map.groupBy(observations, (cell) => cell.indicator).values()];
  if (byIndicator.some(isTwice)) return 'BAD_DATA'; // one cell twice: which is meant, nobody knows
  if (standardVersion !== null && !isStandardVersion(standardVersion)) return 'BAD_DATA';
  return { reported: COUNTED_STATES.includes(state), revision, digest, cells: observations };
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
export async function ownAnswer(period: string, context: ZoneContext): Promise<Report | TechnicalGap> {
  return readAnswer(CORE, period, await statisticsFor(period, context), undefined);
}

/** Every zone of the registry in its order, so that nobody who is expected can be left out. */
export function allAnswers(
  own: Report | TechnicalGap,
  representation: Readonly<Record<string, unknown>>,
  period: string,
  gaps: ReadonlyMap<string, string>,
): ZoneAnswer[] {
  return ZONES.map(({ code: zone }) => ({
    zone,
    answer: zone === CORE ? own : readAnswer(zone, period, representation[zone], gaps.get(zone)),
  }));
}
