import { Table, TableForeignKey, type MigrationInterface, type QueryRunner } from 'typeorm';
import { createTable } from '../database/columns.ts';

/** Blocks, returns and their observations: what every zone keeps in the same form. */
export class UnifiedStatistics1764000000000 implements MigrationInterface {
  name = 'UnifiedStatistics1764000000000';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      new Table({ name: 'zone_identity', columns: [{ name: 'zone', type: 'varchar', length: '32', isPrimary: true }] }),
    );
    await createTable(
      runner,
      new Table({
        name: 'block',
        columns: [
          { name: 'code', type: 'varchar', length: '64', isPrimary: true },
          { name: 'sort_no', type: 'int' },
          { name: 'name', type: 'varchar', length: '120' },
          { name: 'aliases', type: 'json' },
          { name: 'leading_industries', type: 'json' },
          { name: 'note', type: 'varchar', length: '500', isNullable: true },
        ],
      }),
    );
    await createTable(
      runner,
      new Table({
        name: 'statistical_return',
        columns: [
          { name: 'id', type: 'varchar', length: '36', isPrimary: true },
          { name: 'period', type: 'varchar', length: '32' },
          { name: 'revision', type: 'int' },
          { name: 'state', type: 'varchar', length: '16' },
          { name: 'standard_version', type: 'varchar', length: '16' },
          { name: 'digest', type: 'varchar', length: '64' },
          { name: 'recorded_at', type: 'datetime', precision: 3 },
        ],
        uniques: [{ name: 'uq_return_period_revision', columnNames: ['period', 'revision'] }],
        checks: [{ name: 'ck_return_revision', expression: 'revision >= 1' }],
      }),
    );
    await createTable(
      runner,
      new Table({
        name: 'observation',
        columns: [
          { name: 'return_id', type: 'varchar', length: '36', isPrimary: true },
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
        foreignKeys: [
          new TableForeignKey({
            name: 'fk_observation_return',
            columnNames: ['return_id'],
            referencedTableName: 'statistical_return',
            referencedColumnNames: ['id'],
            onDelete: 'RESTRICT',
            onUpdate: 'RESTRICT',
          }),
        ],
        checks: [{ name: 'ck_observation_decimals', expression: 'decimals BETWEEN 0 AND 12' }],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['observation', 'statistical_return', 'block', 'zone_identity']) await runner.dropTable(table);
  }
}
