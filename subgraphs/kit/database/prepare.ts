/** A zone's database, ready to be used: opened, its own, migrated, and filled with the first data where it is empty. */
import type { DataSource } from 'typeorm';
import type { ZoneDefinition } from '../define-zone.ts';
import { seedDatabase } from '../seed.ts';
import type { Signer } from '../signing/keys.ts';
import { assertOwn, claim } from './identity.ts';
import { migrate } from './migrate.ts';
import { openDatabase } from './open.ts';

export interface PreparedDatabase {
  readonly database: DataSource;
  readonly migrations: readonly string[];
  readonly seeded: boolean;
}

export interface DatabaseToPrepare {
  readonly zone: ZoneDefinition;
  readonly databaseUrl: string;
  /** Whether an empty database is filled with the zone's seed.json. */
  readonly seed: boolean;
  readonly signer: Signer;
}

/** Without any first data. Every fault on the way is a StartupError. */
export async function openOwnDatabase(
  zone: ZoneDefinition,
  databaseUrl: string,
): Promise<Omit<PreparedDatabase, 'seeded'>> {
  const database = await openDatabase(databaseUrl, zone.model);
  try {
    await assertOwn(database, zone.code);
    const migrations = await migrate(database, zone.code);
    await claim(database, zone.code);
    return { database, migrations };
  } catch (error) {
    await database.destroy();
    throw error;
  }
}

/** Every fault on the way is a StartupError. */
export async function prepareDatabase(asked: DatabaseToPrepare): Promise<PreparedDatabase> {
  const { zone, databaseUrl, seed, signer } = asked;
  const opened = await openOwnDatabase(zone, databaseUrl);
  try {
    return { ...opened, seeded: seed && (await seedDatabase(opened.database, zone, signer)) };
  } catch (error) {
    await opened.database.destroy();
    throw error;
  }
}
