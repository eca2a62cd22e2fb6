/**
 * Returns that are written, submitted and decided on: drafts, explanations, receipts, idempotency keys. Signatures made before they
 * named the return they are of are taken off: they could be shown for another.
 */
import { Table, TableForeignKey, type MigrationInterface, type QueryRunner, type TableColumnOptions } from 'typeorm';
import { createTable } from '../database/columns.ts';

export class Returns1764000008000 implements MigrationInterface {
  readonly name = 'Returns1764000008000';

  async up(runner: QueryRunner): Promise<void> {
    // By hand: TypeORM would copy the whole table on SQLite, and drop it while others refer to it.
    const added = { reason: 'varchar(32)', explained: 'int', enterprise_digest: 'varchar(64)' };
    const isOld = !(await runner.hasColumn('return_revision', 'reason'));
    for (const [column, type] of Object.entries(added)) {
      if (await runner.hasColumn('return_revision', column)) continue;
      const ofEngine = runner.dataSource.options.type === 'better-sqlite3' && type === 'int' ? 'integer' : type;
      await runner.query(`ALTER TABLE return_revision ADD COLUMN ${column} ${ofEngine} NULL`);
    }
    if (isOld) await runner.query('UPDATE return_revision SET signature = NULL, key_id = NULL');
    for (const table of [
      explanations(),
      sealed(),
      heads(),
      draftObservations(),
      draftExplanations(),
      receipts(),
      keys(),
    ]) {
      await createTable(runner, table);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of ['idempotency_key', 'office_receipt', 'draft_explanation', 'draft_observation', 'return_head']) {
      await runner.dropTable(name, true);
    }
    throw new Error('what was submitted since cannot be made as before: restore the backup that was made before');
  }
}

const OF_RETURN: readonly TableColumnOptions[] = [
  { name: 'form', type: 'varchar', length: '32', isPrimary: true },
  { name: 'period', type: 'varchar', length: '32', isPrimary: true },
];

const OF_WARNING: readonly TableColumnOptions[] = [
  { name: 'rule', type: 'varchar', length: '64', isPrimary: true },
  { name: 'indicator', type: 'varchar', length: '64', isPrimary: true },
  { name: 'block', type: 'varchar', length: '64', isPrimary: true },
  { name: 'enterprise', type: 'varchar', length: '32', isPrimary: true },
  { name: 'text', type: 'varchar', length: '500' },
];

const OF_REVISION: TableColumnOptions = { name: 'revision_id', type: 'varchar', length: '36', isPrimary: true };

const ofRevision = (name: string): TableForeignKey =>
  new TableForeignKey({
    name,
    columnNames: ['revision_id'],
    referencedTableName: 'return_revision',
    referencedColumnNames: ['id'],
    onDelete: 'RESTRICT',
    onUpdate: 'RESTRICT',
  });

function explanations(): Table {
  return new Table({
    name: 'revision_explanation',
    columns: [OF_REVISION, ...OF_WARNING],
    foreignKeys: [ofRevision('fk_explanation_revision')],
  });
}

function sealed(): Table {
  return new Table({
    name: 'revision_enterprise_observation',
    columns: [
      OF_REVISION,
      { name: 'uscc', type: 'varchar', length: '18', isPrimary: true },
      { name: 'indicator', type: 'varchar', length: '64', isPrimary: true },
      { name: 'block', type: 'varchar', length: '64' },
      { name: 'digits', type: 'bigint', isNullable: true },
      { name: 'decimals', type: 'int' },
      { name: 'unit', type: 'varchar', length: '16' },
      { name: 'unit_mult', type: 'int' },
      { name: 'obs_status', type: 'varchar', length: '1' },
      { name: 'note', type: 'varchar', length: '500', isNullable: true },
    ],
    foreignKeys: [ofRevision('fk_sealed_revision')],
  });
}

function heads(): Table {
  return new Table({
    name: 'return_head',
    columns: [
      ...OF_RETURN,
      { name: 'version', type: 'int' },
      { name: 'drafting', type: 'int' },
      { name: 'reason', type: 'varchar', length: '32', isNullable: true },
      { name: 'synthetic', type: 'int' },
    ],
  });
}

function draftObservations(): Table {
  return new Table({
    name: 'draft_observation',
    columns: [
      ...OF_RETURN,
      { name: 'block', type: 'varchar', length: '64', isPrimary: true },
      { name: 'indicator', type: 'varchar', length: '64', isPrimary: true },
      { name: 'digits', type: 'bigint', isNullable: true },
      { name: 'decimals', type: 'int' },
      { name: 'unit', type: 'varchar', length: '16' },
      { name: 'unit_mult', type: 'int' },
      { name: 'obs_status', type: 'varchar', length: '1' },
      { name: 'counterpart', type: 'varchar', length: '32', isNullable: true },
      { name: 'note', type: 'varchar', length: '500', isNullable: true },
    ],
  });
}

function draftExplanations(): Table {
  return new Table({ name: 'draft_explanation', columns: [...OF_RETURN, ...OF_WARNING] });
}

function receipts(): Table {
  return new Table({
    name: 'office_receipt',
    columns: [
      ...OF_RETURN,
      { name: 'revision', type: 'int', isPrimary: true },
      { name: 'outcome', type: 'varchar', length: '16', isPrimary: true },
      { name: 'digest', type: 'varchar', length: '64' },
      { name: 'reason', type: 'varchar', length: '500', isNullable: true },
      { name: 'decided_at', type: 'datetime', precision: 3 },
      { name: 'signature', type: 'varchar', length: '128' },
      { name: 'key_id', type: 'varchar', length: '64' },
    ],
  });
}

function keys(): Table {
  return new Table({
    name: 'idempotency_key',
    columns: [
      { name: 'id', type: 'varchar', length: '160', isPrimary: true },
      { name: 'action', type: 'varchar', length: '32' },
      { name: 'request_hash', type: 'varchar', length: '64' },
      { name: 'answer', type: 'text', isNullable: true },
      { name: 'recorded_at', type: 'datetime', precision: 3 },
    ],
  });
}
