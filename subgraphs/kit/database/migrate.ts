/** Brings a zone's database to this version: runs what is pending, then proves that nothing is left to change. */
import type { DataSource } from 'typeorm';
import { StartupError, reasonOf } from '../../../infra/runtime/startup-error.ts';

/**
 * Runs pending migrations and returns their names. A database left half-finished by an earlier run (DDL is not undone on
 * MySQL and MariaDB) is completed when the migration can be run again; when it still differs afterwards, or a migration
 * fails, the process refuses to start with one line and changes nothing more.
 */
export async function migrate(dataSource: DataSource, zone: string): Promise<string[]> {
  const done: string[] = [];
  try {
    done.push(...(await dataSource.runMigrations()).map((migration) => migration.name));
  } catch (error) {
    throw new StartupError(halfFinished(zone, `a migration stopped: ${reasonOf(error)}`), { cause: error });
  }
  const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
  const [first] = upQueries;
  if (first) throw new StartupError(halfFinished(zone, `it still lacks: ${first.query.slice(0, 160)}`));
  return done;
}

function halfFinished(zone: string, what: string): string {
  return (
    `the database of ${zone} is half migrated; ${what}. ` +
    'Restore its last backup and start again, or, if nothing in it is needed, delete it and start with an empty one'
  );
}
