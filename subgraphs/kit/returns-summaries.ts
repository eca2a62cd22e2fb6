/** Stand-in until the kit's returns are merged: to be replaced by the one of kit/returns/, which knows drafts. */
import type { ZoneContext } from './context.ts';
import { RevisionSchema } from './statistics/entities.ts';

export interface ReturnSummary {
  readonly period: string;
  readonly drafting: boolean;
  readonly revision: number | null;
  readonly digest: string | null;
  readonly recordedAt: string | null;
  readonly firstSubmittedAt: string | null;
  readonly synthetic: boolean;
}

export interface SummaryQuestion {
  readonly form: string;
  readonly from: string;
  readonly to: string;
}

export async function summariesOf({ form }: SummaryQuestion, { database }: ZoneContext): Promise<ReturnSummary[]> {
  const rows = await database.getRepository(RevisionSchema).find({ where: { form }, order: { revision: 'ASC' } });
  return [...Map.groupBy(rows, ({ period }) => period)].map(([period, all]) => {
    const latest = all.findLast(({ withdrawnAt }) => withdrawnAt === null);
    return {
      period,
      drafting: false,
      revision: latest?.revision ?? null,
      digest: latest?.digest ?? null,
      recordedAt: latest?.recordedAt.toISOString() ?? null,
      firstSubmittedAt: all[0]?.recordedAt.toISOString() ?? null,
      synthetic: latest?.synthetic === 1,
    };
  });
}
