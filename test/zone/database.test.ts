import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { migrate } from '../../subgraphs/kit/database/migrate.ts';
import { openDatabase } from '../../subgraphs/kit/database/open.ts';
import { seedDatabase } from '../../subgraphs/kit/seed.ts';
import { zone as bazhou } from '../../subgraphs/bazhou/zone.ts';
import { describeOnEachDatabase } from '../support/databases.ts';

describeOnEachDatabase('a zone database', (engine) => {
  let database: DataSource;
  beforeAll(async () => {
    database = await openDatabase(await engine.newDatabase(), bazhou.model);
  });
  afterAll(() => database.destroy());

  test('is migrated and leaves nothing for the schema to change', async () => {
    await expect(migrate(database, 'bazhou')).resolves.toHaveLength(2);
    const { upQueries } = await database.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
  });

  test('is seeded once', async () => {
    await expect(seedDatabase(database, bazhou)).resolves.toBe(true);
    await expect(seedDatabase(database, bazhou)).resolves.toBe(false);
  });
});
