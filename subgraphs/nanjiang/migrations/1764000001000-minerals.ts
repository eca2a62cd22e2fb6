import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';
import { createTable } from '../../kit/index.ts';

export class Minerals1764000001000 implements MigrationInterface {
  name = 'Minerals1764000001000';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      new Table({
        name: 'mineral_resource',
        columns: [
          { name: 'mineral', type: 'varchar', length: '40', isPrimary: true },
          { name: 'mineral_en', type: 'varchar', length: '60' },
          { name: 'block', type: 'varchar', length: '64' },
          { name: 'identified_tonnes', type: 'bigint', isNullable: true },
        ],
        checks: [{ name: 'ck_mineral_tonnes', expression: 'identified_tonnes >= 0' }],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('mineral_resource');
  }
}
