/** The decisions in the core's own database: reading them, as of an instant or since one, and adding one. Never updating. */
import type { DataSource, EntityManager } from 'typeorm';
import {
  decisionStatement,
  holdHistory,
  OUTCOMES,
  readAsOf,
  readInstant,
  sqlInstant,
  type Decision,
  type Outcome,
  type Signer,
} from '../../kit/index.ts';
import { authentic, type Verifier } from './authentic.ts';
import { DecisionSchema } from './entities.ts';

/** Where the decisions are, and with what they are verified whenever they are read. */
export interface DecisionBook extends Verifier {
  readonly database: DataSource;
}

/** Which revision of which return. */
export interface RevisionKey {
  readonly zone: string;
  readonly form: string;
  readonly period: string;
  readonly revision: number;
}

type Row = Omit<Decision, 'outcome' | 'decidedAt'> & { readonly outcome: string; readonly decidedAt: string | Date };

const SELECTED =
  'SELECT zone, form, period, revision, digest, outcome, reason, decided_at AS decidedAt, signature, key_id AS keyId FROM office_decision';
const IN_ORDER = 'ORDER BY decided_at, form, period, zone, revision, closing';

/** Those on a zone's revisions, made at or after an instant, oldest first; all without one. */
export async function decisionsSince(book: DecisionBook, zone: string, since: string | null): Promise<Decision[]> {
  const from = since === null ? [] : [sqlInstant(since)];
  const statement = `${SELECTED} WHERE zone = ?${since === null ? '' : ' AND decided_at >= ?'} ${IN_ORDER}`;
  const rows: Row[] = await book.database.query(statement, [zone, ...from]);
  return authentic(book, rows.map(decision));
}

/** Those on all zones' revisions of a form in some periods, as of an instant; one statement. */
export async function decisionsAbout(
  book: DecisionBook,
  { form, periods }: { readonly form: string; readonly periods: readonly string[] },
  asOf: string | null,
): Promise<Decision[]> {
  if (periods.length === 0) return [];
  const until = asOf === null ? [] : [sqlInstant(asOf)];
  const meant = `form = ? AND period IN (${periods.map(() => '?').join(', ')})`;
  const statement = `${SELECTED} WHERE ${meant}${asOf === null ? '' : ' AND decided_at <= ?'}`;
  const rows = await readAsOf<Row>(book.database, asOf, statement, [form, ...periods, ...until]);
  return authentic(book, rows.map(decision));
}

/** Those on one revision, within a transaction; undefined where a row stands in their place that is none: nothing can be added beside it. */
export async function decisionsOn(
  manager: EntityManager,
  verifier: Verifier,
  key: RevisionKey,
): Promise<Decision[] | undefined> {
  const { zone, form, period, revision } = key;
  const statement = `${SELECTED} WHERE form = ? AND period = ? AND zone = ? AND revision = ?`;
  const rows: Row[] = await manager.query(statement, [form, period, zone, revision]);
  const sound = authentic(verifier, rows.map(decision));
  return sound.length === rows.length ? sound : undefined;
}

function decision(row: Row): Decision {
  const outcome = OUTCOMES.find((each) => each === row.outcome);
  if (!outcome) throw new TypeError(`the database holds a decision that is none: ${row.outcome}`);
  return { ...row, outcome, decidedAt: readInstant(row.decidedAt) };
}

/** The moment of what is decided in this transaction, by the core's clock: until the commit nobody is told what was so at it. */
export async function momentOf(manager: EntityManager): Promise<Date> {
  await holdHistory(manager, 'FOR UPDATE');
  return new Date();
}

export interface NewDecision extends RevisionKey {
  readonly digest: string;
  readonly outcome: Outcome;
  readonly reason: string | null;
  readonly at: Date;
  /** The release that closes it, of a FINAL only. */
  readonly releaseId?: string;
}

/** Adds a decision, signed; the caller's transaction decides whether it stays. */
export async function addDecision(manager: EntityManager, signer: Signer, added: NewDecision): Promise<Decision> {
  const { zone, form, period, revision, digest, outcome, reason, at, releaseId = null } = added;
  const facts = { zone, form, period, revision, digest, outcome, reason };
  const signature = signer.sign(decisionStatement({ ...facts, decidedAt: at.toISOString() }));
  const signed = { ...facts, signature, keyId: signer.keyId };
  const closing = outcome === 'FINAL' ? 1 : 0;
  await manager.insert(DecisionSchema, { ...signed, closing, decidedAt: at, releaseId });
  return { ...signed, decidedAt: at.toISOString() };
}
