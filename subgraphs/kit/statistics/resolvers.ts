/** ZoneStatistics and Observation, the same in every zone: they translate rows, nothing more. */
import type { ZoneContext } from '../context.ts';
import type { ObservationRow, ReturnRow } from './entities.ts';
import { printWritten } from './written.ts';

/** A zone's answer for a period: its latest return, or null when it has not reported. */
export interface StatisticsSource {
  readonly zone: string;
  readonly period: string;
  readonly latest: ReturnRow | null;
}

export async function statisticsFor(period: string, context: ZoneContext): Promise<StatisticsSource> {
  return { zone: context.zone, period, latest: await context.loaders.returnByPeriod.load(period) };
}

export const statisticsResolvers = {
  ZoneStatistics: {
    state: ({ latest }: StatisticsSource) => latest?.state ?? 'NOT_REPORTED',
    revision: ({ latest }: StatisticsSource) => latest?.revision ?? null,
    standardVersion: ({ latest }: StatisticsSource) => latest?.standardVersion ?? null,
    digest: ({ latest }: StatisticsSource) => latest?.digest ?? null,
    observations: ({ latest }: StatisticsSource, _: unknown, context: ZoneContext) =>
      latest ? context.loaders.observationsByReturn.load(latest.id) : [],
  },
  Observation: {
    block: (row: ObservationRow) => (row.block === '' ? null : row.block),
    value: (row: ObservationRow) => (row.digits === null ? null : printWritten({ ...row, digits: row.digits })),
  },
};
