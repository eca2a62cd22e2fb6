/** Returns in the zone's own database: reading the revision in force, and adding a new one. Never updating. */
import { randomUUID } from 'node:crypto';
import { In, type DataSource, type EntityManager } from 'typeorm';
import { isMySqlFamily, type Int64 } from '../database/columns.ts';
import { readInstant, sqlInstant } from '../database/instants.ts';
import type { Signer } from '../signing/keys.ts';
import { digestOf, inCanonicalOrder, statementOf, type ExplainedWarning } from './digest.ts';
import {
  HistorySchema,
  ObservationSchema,
  RevisionExplanationSchema,
  RevisionSchema,
  type ObservationRow,
  type RevisionExplanationRow,
  type RevisionRow,
} from './entities.ts';
import { printWritten } from './written.ts';

/** Which return is meant, and as of when: null is now. */
export interface ReturnKey {
  readonly form: string;
  readonly period: string;
  /** As the scalar DateTime has it. */
  readonly asOf: string | null;
}

/** A revision as it is answered; its observations in canonical order. */
export interface ReportedReturn extends Omit<
  RevisionRow,
  'id' | 'synthetic' | 'recordedAt' | 'withdrawnAt' | 'explained'
> {
  readonly recordedAt: string;
  readonly synthetic: boolean;
  /** Those of the zone and its blocks; what was said of enterprises stays in the zone. */
  readonly explanations: readonly AnsweredExplanation[];
  readonly observations: readonly WrittenObservation[];
}

/** A cell as it is answered: its value in text, and no block for the whole zone. */
export interface WrittenObservation extends Omit<ObservationRow, 'revisionId' | 'block' | 'digits'> {
  readonly block: string | null;
  readonly value: string | null;
}

export interface AnsweredExplanation {
  readonly rule: string;
  readonly indicator: string | null;
  readonly block: string | null;
  readonly enterprise: null;
  readonly text: string;
}

type CellRow = Omit<ObservationRow, 'revisionId' | 'digits'> & { digits: Int64 | null };
type Facts = Omit<RevisionRow, 'recordedAt' | 'withdrawnAt'> & { recordedAt: string | Date };
type JoinedRow = Facts & (CellRow | { indicator: null });

/**
 * One statement, in plain SQL whose columns bear the fields' names: every consolidation asks this of every zone, and two
 * statements, built anew by TypeORM and their rows made entities, took the half of a zone's time.
 */
const SELECTED = `SELECT r.id, r.reason, r.explained, r.enterprise_digest AS enterpriseDigest, r.form, r.period, r.revision, r.standard_version AS standardVersion, r.synthetic, r.digest, r.signature, r.key_id AS keyId, r.recorded_at AS recordedAt,
  o.block, o.indicator, o.digits, o.decimals, o.unit, o.unit_mult AS unitMult, o.obs_status AS obsStatus, o.counterpart, o.note
FROM return_revision r LEFT JOIN revision_observation o ON o.revision_id = r.id`;
const OTHERS =
  'SELECT MAX(other.revision) FROM return_revision other WHERE other.form = r.form AND other.period = r.period';
const NOW = `${SELECTED} WHERE r.revision = (${OTHERS} AND other.withdrawn_at IS NULL)`;
const THEN = `${SELECTED} WHERE r.revision = (${OTHERS} AND other.recorded_at <= ? AND (other.withdrawn_at IS NULL OR other.withdrawn_at > ?))`;

/** The revision in force for each key, in the order asked; null where nothing was reported. */
export async function returnsInForce(
  database: DataSource,
  keys: readonly ReturnKey[],
): Promise<(ReportedReturn | null)[]> {
  const asked = [...Map.groupBy(keys, ({ asOf }) => asOf)]; // mostly one
  const found = await Promise.all(asked.map(([asOf, group]) => inForce(database, group, asOf)));
  const said = await explanations(database, found);
  const byKey = new Map<ReturnKey, ReportedReturn | null>();
  for (const [at, [, group]] of asked.entries()) {
    for (const key of group) byKey.set(key, reported(found[at]?.get(`${key.form} ${key.period}`) ?? [], said));
  }
  return keys.map((key) => byKey.get(key) ?? null);
}

type Said = ReadonlyMap<string, readonly RevisionExplanationRow[]>;

/** What was said to warnings, by revision; few returns have any, so it is a question of its own. */
async function explanations(database: DataSource, found: readonly Map<string, JoinedRow[]>[]): Promise<Said> {
  const firsts = found.flatMap((byKey) => [...byKey.values()].flatMap(([first]) => first ?? []));
  const ids = firsts.filter(({ explained }) => (explained ?? 0) > 0).map(({ id }) => id);
  if (ids.length === 0) return new Map();
  const rows = await database.getRepository(RevisionExplanationSchema).findBy({ revisionId: In(ids) });
  return Map.groupBy(rows, ({ revisionId }) => revisionId);
}

/** The rows as of one instant, by form and period. */
async function inForce(
  database: DataSource,
  keys: readonly ReturnKey[],
  asOf: string | null,
): Promise<Map<string, JoinedRow[]>> {
  const byForm = [...Map.groupBy(keys, ({ form }) => form)];
  const meant = byForm.map(([, { length }]) => `(r.form = ? AND r.period IN (${Array(length).fill('?').join(', ')}))`);
  const statement = `${asOf === null ? NOW : THEN} AND (${meant.join(' OR ')})`;
  const instant = asOf === null ? [] : [sqlInstant(asOf), sqlInstant(asOf)];
  const parameters = byForm.flatMap(([form, group]) => [form, ...group.map(({ period }) => period)]);
  const rows = await readAsOf<JoinedRow>(database, asOf, statement, [...instant, ...parameters]);
  return Map.groupBy(rows, ({ form, period }) => `${form} ${period}`);
}

/** A revision whose time lies this far back has been committed or given up. */
const SETTLED_MS = 60_000;

/**
 * What is answered as of an instant must never change. A revision may have chosen its time and not be committed yet: of a recent
 * instant nothing is read before that is decided.
 */
export async function readAsOf<Row>(
  database: DataSource,
  asOf: string | null,
  statement: string,
  parameters: readonly string[],
): Promise<Row[]> {
  if (asOf === null || Date.now() - Date.parse(asOf) > SETTLED_MS) return database.query(statement, [...parameters]);
  return database.transaction(async (manager) => {
    await holdHistory(manager, 'LOCK IN SHARE MODE');
    return manager.query(statement, [...parameters]);
  });
}

/** Waits for whoever writes a revision; on SQLite transactions take turns anyway. */
export async function holdHistory(manager: EntityManager, lock: 'LOCK IN SHARE MODE' | 'FOR UPDATE'): Promise<void> {
  if (!isMySqlFamily(manager.dataSource.options.type)) return;
  await manager.query(`SELECT begins FROM statistics_history ${lock}`);
}

/** The latest instant that the database was asked about, in this process. */
const answeredUpTo = new WeakMap<DataSource, number>();

export function answeredAsOf(database: DataSource, asOf: string): void {
  answeredUpTo.set(database, Math.max(answeredUpTo.get(database) ?? 0, Date.parse(asOf)));
}

/**
 * When something happens to a return: later than all that is on file, and than every instant that was answered about. Clocks are set
 * back, and what was told as of an instant must stay. The caller holds the history.
 */
export async function nextMoment(manager: EntityManager): Promise<Date> {
  const lock = isMySqlFamily(manager.dataSource.options.type) ? ' LOCK IN SHARE MODE' : ''; // as committed, not as first looked at
  const [last] = await manager.query<{ recorded: string | Date | null; withdrawn: string | Date | null }[]>(
    `SELECT MAX(recorded_at) AS recorded, MAX(withdrawn_at) AS withdrawn FROM return_revision${lock}`,
  );
  const onFile = [last?.recorded ?? null, last?.withdrawn ?? null].map((instant) =>
    instant === null ? 0 : Date.parse(readInstant(instant)),
  );
  return new Date(
    Math.max(Date.now(), ...[...onFile, answeredUpTo.get(manager.dataSource) ?? 0].map((each) => each + 1)),
  );
}

function reported(rows: readonly JoinedRow[], said: Said): ReportedReturn | null {
  const [first] = rows;
  if (!first) return null;
  const { form, period, revision, standardVersion, digest, signature, keyId, reason, enterpriseDigest } = first;
  const facts = { form, period, revision, standardVersion, digest, signature, keyId, reason, enterpriseDigest };
  const cells = rows.filter((row) => row.indicator !== null); // a return without cells is one row without a cell
  return {
    ...facts,
    synthetic: first.synthetic === 1,
    explanations: (said.get(first.id) ?? []).flatMap(answered),
    recordedAt: readInstant(first.recordedAt),
    observations: inCanonicalOrder(cells).map(written),
  };
}

function answered({ rule, indicator, block, enterprise, text }: RevisionExplanationRow): AnsweredExplanation[] {
  if (enterprise !== '') return [];
  return [{ rule, indicator: indicator || null, block: block || null, enterprise: null, text }];
}

function written(row: CellRow): WrittenObservation {
  const { indicator, block, digits, decimals, unit, unitMult, obsStatus, counterpart, note } = row;
  const value = digits === null ? null : printWritten({ digits, decimals });
  return {
    indicator,
    block: block === '' ? null : block,
    value,
    unit,
    unitMult,
    decimals,
    obsStatus,
    counterpart,
    note,
  };
}

/** Since when the database can tell what was reported. */
export async function historyBegins(database: DataSource): Promise<Date> {
  const [history] = await database.getRepository(HistorySchema).find();
  if (!history) throw new TypeError('the database does not say when its history begins');
  return history.begins;
}

export interface NewRevision {
  readonly zone: string;
  readonly form: string;
  readonly period: string;
  readonly standardVersion: string;
  readonly synthetic?: boolean;
  readonly reason?: string | null;
  /** Those of enterprises are part of the enterprises' digest. */
  readonly explanations?: readonly (ExplainedWarning & { readonly enterprise: string })[];
  readonly enterpriseDigest?: string | null;
  readonly observations: readonly Omit<ObservationRow, 'revisionId'>[];
}

const CHUNK = 500;

/** Adds the next revision of a return, signed; the caller's transaction decides whether it stays. */
export async function addRevision(manager: EntityManager, added: NewRevision, signer: Signer): Promise<RevisionRow> {
  const { zone, form, period, standardVersion, synthetic = false, reason = null, enterpriseDigest = null } = added;
  const said = added.explanations ?? [];
  await holdHistory(manager, 'FOR UPDATE'); // from here to the commit nobody is told what was so at this moment
  const known = await manager.maximum(RevisionSchema, 'revision', { form, period });
  const revision = (known ?? 0) + 1;
  const facts = { form, period, revision, standardVersion, synthetic: synthetic ? 1 : 0, reason, enterpriseDigest };
  const ofZone = said.filter(({ enterprise }) => enterprise === '');
  const digest = digestOf({ ...facts, zone, explanations: ofZone, observations: added.observations });
  const recordedAt = await nextMoment(manager);
  const row: RevisionRow = {
    id: randomUUID(),
    ...facts,
    digest,
    signature: signer.sign(statementOf({ zone, form, period, revision, digest, recordedAt })),
    keyId: signer.keyId,
    recordedAt,
    withdrawnAt: null,
    explained: said.length === 0 ? null : said.length,
  };
  await manager.insert(RevisionSchema, row);
  for (const { rule, indicator, block, enterprise, text } of said) {
    await manager.insert(RevisionExplanationSchema, { revisionId: row.id, rule, indicator, block, enterprise, text });
  }
  const cells = added.observations.map((cell) => ({ ...cell, revisionId: row.id }));
  for (let from = 0; from < cells.length; from += CHUNK) {
    const chunk = cells.slice(from, from + CHUNK);
    await manager.createQueryBuilder().insert().into(ObservationSchema).values(chunk).updateEntity(false).execute();
  }
  return row;
}
