import { EntitySchema } from 'typeorm';

/** What the office has decided of a revision. Rows are added and never changed. */
export interface DecisionRow {
  form: string;
  period: string;
  zone: string;
  revision: number;
  /** 1: closed by a release, after it was accepted; 0: the verdict, or the withdrawal that came first. */
  closing: number;
  outcome: string;
  digest: string;
  reason: string | null;
  decidedAt: Date;
  signature: string;
  keyId: string;
  /** The release that closed it. */
  releaseId: string | null;
}

/** The key is what decides a race: of accepting, sending back and withdrawing one revision, one can be written. */
export const DecisionSchema = new EntitySchema<DecisionRow>({
  name: 'OfficeDecision',
  tableName: 'office_decision',
  columns: {
    form: { type: 'varchar', length: 32, primary: true },
    period: { type: 'varchar', length: 32, primary: true },
    zone: { type: 'varchar', length: 32, primary: true },
    revision: { type: 'int', primary: true },
    closing: { type: 'int', primary: true },
    outcome: { type: 'varchar', length: 16 },
    digest: { type: 'varchar', length: 64 },
    reason: { type: 'varchar', length: 500, nullable: true },
    decidedAt: { name: 'decided_at', type: 'datetime', precision: 3 },
    signature: { type: 'varchar', length: 128 },
    keyId: { name: 'key_id', type: 'varchar', length: 64 },
    releaseId: { name: 'release_id', type: 'varchar', length: 64, nullable: true },
  },
  indices: [{ name: 'ix_decision_zone', columns: ['zone', 'decidedAt'] }],
  checks: [
    {
      name: 'ck_decision_outcome',
      expression:
        "(closing = 0 AND outcome IN ('RETURNED', 'ACCEPTED', 'WITHDRAWN') AND release_id IS NULL) OR (closing = 1 AND outcome = 'FINAL' AND release_id IS NOT NULL)",
    },
  ],
});
