/** Stand-in until the kit's returns are merged: to be replaced by spanOf and summariesOf of kit/returns/, which know drafts. */
import { In } from 'typeorm';
import { problem } from '../../schema/error-codes.ts';
import { formFor, periodsOf } from '../../schema/forms.ts';
import { parsePeriod } from '../../schema/period.ts';
import type { Form } from '../../schema/standard.ts';
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

export interface SpanAsked {
  readonly form: string;
  readonly from: string;
  readonly to: string;
}

export function spanOf({ form: code, from, to }: SpanAsked): { readonly form: Form; readonly periods: string[] } {
  const form = formFor(code, from);
  const periods = periodsOf(form, parsePeriod(from)?.start ?? '', parsePeriod(to)?.end ?? '2199-12-31');
  if (periods.length <= 120) return { form, periods };
  throw problem('TOO_MANY_PERIODS', '一次最多 120 个时期 / at most 120 periods at once');
}

export async function summariesOf(
  asked: SpanAsked,
  { database }: Pick<ZoneContext, 'database'>,
): Promise<ReturnSummary[]> {
  const { form, periods } = spanOf(asked);
  const rows = await database
    .getRepository(RevisionSchema)
    .find({ where: { form: form.code, period: In(periods) }, order: { revision: 'ASC' } });
  return periods.map((period) => {
    const all = rows.filter((row) => row.period === period);
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
