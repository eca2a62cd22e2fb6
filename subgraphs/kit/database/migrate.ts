/** Brings a zone's database to this version: runs what is pending, then proves that nothing is left to change. */
import type { DataSource } from 'typeorm';
import { StartupError, reasonOf } from '../../../infra/runtime/startup-error.ts';

/**
 * Runs pending migrations and returns their names. Where an earlier run stopped halfway (DDL is not undone on MySQL and
 * MariaDB) it goes on, since a migration can be run again. Afterwards nothing may be left to change; otherwise the process
 * refuses to start, with one line, and changes nothing more.
 */
export async function migrate(dataSource: DataSource, zone: string): Promise<string[]> {
  const done = await pending(dataSource, zone);
  const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
  const [first] = upQueries;
  if (!first) return done;
  throw new StartupError(
    `the database of ${zone} is half migrated, or not this zone's: it differs by ${first.query.slice(0, 160)}. ` +
      'Restore its last backup and start again, or give DATABASE_URL another, empty database',
  );
}

async function pending(dataSource: DataSource, zone: string): Promise<string[]> {
  try {
    return (await dataSource.runMigrations()).map((migration) => migration.name);
  } catch (error) {
    throw new StartupError(
      `a migration of ${zone} did not finish (${reasonOf(error)}). ` +
        'Start again: it goes on where it stopped. If it fails again, see that no other process uses the database, or restore its last backup',
      { cause: error },
    );
  }
}
