import { EntitySchema, type EntitySchemaOptions } from 'typeorm';
import { int64 } from '../database/columns.ts';

/** One revision of a zone's return of a form for a period. Rows are added; only the day of withdrawal is set later. */
export interface RevisionRow {
  id: string;
  form: string;
  period: string;
  revision: number;
  standardVersion: string;
  /** 1: made up for a demonstration. */
  synthetic: number;
  digest: string;
  /** The zone's own, of digest and time (base64url), and the key that made it; null for what was reported before there were keys. */
  signature: string | null;
  keyId: string | null;
  recordedAt: Date;
  withdrawnAt: Date | null;
  /** Why it corrects the revision before; null in a first one. */
  reason: string | null;
  /** How many warnings were explained; null is none. */
  explained: number | null;
  /** Of the enterprises' cells that were sealed with it; null in a form that asks none. */
  enterpriseDigest: string | null;
}

/** What the zone said to a warning when it submitted. '' is the whole zone, no indicator, no enterprise. */
export interface RevisionExplanationRow {
  revisionId: string;
  rule: string;
  indicator: string;
  block: string;
  enterprise: string;
  text: string;
}

/** One cell of a revision as it was written: digits / 10^decimals × 10^unitMult in `unit`. */
export interface ObservationRow {
  revisionId: string;
  /** Block code; '' is the whole zone (a primary key takes no NULL). */
  block: string;
  indicator: string;
  digits: bigint | null;
  decimals: number;
  unit: string;
  unitMult: number;
  obsStatus: string;
  counterpart: string | null;
  note: string | null;
}

export const RevisionSchema = new EntitySchema<RevisionRow>({
  name: 'Revision',
  tableName: 'return_revision',
  columns: {
    id: { type: 'varchar', length: 36, primary: true },
    form: { type: 'varchar', length: 32 },
    period: { type: 'varchar', length: 32 },
    revision: { type: 'int' },
    standardVersion: { name: 'standard_version', type: 'varchar', length: 16 },
    synthetic: { type: 'int' },
    digest: { type: 'varchar', length: 64 },
    signature: { type: 'varchar', length: 128, nullable: true },
    keyId: { name: 'key_id', type: 'varchar', length: 64, nullable: true },
    recordedAt: { name: 'recorded_at', type: 'datetime', precision: 3 },
    withdrawnAt: { name: 'withdrawn_at', type: 'datetime', precision: 3, nullable: true },
    reason: { type: 'varchar', length: 32, nullable: true },
    explained: { type: 'int', nullable: true },
    enterpriseDigest: { name: 'enterprise_digest', type: 'varchar', length: 64, nullable: true },
  },
  uniques: [{ name: 'uq_revision_form_period', columns: ['form', 'period', 'revision'] }],
  checks: [{ name: 'ck_revision_number', expression: 'revision >= 1' }],
});

/** A warning and what was said to it; '' is no indicator, the whole zone, no enterprise. */
export const EXPLAINED = {
  rule: { type: 'varchar', length: 64, primary: true },
  indicator: { type: 'varchar', length: 64, primary: true },
  block: { type: 'varchar', length: 64, primary: true },
  enterprise: { type: 'varchar', length: 32, primary: true },
  text: { type: 'varchar', length: 500 },
} as const;

/** A figure as it was written, wherever it is kept. */
export const WRITTEN = {
  digits: { type: 'bigint', nullable: true, transformer: int64 },
  decimals: { type: 'int' },
  unit: { type: 'varchar', length: 16 },
  unitMult: { name: 'unit_mult', type: 'int' },
  obsStatus: { name: 'obs_status', type: 'varchar', length: 1 },
  note: { type: 'varchar', length: 500, nullable: true },
} as const;

/** One of a zone or a block. */
export const CELL = {
  block: { type: 'varchar', length: 64, primary: true },
  indicator: { type: 'varchar', length: 64, primary: true },
  ...WRITTEN,
  counterpart: { type: 'varchar', length: 32, nullable: true },
} as const;

type ForeignKey = NonNullable<EntitySchemaOptions<unknown>['foreignKeys']>[number];

/** To its revision, which is never removed. */
export const ofRevision = (name: string): ForeignKey => ({
  name,
  target: 'Revision',
  columnNames: ['revisionId'],
  referencedColumnNames: ['id'],
  onDelete: 'RESTRICT',
  onUpdate: 'RESTRICT',
});

export const RevisionExplanationSchema = new EntitySchema<RevisionExplanationRow>({
  name: 'RevisionExplanation',
  tableName: 'revision_explanation',
  columns: {
    revisionId: { name: 'revision_id', type: 'varchar', length: 36, primary: true },
    ...EXPLAINED,
  },
  foreignKeys: [ofRevision('fk_explanation_revision')],
});

/** Since when this database knows what was reported: before that it cannot tell. One row. */
export const HistorySchema = new EntitySchema<{ begins: Date }>({
  name: 'StatisticsHistory',
  tableName: 'statistics_history',
  columns: { begins: { type: 'datetime', precision: 3, primary: true } },
});

export const ObservationSchema = new EntitySchema<ObservationRow>({
  name: 'Observation',
  tableName: 'revision_observation',
  columns: {
    revisionId: { name: 'revision_id', type: 'varchar', length: 36, primary: true },
    ...CELL,
  },
  foreignKeys: [ofRevision('fk_observation_revision')],
  checks: [{ name: 'ck_observation_written', expression: 'decimals BETWEEN 0 AND 12' }],
});
