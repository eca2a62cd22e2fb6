/** What a zone answers about its returns: one of them, those of a span, and a line each for the office's matrix. */
import { problem } from '../../../schema/error-codes.ts';
import { formFor, periodsOf } from '../../../schema/forms.ts';
import { parsePeriod } from '../../../schema/period.ts';
import type { Form } from '../../../schema/standard.ts';
import type { ReturnState } from '../../../schema/return-states.ts';
import type { ZoneContext } from '../context.ts';
import { answeredAsOf } from '../statistics/store.ts';
import { formAsked } from './action.ts';
import { knownOf, type ReturnKnown } from './facts.ts';
import { refreshReceipts } from './receipts.ts';
import type { ReturnOf } from './store.ts';

const MAX_PERIODS = 120;

/** Errors: FORM_NOT_FOUND, NOT_A_PERIOD_OF_FORM, AS_OF_IN_FUTURE, AS_OF_UNSUPPORTED. */
export async function returnOf(
  asked: ReturnOf & { readonly asOf?: string | null },
  context: ZoneContext,
): Promise<ReturnKnown> {
  const { code } = formAsked(asked);
  const asOf = await instantAsked(asked.asOf ?? null, context);
  const isInTouch = await refreshReceipts(context, asOf);
  const [known] = await knownOf(context, code, [asked.period], asOf);
  if (!known) throw new TypeError('a return is known');
  if (asOf !== null && !isInTouch && MAY_CHANGE.includes(known.state)) {
    const why =
      '核心区暂不可达,不知当时办公室是否已作处理 / the core cannot be reached, so what the office had decided by then is not known';
    throw problem('AS_OF_UNSUPPORTED', why);
  }
  return known;
}

/** States that a receipt may change which has not come yet. */
const MAY_CHANGE: readonly ReturnState[] = ['SUBMITTED', 'ACCEPTED'];

async function instantAsked(asOf: string | null, context: ZoneContext): Promise<Date | null> {
  if (asOf === null) return null;
  if (Date.parse(asOf) > Date.now()) {
    throw problem('AS_OF_IN_FUTURE', `asOf 晚于当前时间 / asOf lies in the future: ${asOf}`);
  }
  const begins = await context.historyBegins();
  if (asOf >= begins) {
    answeredAsOf(context.database, asOf);
    return new Date(asOf);
  }
  throw problem('AS_OF_UNSUPPORTED', `本区的历史自 ${begins} 始 / the zone's history begins at ${begins}`);
}

/** A span of a form's periods, as it is asked for. */
export interface SpanAsked {
  readonly form: string;
  readonly from: string;
  readonly to: string;
}

/** Errors: FORM_NOT_FOUND, TOO_MANY_PERIODS. */
export function spanOf({ form: code, from, to }: SpanAsked): { readonly form: Form; readonly periods: string[] } {
  const form = formFor(code, from);
  const periods = periodsOf(form, parsePeriod(from)?.start ?? '', parsePeriod(to)?.end ?? LAST_DAY);
  if (periods.length <= MAX_PERIODS) return { form, periods };
  throw problem('TOO_MANY_PERIODS', `一次最多 ${MAX_PERIODS} 个时期 / at most ${MAX_PERIODS} periods at once`);
}

/** Of a period without an end: to the end of the last year that can be asked about. */
const LAST_DAY = '2199-12-31';

export async function returnsOf(
  asked: SpanAsked & { readonly states?: readonly ReturnState[] | null },
  context: ZoneContext,
): Promise<ReturnKnown[]> {
  const { form, periods } = spanOf(asked);
  await refreshReceipts(context);
  const all = await knownOf(context, form.code, periods);
  return all.filter(({ state }) => asked.states?.includes(state) ?? true);
}

/** A return in one line: plain data with the fields of ReturnSummary. */
export interface ReturnSummary {
  readonly period: string;
  readonly drafting: boolean;
  readonly revision: number | null;
  readonly digest: string | null;
  readonly recordedAt: string | null;
  readonly firstSubmittedAt: string | null;
  readonly synthetic: boolean;
}

/** Errors: FORM_NOT_FOUND, TOO_MANY_PERIODS. */
export async function summariesOf(
  asked: SpanAsked,
  where: Pick<ZoneContext, 'database' | 'zone' | 'keys'>,
): Promise<ReturnSummary[]> {
  const { form, periods } = spanOf(asked);
  return (await knownOf(where, form.code, periods)).map(({ period, head, revisions, latest }) => ({
    period,
    drafting: head?.drafting === 1,
    revision: latest?.revision ?? null,
    digest: latest?.digest ?? null,
    recordedAt: latest?.recordedAt.toISOString() ?? null,
    firstSubmittedAt: revisions[0]?.recordedAt.toISOString() ?? null,
    synthetic: (latest?.synthetic ?? head?.synthetic) === 1,
  }));
}
