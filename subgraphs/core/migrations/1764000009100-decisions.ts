import { Table, type MigrationInterface, type QueryRunner } from 'typeorm';
import { createTable } from '../../kit/index.ts';

export class Decisions1764000009100 implements MigrationInterface {
  readonly name = 'Decisions1764000009100';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(
      runner,
      new Table({
        name: 'office_decision',
        columns: [
          { name: 'form', type: 'varchar', length: '32', isPrimary: true },
          { name: 'period', type: 'varchar', length: '32', isPrimary: true },
          { name: 'zone', type: 'varchar', length: '32', isPrimary: true },
          { name: 'revision', type: 'int', isPrimary: true },
          { name: 'closing', type: 'int', isPrimary: true },
          { name: 'outcome', type: 'varchar', length: '16' },
          { name: 'digest', type: 'varchar', length: '64' },
          { name: 'reason', type: 'varchar', length: '500', isNullable: true },
          { name: 'decided_at', type: 'datetime', precision: 3 },
          { name: 'signature', type: 'varchar', length: '128' },
          { name: 'key_id', type: 'varchar', length: '64' },
          { name: 'release_id', type: 'varchar', length: '64', isNullable: true },
        ],
        indices: [{ name: 'ix_decision_zone', columnNames: ['zone', 'decided_at'] }],
        checks: [
          {
            name: 'ck_decision_outcome',
            expression:
              "(closing = 0 AND outcome IN ('RETURNED', 'ACCEPTED', 'WITHDRAWN') AND release_id IS NULL) OR (closing = 1 AND outcome = 'FINAL' AND release_id IS NOT NULL)",
          },
        ],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('office_decision', true);
  }
}
