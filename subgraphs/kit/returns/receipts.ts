/**
 * The office's decisions on this zone's revisions, as receipts in the zone's own database. They are fetched from the core, checked
 * against its registered key, and kept: the zone can tell what was decided while the core is down.
 */
import { CORE } from '../../../schema/zones.ts';
import type { DraftRuntime } from '../context.ts';
import { decisionStatement, OfficeUnreachable, type Decision } from '../office/office.ts';
import { verified } from '../signing/registered.ts';
import { ReceiptSchema } from './entities.ts';

/** Decisions are asked for again from so long before the last one that is known: they may have been committed out of order. */
const OVERLAP_MS = 60_000;
/** A question may be answered from receipts that are this old; an action never is. */
const FRESH_MS = 5_000;

const refreshed = new WeakMap<DraftRuntime['database'], { readonly at: number; readonly done: Promise<boolean> }>();

/**
 * As far as the core can be reached, and not more often than every few seconds: for questions. Whether it could; of a question as of
 * an instant it is asked after that instant, since nothing may be told of it that a receipt would change.
 */
export async function refreshReceipts(runtime: DraftRuntime, asOf: Date | null = null): Promise<boolean> {
  const before = refreshed.get(runtime.database);
  const isFresh = before !== undefined && Date.now() - before.at < FRESH_MS;
  if (before && (asOf === null ? isFresh : before.at > asOf.getTime() && (await before.done))) return before.done;
  const done = fetchReceipts(runtime).then(
    () => true,
    (error: unknown) => {
      if (error instanceof OfficeUnreachable) return false;
      throw error;
    },
  );
  refreshed.set(runtime.database, { at: Date.now(), done });
  return done;
}

/** Fetches what was decided since; throws OfficeUnreachable when the core cannot be asked. */
export async function fetchReceipts(runtime: DraftRuntime): Promise<void> {
  const { zone, office } = runtime;
  for (const decision of await office.decisions(zone, await askedSince(runtime))) await keep(runtime, decision);
}

async function askedSince({ database }: DraftRuntime): Promise<string | null> {
  const [newest] = await database.getRepository(ReceiptSchema).find({ order: { decidedAt: 'DESC' }, take: 1 });
  return newest ? new Date(newest.decidedAt.getTime() - OVERLAP_MS).toISOString() : null;
}

/** Keeps a decision, if it is the core's and about this zone; one that is known already is left as it is. */
export async function keep({ zone, database, keys }: DraftRuntime, decision: Decision): Promise<void> {
  if (decision.zone !== zone || verified(keys, CORE, decisionStatement(decision), decision) !== 'VALID') {
    throw new OfficeUnreachable(
      '核心区的回执签名无效,未予采信 / the receipt is not signed with the registered key of the core and is not believed',
    );
  }
  const { form, period, revision, outcome, digest, reason, signature, keyId } = decision;
  const row = { form, period, revision, outcome, digest, reason, signature, keyId };
  const receipts = database.getRepository(ReceiptSchema);
  if (await receipts.existsBy({ form, period, revision, outcome })) return;
  const insert = receipts
    .createQueryBuilder()
    .insert()
    .values({ ...row, decidedAt: new Date(decision.decidedAt) });
  await insert.orIgnore().execute();
}
