/** What is kept of releases. Rows are added and never changed; long contents are rows of their own, since a text holds 64 KB. */
import { EntitySchema, type EntitySchemaOptions } from 'typeorm';

/** That something was to be released, and as of when: written before the zones are asked, so that a repetition asks the same. */
export interface RunRow {
  id: string;
  form: string;
  period: string;
  perimeter: string;
  mode: string;
  reason: string | null;
  asOf: Date;
  recordedAt: Date;
}

/** A release bears the id of its run: there can be but one of each run. */
export interface ReleaseRow extends Omit<RunRow, 'recordedAt'> {
  number: number;
  releasedAt: Date;
  /** The release before, and what it held. */
  previousId: string | null;
  previousDigest: string | null;
  standardVersion: string;
  perimeterVersion: string;
  eliminationVersion: string;
  formulaVersion: string;
  digest: string;
  signature: string;
  keyId: string;
}

/** A return that went in, with all that its digest and signature are of but its cells and explanations. */
export interface ReleasedReturnRow {
  releaseId: string;
  zone: string;
  revision: number;
  standardVersion: string;
  synthetic: number;
  digest: string;
  signature: string;
  keyId: string;
  recordedAt: Date;
  acceptedAt: Date;
  reason: string | null;
  enterpriseDigest: string | null;
}

/** What the zone said to a warning; '' is the whole zone, no indicator. */
export interface ReleasedExplanationRow {
  releaseId: string;
  zone: string;
  rule: string;
  indicator: string;
  block: string;
  text: string;
}

/** A cell of a return that went in, as the zone answered it; block '' is the whole zone. */
export interface ReleasedCellRow {
  releaseId: string;
  zone: string;
  block: string;
  indicator: string;
  value: string | null;
  decimals: number;
  unit: string;
  unitMult: number;
  obsStatus: string;
  counterpart: string | null;
  note: string | null;
}

export interface ReleasedGapRow {
  releaseId: string;
  zone: string;
  reason: string;
}

/** A figure's JSON, cut into pieces. */
export interface ReleasedFigureRow {
  releaseId: string;
  /** Its place among the figures of the release, from 0. */
  position: number;
  piece: number;
  content: string;
}

const asked = {
  id: { type: 'varchar', length: 36, primary: true },
  form: { type: 'varchar', length: 32 },
  period: { type: 'varchar', length: 32 },
  perimeter: { type: 'varchar', length: 16 },
  mode: { type: 'varchar', length: 16 },
  reason: { type: 'varchar', length: 500, nullable: true },
  asOf: { name: 'as_of', type: 'datetime', precision: 3 },
} as const;

export const RunSchema = new EntitySchema<RunRow>({
  name: 'ReleaseRun',
  tableName: 'release_run',
  columns: { ...asked, recordedAt: { name: 'recorded_at', type: 'datetime', precision: 3 } },
});

const version = { type: 'varchar', length: 16 } as const;
const digest = { type: 'varchar', length: 64 } as const;
const signed = {
  signature: { type: 'varchar', length: 128 },
  keyId: { name: 'key_id', type: 'varchar', length: 64 },
} as const;

export const ReleaseSchema = new EntitySchema<ReleaseRow>({
  name: 'StatisticsRelease',
  tableName: 'statistics_release',
  columns: {
    ...asked,
    number: { type: 'int' },
    releasedAt: { name: 'released_at', type: 'datetime', precision: 3 },
    previousId: { name: 'previous_id', type: 'varchar', length: 36, nullable: true },
    previousDigest: { ...digest, name: 'previous_digest', nullable: true },
    standardVersion: { ...version, name: 'standard_version' },
    perimeterVersion: { ...version, name: 'perimeter_version' },
    eliminationVersion: { ...version, name: 'elimination_version' },
    formulaVersion: { ...version, name: 'formula_version' },
    digest,
    ...signed,
  },
  uniques: [{ name: 'uq_release_number', columns: ['form', 'period', 'perimeter', 'number'] }],
  checks: [{ name: 'ck_release_number', expression: 'number >= 1' }],
});

type ForeignKey = NonNullable<EntitySchemaOptions<unknown>['foreignKeys']>[number];

const ofRelease = (name: string): ForeignKey => ({
  name,
  target: 'StatisticsRelease',
  columnNames: ['releaseId'],
  referencedColumnNames: ['id'],
  onDelete: 'RESTRICT',
  onUpdate: 'RESTRICT',
});

const releaseId = { name: 'release_id', type: 'varchar', length: 36, primary: true } as const;
const zone = { type: 'varchar', length: 32, primary: true } as const;
const code = { type: 'varchar', length: 64, primary: true } as const;

export const ReleasedReturnSchema = new EntitySchema<ReleasedReturnRow>({
  name: 'ReleasedReturn',
  tableName: 'release_return',
  columns: {
    releaseId,
    zone,
    revision: { type: 'int' },
    standardVersion: { ...version, name: 'standard_version' },
    synthetic: { type: 'int' },
    digest,
    ...signed,
    recordedAt: { name: 'recorded_at', type: 'datetime', precision: 3 },
    acceptedAt: { name: 'accepted_at', type: 'datetime', precision: 3 },
    reason: { type: 'varchar', length: 32, nullable: true },
    enterpriseDigest: { ...digest, name: 'enterprise_digest', nullable: true },
  },
  foreignKeys: [ofRelease('fk_released_return')],
});

export const ReleasedExplanationSchema = new EntitySchema<ReleasedExplanationRow>({
  name: 'ReleasedExplanation',
  tableName: 'release_explanation',
  columns: { releaseId, zone, rule: code, indicator: code, block: code, text: { type: 'varchar', length: 500 } },
  foreignKeys: [ofRelease('fk_released_explanation')],
});

export const ReleasedCellSchema = new EntitySchema<ReleasedCellRow>({
  name: 'ReleasedCell',
  tableName: 'release_cell',
  columns: {
    releaseId,
    zone,
    block: code,
    indicator: code,
    value: { type: 'varchar', length: 64, nullable: true },
    decimals: { type: 'int' },
    unit: { type: 'varchar', length: 16 },
    unitMult: { name: 'unit_mult', type: 'int' },
    obsStatus: { name: 'obs_status', type: 'varchar', length: 1 },
    counterpart: { type: 'varchar', length: 32, nullable: true },
    note: { type: 'varchar', length: 500, nullable: true },
  },
  foreignKeys: [ofRelease('fk_released_cell')],
});

export const ReleasedGapSchema = new EntitySchema<ReleasedGapRow>({
  name: 'ReleasedGap',
  tableName: 'release_gap',
  columns: { releaseId, zone, reason: { type: 'varchar', length: 32 } },
  foreignKeys: [ofRelease('fk_released_gap')],
});

export const ReleasedFigureSchema = new EntitySchema<ReleasedFigureRow>({
  name: 'ReleasedFigure',
  tableName: 'release_figure',
  columns: {
    releaseId,
    position: { type: 'int', primary: true },
    piece: { type: 'int', primary: true },
    content: { type: 'text' },
  },
  foreignKeys: [ofRelease('fk_released_figure')],
});

export const RELEASE_TABLES = [
  RunSchema,
  ReleaseSchema,
  ReleasedReturnSchema,
  ReleasedExplanationSchema,
  ReleasedCellSchema,
  ReleasedGapSchema,
  ReleasedFigureSchema,
];
