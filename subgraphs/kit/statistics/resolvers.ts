/** ZoneStatistics and Observation, the same in every zone: they translate rows, nothing more. */
import type { ZoneContext } from '../context.ts';
import type { AnsweredRow } from './entities.ts';
import type { LatestReturn } from './store.ts';
import { printWritten } from './written.ts';

/** A zone's answer for a period: its latest return, or null when it has not reported. */
export interface StatisticsSource {
  readonly zone: string;
  readonly period: string;
  readonly latest: LatestReturn | null;
}

export async function statisticsFor(period: string, context: ZoneContext): Promise<StatisticsSource> {
  return { zone: context.zone, period, latest: await context.loaders.returnByPeriod.load(period) };
}

const facts = ({ latest }: StatisticsSource) => ({
  state: latest?.state ?? 'NOT_REPORTED',
  revision: latest?.revision ?? null,
  standardVersion: latest?.standardVersion ?? null,
  digest: latest?.digest ?? null,
});

async function rowsOf({ latest }: StatisticsSource, { loaders }: ZoneContext): Promise<AnsweredRow[]> {
  return latest ? loaders.observationsByReturn.load(latest.id) : [];
}

const blockOf = (row: AnsweredRow): string | null => (row.block === '' ? null : row.block);
const valueOf = ({ digits, decimals }: AnsweredRow): string | null =>
  digits === null ? null : printWritten({ digits, decimals });

/** A zone's statistics as plain data, with the same values that GraphQL would answer. */
export async function plainStatistics(period: string, context: ZoneContext): Promise<object> {
  const source = await statisticsFor(period, context);
  const rows = await rowsOf(source, context);
  const observations = rows.map((row) => ({ ...row, block: blockOf(row), value: valueOf(row) }));
  return { zone: source.zone, period, ...facts(source), observations };
}

export const statisticsResolvers = {
  ZoneStatistics: {
    state: (source: StatisticsSource) => facts(source).state,
    revision: (source: StatisticsSource) => facts(source).revision,
    standardVersion: (source: StatisticsSource) => facts(source).standardVersion,
    digest: (source: StatisticsSource) => facts(source).digest,
    observations: (source: StatisticsSource, _: unknown, context: ZoneContext) => rowsOf(source, context),
  },
  Observation: { block: blockOf, value: valueOf },
};
