import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';
import { createTable } from '../../kit/index.ts';

export class TerminalDevices1764000001000 implements MigrationInterface {
  name = 'TerminalDevices1764000001000';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      new Table({
        name: 'terminal_device_line',
        columns: [
          { name: 'name', type: 'varchar', length: '60', isPrimary: true },
          { name: 'block_code', type: 'varchar', length: '64' },
        ],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('terminal_device_line');
  }
}
