import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';
import { createTable } from '../../kit/index.ts';

export class TradeLogistics1764000001000 implements MigrationInterface {
  name = 'TradeLogistics1764000001000';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      new Table({
        name: 'trade_logistics_site',
        columns: [
          { name: 'block', type: 'varchar', length: '64', isPrimary: true },
          { name: 'business', type: 'varchar', length: '60' },
          { name: 'area_m2', type: 'bigint' },
          { name: 'link', type: 'varchar', length: '60' },
        ],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('trade_logistics_site');
  }
}
