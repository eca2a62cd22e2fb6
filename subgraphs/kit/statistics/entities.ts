import { EntitySchema } from 'typeorm';
import { int64 } from '../database/columns.ts';

/** One revision of a zone's return for a period. Rows are added, never changed. */
export interface ReturnRow {
  id: string;
  period: string;
  revision: number;
  state: 'SUBMITTED';
  standardVersion: string;
  digest: string;
  recordedAt: Date;
}

/** One cell of a return as it was written: digits / 10^decimals × 10^unitMult in `unit`. */
export interface ObservationRow {
  returnId: string;
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

export const ReturnSchema = new EntitySchema<ReturnRow>({
  name: 'Return',
  tableName: 'statistical_return',
  columns: {
    id: { type: 'varchar', length: 36, primary: true },
    period: { type: 'varchar', length: 32 },
    revision: { type: 'int' },
    state: { type: 'varchar', length: 16 },
    standardVersion: { name: 'standard_version', type: 'varchar', length: 16 },
    digest: { type: 'varchar', length: 64 },
    recordedAt: { name: 'recorded_at', type: 'datetime', precision: 3 },
  },
  uniques: [{ name: 'uq_return_period_revision', columns: ['period', 'revision'] }],
  checks: [{ name: 'ck_return_revision', expression: 'revision >= 1' }],
});

export const ObservationSchema = new EntitySchema<ObservationRow>({
  name: 'Observation',
  tableName: 'observation',
  columns: {
    returnId: { name: 'return_id', type: 'varchar', length: 36, primary: true },
    block: { type: 'varchar', length: 64, primary: true },
    indicator: { type: 'varchar', length: 64, primary: true },
    digits: { type: 'bigint', nullable: true, transformer: int64 },
    decimals: { type: 'int' },
    unit: { type: 'varchar', length: 16 },
    unitMult: { name: 'unit_mult', type: 'int' },
    obsStatus: { name: 'obs_status', type: 'varchar', length: 1 },
    counterpart: { type: 'varchar', length: 32, nullable: true },
    note: { type: 'varchar', length: 500, nullable: true },
  },
  foreignKeys: [
    {
      name: 'fk_observation_return',
      target: 'Return',
      columnNames: ['returnId'],
      referencedColumnNames: ['id'],
      onDelete: 'RESTRICT',
      onUpdate: 'RESTRICT',
    },
  ],
  checks: [{ name: 'ck_observation_decimals', expression: 'decimals BETWEEN 0 AND 12' }],
});
