/**
 * The zones' answers to a consolidation. Those of the hosted zones arrive in the representation that the gateway sends;
 * they are other parties' data, so each is checked before it is believed, and a zone that fails becomes a gap.
 */
import { z } from 'zod';
import { isTechnicalGap, type TechnicalGap } from '../../../schema/gap-reasons.ts';
import { DecimalScalar } from '../../../schema/scalars.ts';
import { CORE, ZONES } from '../../../schema/zones.ts';
import { printWritten, type ObservationRow, type StatisticsSource, type ZoneContext } from '../../kit/index.ts';
import { OBS_STATUSES } from './rules/status.ts';
import type { Report, ZoneAnswer } from './rules/types.ts';

const decimal = z.string().refine((text) => {
  try {
    return DecimalScalar.parseValue(text) === text;
  } catch {
    return false;
  }
});

const statistics = z.object({
  zone: z.string(),
  period: z.string(),
  state: z.enum(['NOT_REPORTED', 'SUBMITTED']),
  revision: z.int().min(1).nullable(),
  digest: z.string().nullable(),
  observations: z.array(
    z.object({
      indicator: z.string(),
      block: z.string().nullable(),
      value: decimal.nullable(),
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
export function readAnswer(
  zone: string,
  period: string,
  answered: unknown,
  reason: string | undefined,
): Report | TechnicalGap {
  if (answered === undefined || answered === null) return isTechnicalGap(reason) ? reason : 'NO_ANSWER';
  const read = statistics.safeParse(answered);
  if (!read.success || read.data.zone !== zone || read.data.period !== period) return 'BAD_DATA';
  const { state, revision, digest, observations } = read.data;
  const cellKeys = observations.map((cell) => `${cell.block ?? ''}\u0000${cell.indicator}`);
  if (new Set(cellKeys).size < cellKeys.length) return 'BAD_DATA'; // one cell twice: which is meant, nobody knows
  return { reported: state !== 'NOT_REPORTED', revision, digest, cells: observations };
}

/** The core zone's own answer comes from its own database. */
export async function ownReport({ latest }: StatisticsSource, { loaders }: ZoneContext): Promise<Report> {
  if (!latest) return { reported: false, revision: null, digest: null, cells: [] };
  const rows = await loaders.observationsByReturn.load(latest.id);
  return { reported: true, revision: latest.revision, digest: latest.digest, cells: rows.map(toCell) };
}

function toCell(row: ObservationRow): Report['cells'][number] {
  const obsStatus = OBS_STATUSES.find((status) => status === row.obsStatus) ?? 'V';
  const value = row.digits === null ? null : printWritten({ digits: row.digits, decimals: row.decimals });
  return { ...row, obsStatus, value, block: row.block === '' ? null : row.block };
}

/** Every zone of the registry in its order, so that nobody who is expected can be left out. */
export function allAnswers(
  own: Report,
  representation: Readonly<Record<string, unknown>>,
  period: string,
  gaps: ReadonlyMap<string, string>,
): ZoneAnswer[] {
  return ZONES.map(({ code: zone }) => ({
    zone,
    answer: zone === CORE ? own : readAnswer(zone, period, representation[zone], gaps.get(zone)),
  }));
}
