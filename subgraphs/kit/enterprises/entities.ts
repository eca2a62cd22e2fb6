/**
 * The zone's enterprises, where they sit, what they report, and its sums. All of it stays in the zone's own database: of single
 * enterprises nothing is in the shared SDL, and the zone's own people are given `enterprises(…)` and its mutations together
 * with the access rules that these need (see README.md of the folder).
 */
import { EntitySchema, type EntitySchemaColumnOptions } from 'typeorm';
import { int64 } from '../database/columns.ts';

export interface EnterpriseRow {
  uscc: string;
  name: string;
  /** Code of GB/T 4754 in the edition named. */
  industry: string;
  industryEdition: string;
  /** First and last day in the zone. */
  enteredOn: string;
  leftOn: string | null;
  note: string | null;
  /** Why it is registered though its check digit is wrong. */
  checkDigitNote: string | null;
  /** One higher with every change of the enterprise or its block. */
  version: number;
}

/** Its blocks, day after day from its first to its last in the zone. */
export interface EnterpriseBlockRow {
  uscc: string;
  validFrom: string;
  validTo: string | null;
  block: string;
}

/** The one block that has an enterprise's figures of a period; the primary key sees to it that it is one. */
export interface EnterprisePlacementRow {
  uscc: string;
  period: string;
  block: string;
}

/** One cell of an enterprise: as written, and at the common scale at which it is added up. */
export interface EnterpriseObservationRow {
  form: string;
  period: string;
  indicator: string;
  uscc: string;
  digits: bigint | null;
  decimals: number;
  unit: string;
  unitMult: number;
  obsStatus: string;
  /** The value in millionths of its unit. */
  amount: bigint | null;
  note: string | null;
}

/** The sum of a block's enterprises; block '' is the whole zone. Written by the database, in the transaction of what it sums. */
export interface EnterpriseRollupRow {
  form: string;
  period: string;
  block: string;
  indicator: string;
  unit: string;
  /** In millionths of the unit; null when no enterprise gave a value. */
  total: bigint | null;
  /** The same of the values without their signs: while this fits, no sum on the way to `total` can overflow, in any order. */
  magnitude: bigint;
  /** Enterprises with a value. */
  reported: number;
  /** Enterprises that owe one: without a value, and not because it cannot exist (M) or is in another's (K). */
  missing: number;
  /** The power of ten of the finest place that any of them wrote. */
  finestPlace: number | null;
}

/** One row, written first by everything that changes enterprises: writers queue on it, so that no sum misses another's row. */
export interface EnterpriseRegisterRow {
  id: number;
  version: number;
}

const USCC: EntitySchemaColumnOptions = { type: 'varchar', length: 18 };
const PERIOD: EntitySchemaColumnOptions = { type: 'varchar', length: 32 };
const CODE: EntitySchemaColumnOptions = { type: 'varchar', length: 64 };
const UNIT: EntitySchemaColumnOptions = { type: 'varchar', length: 16 };
const NOTE: EntitySchemaColumnOptions = { type: 'varchar', length: 500, nullable: true };
const AMOUNT: EntitySchemaColumnOptions = { type: 'bigint', transformer: int64 };
const RESTRICT = { onDelete: 'RESTRICT', onUpdate: 'RESTRICT' } as const;

export const EnterpriseSchema = new EntitySchema<EnterpriseRow>({
  name: 'Enterprise',
  tableName: 'enterprise',
  columns: {
    uscc: { ...USCC, primary: true },
    name: { type: 'varchar', length: 200 },
    industry: { type: 'varchar', length: 5 },
    industryEdition: { name: 'industry_edition', type: 'varchar', length: 4 },
    enteredOn: { name: 'entered_on', type: 'date' },
    leftOn: { name: 'left_on', type: 'date', nullable: true },
    note: NOTE,
    checkDigitNote: { ...NOTE, name: 'check_digit_note' },
    version: { type: 'int' },
  },
  checks: [{ name: 'ck_enterprise_stay', expression: 'left_on IS NULL OR left_on >= entered_on' }],
});

export const EnterpriseBlockSchema = new EntitySchema<EnterpriseBlockRow>({
  name: 'EnterpriseBlock',
  tableName: 'enterprise_block',
  columns: {
    uscc: { ...USCC, primary: true },
    validFrom: { name: 'valid_from', type: 'date', primary: true },
    validTo: { name: 'valid_to', type: 'date', nullable: true },
    block: CODE,
  },
  indices: [{ name: 'ix_enterprise_block_block', columns: ['block'] }],
  foreignKeys: [
    { name: 'fk_enterprise_block_uscc', target: 'Enterprise', columnNames: ['uscc'], referencedColumnNames: ['uscc'], ...RESTRICT }, // prettier-ignore
    { name: 'fk_enterprise_block_block', target: 'Block', columnNames: ['block'], referencedColumnNames: ['code'], ...RESTRICT }, // prettier-ignore
  ],
  checks: [{ name: 'ck_enterprise_block_days', expression: 'valid_to IS NULL OR valid_to >= valid_from' }],
});

export const EnterprisePlacementSchema = new EntitySchema<EnterprisePlacementRow>({
  name: 'EnterprisePlacement',
  tableName: 'enterprise_placement',
  columns: {
    uscc: { ...USCC, primary: true },
    period: { ...PERIOD, primary: true },
    block: CODE,
  },
  indices: [
    { name: 'ix_enterprise_placement_period', columns: ['period'] },
    { name: 'ix_enterprise_placement_block', columns: ['block'] },
  ],
  foreignKeys: [
    { name: 'fk_enterprise_placement_uscc', target: 'Enterprise', columnNames: ['uscc'], referencedColumnNames: ['uscc'], ...RESTRICT }, // prettier-ignore
    { name: 'fk_enterprise_placement_block', target: 'Block', columnNames: ['block'], referencedColumnNames: ['code'], ...RESTRICT }, // prettier-ignore
  ],
});

export const EnterpriseObservationSchema = new EntitySchema<EnterpriseObservationRow>({
  name: 'EnterpriseObservation',
  tableName: 'enterprise_observation',
  columns: {
    // In this order a period's cells of one indicator lie side by side, which is what a sum reads.
    form: { type: 'varchar', length: 32, primary: true },
    period: { ...PERIOD, primary: true },
    indicator: { ...CODE, primary: true },
    uscc: { ...USCC, primary: true },
    digits: { ...AMOUNT, nullable: true },
    decimals: { type: 'int' },
    unit: UNIT,
    unitMult: { name: 'unit_mult', type: 'int' },
    obsStatus: { name: 'obs_status', type: 'varchar', length: 1 },
    amount: { ...AMOUNT, nullable: true },
    note: NOTE,
  },
  indices: [{ name: 'ix_enterprise_observation_uscc', columns: ['uscc', 'period'] }],
  foreignKeys: [
    {
      name: 'fk_enterprise_observation_placement',
      target: 'EnterprisePlacement',
      columnNames: ['uscc', 'period'],
      referencedColumnNames: ['uscc', 'period'],
      ...RESTRICT,
    },
  ],
  checks: [
    { name: 'ck_enterprise_observation_decimals', expression: 'decimals BETWEEN 0 AND 12' },
    { name: 'ck_enterprise_observation_amount', expression: '(digits IS NULL) = (amount IS NULL)' },
  ],
});

export const EnterpriseRollupSchema = new EntitySchema<EnterpriseRollupRow>({
  name: 'EnterpriseRollup',
  tableName: 'enterprise_rollup',
  columns: {
    form: { type: 'varchar', length: 32, primary: true },
    period: { ...PERIOD, primary: true },
    block: { ...CODE, primary: true },
    indicator: { ...CODE, primary: true },
    unit: { ...UNIT, primary: true },
    total: { ...AMOUNT, nullable: true },
    magnitude: AMOUNT,
    reported: { type: 'int' },
    missing: { type: 'int' },
    finestPlace: { name: 'finest_place', type: 'int', nullable: true },
  },
});

export const EnterpriseRegisterSchema = new EntitySchema<EnterpriseRegisterRow>({
  name: 'EnterpriseRegister',
  tableName: 'enterprise_register',
  columns: { id: { type: 'int', primary: true }, version: { type: 'int' } },
  checks: [{ name: 'ck_enterprise_register_one', expression: 'id = 1' }],
});

/** Everything of this folder that a zone's database holds. */
export const ENTERPRISE_TABLES = [
  EnterpriseSchema,
  EnterpriseBlockSchema,
  EnterprisePlacementSchema,
  EnterpriseObservationSchema,
  EnterpriseRollupSchema,
  EnterpriseRegisterSchema,
];
