/** Returns are of a form and kept as dated revisions; what was reported before forms were is the paper's return. */
import { Table, TableForeignKey, type MigrationInterface, type QueryRunner } from 'typeorm';
import { createTable } from '../database/columns.ts';
import { IdentitySchema } from '../database/identity.ts';
import { sqlInstant } from '../database/instants.ts';
import { digestOf } from '../statistics/digest.ts';
import { ObservationSchema, RevisionSchema } from '../statistics/entities.ts';

const PAPER = 'CUMULATIVE_SINCE_2021';

export class Revisions1764000003000 implements MigrationInterface {
  name = 'Revisions1764000003000';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, history());
    await createTable(runner, revisions());
    await createTable(runner, observations());
    const isOld = await runner.hasTable('statistical_return');
    const began = isOld ? '(SELECT MIN(recorded_at) FROM statistical_return)' : 'NULL';
    await runner.query(
      `INSERT INTO statistics_history (begins) SELECT COALESCE(${began}, ?) FROM (SELECT 1 AS one) AS once WHERE NOT EXISTS (SELECT 1 FROM statistics_history)`,
      [sqlInstant(new Date())],
    );
    if (!isOld) return;
    await runner.query(
      `INSERT INTO return_revision (id, form, period, revision, standard_version, synthetic, digest, recorded_at)
       SELECT id, '${PAPER}', period, revision, standard_version, 0, digest, recorded_at FROM statistical_return old
       WHERE NOT EXISTS (SELECT 1 FROM return_revision known WHERE known.id = old.id)`,
    );
    if (await runner.hasTable('observation')) {
      await runner.query(
        `INSERT INTO revision_observation (revision_id, block, indicator, digits, decimals, unit, unit_mult, obs_status, counterpart, note)
         SELECT return_id, block, indicator, digits, decimals, unit, unit_mult, obs_status, counterpart, note FROM observation old
         WHERE NOT EXISTS (SELECT 1 FROM revision_observation known WHERE known.revision_id = old.return_id)`,
      );
      await runner.dropTable('observation');
    }
    await renewDigests(runner);
    await runner.dropTable('statistical_return');
  }

  down(): Promise<void> {
    throw new Error('revisions cannot be made one figure a period again: restore the backup that was made before');
  }
}

/** A digest covers the form too; those made before there were forms are made anew. */
async function renewDigests(runner: QueryRunner): Promise<void> {
  const [owner] = await runner.manager.find(IdentitySchema);
  if (!owner) return;
  // Only the columns that there are at this point: later migrations add others.
  const select = {
    id: true,
    form: true,
    period: true,
    revision: true,
    synthetic: true,
    standardVersion: true,
  } as const;
  const none = { reason: null, explanations: [], enterpriseDigest: null };
  for (const { id, ...revision } of await runner.manager.find(RevisionSchema, { select, where: { form: PAPER } })) {
    const observations = await runner.manager.find(ObservationSchema, { where: { revisionId: id } });
    await runner.manager.update(
      RevisionSchema,
      { id },
      { digest: digestOf({ zone: owner.zone, ...revision, ...none, observations }) },
    );
  }
}

function history(): Table {
  return new Table({
    name: 'statistics_history',
    columns: [{ name: 'begins', type: 'datetime', precision: 3, isPrimary: true }],
  });
}

function revisions(): Table {
  return new Table({
    name: 'return_revision',
    columns: [
      { name: 'id', type: 'varchar', length: '36', isPrimary: true },
      { name: 'form', type: 'varchar', length: '32' },
      { name: 'period', type: 'varchar', length: '32' },
      { name: 'revision', type: 'int' },
      { name: 'standard_version', type: 'varchar', length: '16' },
      { name: 'synthetic', type: 'int' },
      { name: 'digest', type: 'varchar', length: '64' },
      { name: 'signature', type: 'varchar', length: '128', isNullable: true },
      { name: 'key_id', type: 'varchar', length: '64', isNullable: true },
      { name: 'recorded_at', type: 'datetime', precision: 3 },
      { name: 'withdrawn_at', type: 'datetime', precision: 3, isNullable: true },
    ],
    uniques: [{ name: 'uq_revision_form_period', columnNames: ['form', 'period', 'revision'] }],
    checks: [{ name: 'ck_revision_number', expression: 'revision >= 1' }],
  });
}

function observations(): Table {
  return new Table({
    name: 'revision_observation',
    columns: [
      { name: 'revision_id', type: 'varchar', length: '36', isPrimary: true },
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
        name: 'fk_observation_revision',
        columnNames: ['revision_id'],
        referencedTableName: 'return_revision',
        referencedColumnNames: ['id'],
        onDelete: 'RESTRICT',
        onUpdate: 'RESTRICT',
      }),
    ],
    checks: [{ name: 'ck_observation_written', expression: 'decimals BETWEEN 0 AND 12' }],
  });
}
