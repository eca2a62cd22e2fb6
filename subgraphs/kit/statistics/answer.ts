/** What a zone answers for a period, the same in every zone: plain data with the fields of ZoneStatistics. */
import type { ZoneContext } from '../context.ts';
import type { LatestReturn, WrittenObservation } from './store.ts';

export interface ZoneStatistics {
  readonly zone: string;
  readonly period: string;
  readonly state: LatestReturn['state'] | 'NOT_REPORTED';
  readonly revision: number | null;
  readonly standardVersion: string | null;
  readonly digest: string | null;
  readonly observations: readonly WrittenObservation[];
}

const NOTHING = {
  state: 'NOT_REPORTED',
  revision: null,
  standardVersion: null,
  digest: null,
  observations: [],
} as const;

/** The zone's latest return for the period, or that it has not reported. */
export async function statisticsFor(period: string, { zone, loaders }: ZoneContext): Promise<ZoneStatistics> {
  const latest = await loaders.returnByPeriod.load(period);
  return { zone, period, ...(latest ?? NOTHING) };
}
