import { EntitySchema } from 'typeorm';
import type { Outcome } from '../office/office.ts';
import { CELL, EXPLAINED, ofRevision, WRITTEN, type ObservationRow } from '../statistics/entities.ts';

/** What is known of a return beside its revisions. Its version goes up with every change and never starts again. */
export interface ReturnHeadRow {
  form: string;
  period: string;
  version: number;
  /** 1 while a draft is being written. */
  drafting: number;
  /** Why the draft corrects an earlier revision; null in a first return. */
  reason: string | null;
  /** 1: made up for a demonstration. */
  synthetic: number;
}

/** One cell of a draft as it was written; block '' is the whole zone. */
export interface DraftObservationRow extends Omit<ObservationRow, 'revisionId'> {
  form: string;
  period: string;
}

/** What is said to a warning of the draft; '' is no indicator, the whole zone, no enterprise. */
export interface DraftExplanationRow {
  form: string;
  period: string;
  rule: string;
  indicator: string;
  block: string;
  enterprise: string;
  text: string;
}

/** A receipt: what the office has decided of a revision, as the core signed it. */
export interface ReceiptRow {
  form: string;
  period: string;
  revision: number;
  outcome: Outcome;
  digest: string;
  reason: string | null;
  decidedAt: Date;
  signature: string;
  keyId: string;
}

const ofReturn = {
  form: { type: 'varchar', length: 32, primary: true },
  period: { type: 'varchar', length: 32, primary: true },
} as const;

export const ReturnHeadSchema = new EntitySchema<ReturnHeadRow>({
  name: 'ReturnHead',
  tableName: 'return_head',
  columns: {
    ...ofReturn,
    version: { type: 'int' },
    drafting: { type: 'int' },
    reason: { type: 'varchar', length: 32, nullable: true },
    synthetic: { type: 'int' },
  },
});

export const DraftObservationSchema = new EntitySchema<DraftObservationRow>({
  name: 'DraftObservation',
  tableName: 'draft_observation',
  columns: {
    ...ofReturn,
    ...CELL,
  },
});

export const DraftExplanationSchema = new EntitySchema<DraftExplanationRow>({
  name: 'DraftExplanation',
  tableName: 'draft_explanation',
  columns: {
    ...ofReturn,
    ...EXPLAINED,
  },
});

export const ReceiptSchema = new EntitySchema<ReceiptRow>({
  name: 'OfficeReceipt',
  tableName: 'office_receipt',
  columns: {
    ...ofReturn,
    revision: { type: 'int', primary: true },
    outcome: { type: 'varchar', length: 16, primary: true },
    digest: { type: 'varchar', length: 64 },
    reason: { type: 'varchar', length: 500, nullable: true },
    decidedAt: { name: 'decided_at', type: 'datetime', precision: 3 },
    signature: { type: 'varchar', length: 128 },
    keyId: { name: 'key_id', type: 'varchar', length: 64 },
  },
});

/** An enterprise's cell as it was when the revision was made; block: where it sat then. */
export interface SealedObservationRow extends Omit<ObservationRow, 'counterpart'> {
  uscc: string;
}

export const SealedObservationSchema = new EntitySchema<SealedObservationRow>({
  name: 'SealedObservation',
  tableName: 'revision_enterprise_observation',
  columns: {
    revisionId: { name: 'revision_id', type: 'varchar', length: 36, primary: true },
    uscc: { type: 'varchar', length: 18, primary: true },
    indicator: { type: 'varchar', length: 64, primary: true },
    block: { type: 'varchar', length: 64 },
    ...WRITTEN,
  },
  foreignKeys: [ofRevision('fk_sealed_revision')],
});

export const RETURN_TABLES = [
  ReturnHeadSchema,
  DraftObservationSchema,
  DraftExplanationSchema,
  ReceiptSchema,
  SealedObservationSchema,
];
