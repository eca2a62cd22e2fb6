import { Table, TableForeignKey, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { createTable } from '../database/columns.ts';

const references = (name: string, columns: readonly string[], table: string, referenced: readonly string[] = columns) =>
  new TableForeignKey({
    name,
    columnNames: [...columns],
    referencedTableName: table,
    referencedColumnNames: [...referenced],
    onDelete: 'RESTRICT',
    onUpdate: 'RESTRICT',
  });

/** The register of enterprises, their blocks, their figures and the sums of these. */
export class Enterprises1764000006000 implements MigrationInterface {
  name = 'Enterprises1764000006000';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of tables()) await createTable(runner, table);
    const known: unknown = await runner.query('SELECT id FROM enterprise_register');
    if (Array.isArray(known) && known.length > 0) return;
    await runner.query('INSERT INTO enterprise_register (id, version) VALUES (1, 0)');
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { name } of tables().toReversed()) await runner.dropTable(name);
  }
}

/** Made anew at each call: createTable() adapts what it is given to the engine. */
function tables(): Table[] {
  const uscc = { name: 'uscc', type: 'varchar', length: '18' };
  const period = { name: 'period', type: 'varchar', length: '32' };
  const form = { name: 'form', type: 'varchar', length: '32' };
  const block = { name: 'block', type: 'varchar', length: '64' };
  const indicator = { name: 'indicator', type: 'varchar', length: '64' };
  const unit = { name: 'unit', type: 'varchar', length: '16' };
  const key = { isPrimary: true };
  const optional = { isNullable: true };
  const note = { name: 'note', type: 'varchar', length: '500', ...optional };
  return [
    new Table({
      name: 'enterprise',
      columns: [
        { ...uscc, ...key },
        { name: 'name', type: 'varchar', length: '200' },
        { name: 'industry', type: 'varchar', length: '5' },
        { name: 'industry_edition', type: 'varchar', length: '4' },
        { name: 'entered_on', type: 'date' },
        { name: 'left_on', type: 'date', ...optional },
        note,
        { ...note, name: 'check_digit_note' },
        { name: 'version', type: 'int' },
      ],
      checks: [{ name: 'ck_enterprise_stay', expression: 'left_on IS NULL OR left_on >= entered_on' }],
    }),
    new Table({
      name: 'enterprise_block',
      columns: [
        { ...uscc, ...key },
        { name: 'valid_from', type: 'date', ...key },
        { name: 'valid_to', type: 'date', ...optional },
        block,
      ],
      indices: [new TableIndex({ name: 'ix_enterprise_block_block', columnNames: ['block'] })],
      foreignKeys: [
        references('fk_enterprise_block_uscc', ['uscc'], 'enterprise'),
        references('fk_enterprise_block_block', ['block'], 'block', ['code']),
      ],
      checks: [{ name: 'ck_enterprise_block_days', expression: 'valid_to IS NULL OR valid_to >= valid_from' }],
    }),
    new Table({
      name: 'enterprise_placement',
      columns: [{ ...uscc, ...key }, { ...period, ...key }, block],
      indices: [
        new TableIndex({ name: 'ix_enterprise_placement_period', columnNames: ['period'] }),
        new TableIndex({ name: 'ix_enterprise_placement_block', columnNames: ['block'] }),
      ],
      foreignKeys: [
        references('fk_enterprise_placement_uscc', ['uscc'], 'enterprise'),
        references('fk_enterprise_placement_block', ['block'], 'block', ['code']),
      ],
    }),
    new Table({
      name: 'enterprise_observation',
      columns: [
        { ...form, ...key },
        { ...period, ...key },
        { ...indicator, ...key },
        { ...uscc, ...key },
        { name: 'digits', type: 'bigint', ...optional },
        { name: 'decimals', type: 'int' },
        unit,
        { name: 'unit_mult', type: 'int' },
        { name: 'obs_status', type: 'varchar', length: '1' },
        { name: 'amount', type: 'bigint', ...optional },
        note,
      ],
      indices: [new TableIndex({ name: 'ix_enterprise_observation_uscc', columnNames: ['uscc', 'period'] })],
      foreignKeys: [references('fk_enterprise_observation_placement', ['uscc', 'period'], 'enterprise_placement')],
      checks: [
        { name: 'ck_enterprise_observation_decimals', expression: 'decimals BETWEEN 0 AND 12' },
        { name: 'ck_enterprise_observation_amount', expression: '(digits IS NULL) = (amount IS NULL)' },
      ],
    }),
    new Table({
      name: 'enterprise_rollup',
      columns: [
        { ...form, ...key },
        { ...period, ...key },
        { ...block, ...key },
        { ...indicator, ...key },
        { ...unit, ...key },
        { name: 'total', type: 'bigint', ...optional },
        { name: 'magnitude', type: 'bigint' },
        { name: 'reported', type: 'int' },
        { name: 'missing', type: 'int' },
        { name: 'finest_place', type: 'int', ...optional },
      ],
    }),
    new Table({
      name: 'enterprise_register',
      columns: [
        { name: 'id', type: 'int', ...key },
        { name: 'version', type: 'int' },
      ],
      checks: [{ name: 'ck_enterprise_register_one', expression: 'id = 1' }],
    }),
  ];
}
