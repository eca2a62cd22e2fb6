/** What is known of returns, zone by form by period: drafts, revisions, and the office's receipts. Read in three statements, however many. */
import { In, type DataSource, type EntityManager } from 'typeorm';
import { opensOn } from '../../../schema/forms.ts';
import { stateOf, type ReturnState, type Verdict } from '../../../schema/return-states.ts';
import { dayOf } from '../../../schema/period.ts';
import { CORE } from '../../../schema/zones.ts';
import type { DraftRuntime } from '../context.ts';
import { decisionStatement } from '../office/office.ts';
import { verified } from '../signing/registered.ts';
import { RevisionSchema, type RevisionRow } from '../statistics/entities.ts';
import { ReceiptSchema, type ReceiptRow, type ReturnHeadRow } from './entities.ts';
import { headsOf } from './store.ts';

export interface ReturnKnown {
  readonly form: string;
  readonly period: string;
  /** As of an instant; null is now. */
  readonly asOf: Date | null;
  readonly head: ReturnHeadRow | undefined;
  /** Oldest first, as of the instant; those that were withdrawn later are not withdrawn yet. */
  readonly revisions: readonly RevisionRow[];
  /** The latest that is not withdrawn. */
  readonly latest: RevisionRow | undefined;
  readonly state: ReturnState;
  readonly verdictOn: (revision: number) => (Pick<ReceiptRow, 'reason'> & { readonly verdict: Verdict }) | undefined;
}

/** The latest word of the office on a revision stands last: what is final was accepted before. */
const VERDICTS: readonly Verdict[] = ['RETURNED', 'ACCEPTED', 'FINAL'];

/** `reading` is where it is read: within an action, its transaction. A receipt that the core has not signed says nothing. */
export async function knownOf(
  where: Where,
  form: string,
  periods: readonly string[],
  asOf: Date | null = null,
  reading: DataSource | EntityManager = where.database,
): Promise<ReturnKnown[]> {
  if (periods.length === 0) return [];
  const about = { form, period: In([...periods]) };
  const heads = await headsOf(reading, form, periods);
  const revisions = await reading.getRepository(RevisionSchema).find({ where: about, order: { revision: 'ASC' } });
  const receipts = (await reading.getRepository(ReceiptSchema).findBy(about)).filter((each) => isOfCore(each, where));
  const [head, ofPeriod, said] = [
    new Map(heads.map((each) => [each.period, each])),
    Map.groupBy(revisions, ({ period }) => period),
    Map.groupBy(receipts, ({ period }) => period),
  ];
  return periods.map((period) =>
    known({ form, period, asOf }, head.get(period), ofPeriod.get(period) ?? [], said.get(period) ?? []),
  );
}

type Where = Pick<DraftRuntime, 'zone' | 'keys' | 'database'>;

function isOfCore({ decidedAt, ...receipt }: ReceiptRow, { zone, keys }: Where): boolean {
  const statement = decisionStatement({ ...receipt, zone, decidedAt: decidedAt.toISOString() });
  return verified(keys, CORE, statement, receipt) === 'VALID';
}

function known(
  about: Pick<ReturnKnown, 'form' | 'period' | 'asOf'>,
  head: ReturnHeadRow | undefined,
  all: readonly RevisionRow[],
  receipts: readonly ReceiptRow[],
): ReturnKnown {
  const { asOf, period } = about;
  const isPast = (instant: Date | null): boolean => instant !== null && (asOf === null || instant <= asOf);
  const revisions = all
    .filter(({ recordedAt }) => isPast(recordedAt))
    .map((each) => ({ ...each, withdrawnAt: isPast(each.withdrawnAt) ? each.withdrawnAt : null }));
  const latest = revisions.findLast(({ withdrawnAt }) => withdrawnAt === null);
  const verdictOn: ReturnKnown['verdictOn'] = (revision) => {
    const spoken = receipts.filter((each) => each.revision === revision && isPast(each.decidedAt));
    const verdict = VERDICTS.findLast((each) => spoken.some(({ outcome }) => outcome === each));
    return verdict && { verdict, reason: spoken.find(({ outcome }) => outcome === verdict)?.reason ?? null };
  };
  const today = dayOf(asOf ?? new Date());
  const state = stateOf({
    today,
    opensOn: opensOn(period) ?? today,
    hasDraft: asOf === null && head?.drafting === 1,
    submitted: latest && { verdict: verdictOn(latest.revision)?.verdict ?? null },
  });
  return { ...about, head, revisions, latest, state, verdictOn };
}
