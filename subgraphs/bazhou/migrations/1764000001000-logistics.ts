import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';
import { createTable } from '../../kit/index.ts';

export class Logistics1764000001000 implements MigrationInterface {
  name = 'Logistics1764000001000';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      new Table({
        name: 'logistics_service',
        columns: [
          { name: 'name', type: 'varchar', length: '60', isPrimary: true },
          { name: 'activity', type: 'varchar', length: '16' },
          { name: 'block', type: 'varchar', length: '64' },
        ],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('logistics_service');
  }
}
