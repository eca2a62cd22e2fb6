/** A zone's own database, ready to be worked with. */
import type { DataSource } from 'typeorm';
import { assertOwn, claim } from './identity.ts';
import { migrate } from './migrate.ts';
import { openDatabase, type DatabaseModel } from './open.ts';

export interface OwnDatabase {
  readonly database: DataSource;
  /** Names of the migrations that were run. */
  readonly migrations: readonly string[];
}

/** Opens it, sees that it is this zone's, and brings it to this version. Every fault on the way is a StartupError. */
export async function openOwnDatabase(zone: string, url: string, model: DatabaseModel): Promise<OwnDatabase> {
  const database = await openDatabase(url, model);
  try {
    await assertOwn(database, zone);
    const migrations = await migrate(database, zone);
    await claim(database, zone);
    return { database, migrations };
  } catch (error) {
    await database.destroy();
    throw error;
  }
}
