import { Table, TableForeignKey, type MigrationInterface, type QueryRunner, type TableColumnOptions } from 'typeorm';
import { createTable } from '../../kit/index.ts';

export class Releases1764000009200 implements MigrationInterface {
  readonly name = 'Releases1764000009200';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of [runs(), releases(), returns(), explanations(), cells(), gaps(), figures()]) {
      await createTable(runner, table);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['figure', 'gap', 'cell', 'explanation', 'return']) {
      await runner.dropTable(`release_${table}`, true);
    }
    await runner.dropTable('statistics_release', true);
    await runner.dropTable('release_run', true);
  }
}

const text = (name: string, length: number, more: Partial<TableColumnOptions> = {}): TableColumnOptions => ({
  name,
  type: 'varchar',
  length: String(length),
  ...more,
});
const key = (name: string, length: number): TableColumnOptions => text(name, length, { isPrimary: true });
const number = (name: string): TableColumnOptions => ({ name, type: 'int' });
const instant = (name: string): TableColumnOptions => ({ name, type: 'datetime', precision: 3 });
const OPTIONAL = { isNullable: true };

const asked = (): TableColumnOptions[] => [
  key('id', 36),
  text('form', 32),
  text('period', 32),
  text('perimeter', 16),
  text('mode', 16),
  text('reason', 500, OPTIONAL),
  instant('as_of'),
];

function runs(): Table {
  return new Table({ name: 'release_run', columns: [...asked(), instant('recorded_at')] });
}

function releases(): Table {
  return new Table({
    name: 'statistics_release',
    columns: [
      ...asked(),
      number('number'),
      instant('released_at'),
      text('previous_id', 36, OPTIONAL),
      text('previous_digest', 64, OPTIONAL),
      text('standard_version', 16),
      text('perimeter_version', 16),
      text('elimination_version', 16),
      text('formula_version', 16),
      text('digest', 64),
      text('signature', 128),
      text('key_id', 64),
    ],
    uniques: [{ name: 'uq_release_number', columnNames: ['form', 'period', 'perimeter', 'number'] }],
    checks: [{ name: 'ck_release_number', expression: 'number >= 1' }],
  });
}

function partOf(name: string, columns: TableColumnOptions[]): Table {
  return new Table({
    name: `release_${name}`,
    columns: [key('release_id', 36), ...columns],
    foreignKeys: [
      new TableForeignKey({
        name: `fk_released_${name}`,
        columnNames: ['release_id'],
        referencedTableName: 'statistics_release',
        referencedColumnNames: ['id'],
        onDelete: 'RESTRICT',
        onUpdate: 'RESTRICT',
      }),
    ],
  });
}

function returns(): Table {
  return partOf('return', [
    key('zone', 32),
    number('revision'),
    text('standard_version', 16),
    number('synthetic'),
    text('digest', 64),
    text('signature', 128),
    text('key_id', 64),
    instant('recorded_at'),
    instant('accepted_at'),
    text('reason', 32, OPTIONAL),
    text('enterprise_digest', 64, OPTIONAL),
  ]);
}

function explanations(): Table {
  return partOf('explanation', [
    key('zone', 32),
    key('rule', 64),
    key('indicator', 64),
    key('block', 64),
    text('text', 500),
  ]);
}

function cells(): Table {
  return partOf('cell', [
    key('zone', 32),
    key('block', 64),
    key('indicator', 64),
    text('value', 64, OPTIONAL),
    number('decimals'),
    text('unit', 16),
    number('unit_mult'),
    text('obs_status', 1),
    text('counterpart', 32, OPTIONAL),
    text('note', 500, OPTIONAL),
  ]);
}

function gaps(): Table {
  return partOf('gap', [key('zone', 32), text('reason', 32)]);
}

function figures(): Table {
  return partOf('figure', [
    { ...number('position'), isPrimary: true },
    { ...number('piece'), isPrimary: true },
    { name: 'content', type: 'text' },
  ]);
}
