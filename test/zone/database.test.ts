import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { DataSource, EntityManager } from 'typeorm';
import { migrate } from '../../subgraphs/kit/database/migrate.ts';
import type { ZoneDefinition } from '../../subgraphs/kit/define-zone.ts';
import { openDatabase } from '../../subgraphs/kit/database/open.ts';
import { seedDatabase } from '../../subgraphs/kit/seed.ts';
import { ObservationSchema, RevisionSchema } from '../../subgraphs/kit/statistics/entities.ts';
import { addRevision } from '../../subgraphs/kit/statistics/store.ts';
import { BlockSchema } from '../../subgraphs/kit/territory/entities.ts';
import { describeOnEachDatabase } from '../support/databases.ts';
import { SIGNER, definition } from '../support/zone.ts';

describeOnEachDatabase('a zone database', (engine) => {
  let zone: ZoneDefinition;
  let database: DataSource;
  let url: string;
  beforeAll(async () => {
    zone = await definition('bazhou');
    url = await engine.newDatabase();
    database = await openDatabase(url, zone.model);
  });
  afterAll(() => database.destroy());

  test('is migrated and leaves nothing for the schema to change', async () => {
    await expect(migrate(database, 'bazhou')).resolves.toHaveLength(zone.model.migrations.length);
    const { upQueries } = await database.driver.createSchemaBuilder().log();
    expect(upQueries.map(({ query }) => query)).toEqual([]);
    await expect(migrate(database, 'bazhou')).resolves.toEqual([]);
  });

  test('a migration that stopped before it was recorded is completed', async () => {
    await database.query('DELETE FROM migrations');
    await expect(migrate(database, 'bazhou')).resolves.toHaveLength(zone.model.migrations.length);
  });

  test('is seeded once, and a second start changes nothing', async () => {
    await expect(seedDatabase(database, zone, SIGNER)).resolves.toBe(true);
    const before = await database.getRepository(ObservationSchema).find();
    await expect(seedDatabase(database, zone, SIGNER)).resolves.toBe(false);
    expect(await database.getRepository(ObservationSchema).find()).toEqual(before);
    expect(before.find((cell) => cell.indicator === 'INDUSTRIAL_OUTPUT')).toMatchObject({
      digits: 2545n,
      decimals: 2,
      unitMult: 8,
      unit: 'CNY',
    });
    expect(before.find((cell) => cell.indicator === 'TAX_REVENUE')).toMatchObject({ digits: null, obsStatus: 'L' });
  });

  test('takes in a block that was drawn since, and nothing else', async () => {
    const blocks = database.getRepository(BlockSchema);
    const [first] = await blocks.find({ order: { sortNo: 'ASC' } });
    await database.query('UPDATE block SET name = ? WHERE code <> ?', ['renamed', first?.code]);
    await blocks.delete({ code: first?.code ?? '' });
    const before = await database.getRepository(ObservationSchema).find();
    await expect(seedDatabase(database, zone, SIGNER)).resolves.toBe(false);
    const now = await blocks.find({ order: { sortNo: 'ASC' } });
    expect(now[0]).toEqual(first);
    expect(now.slice(1).every(({ name }) => name === 'renamed')).toBe(true); // what is there is the zone's own
    expect(await database.getRepository(ObservationSchema).find()).toEqual(before);
  });

  test('amounts past 2^53 keep every digit, and instants their milliseconds', async () => {
    const cell = { block: '', decimals: 0, unit: 'CNY', unitMult: 0, obsStatus: 'A', counterpart: null, note: '𠮷' };
    const digits = [9_007_199_254_740_993n, -9_223_372_036_854_775_807n];
    const observations = digits.map((each, at) => ({ ...cell, indicator: `X${at}`, digits: each }));
    const added = await database.transaction((manager) =>
      addRevision(
        manager,
        {
          zone: 'bazhou',
          form: 'ZONE_MONTHLY',
          period: '1999',
          standardVersion: '1.0.0',
          observations,
        },
        SIGNER,
      ),
    );
    const read = await database.getRepository(ObservationSchema).findBy({ revisionId: added.id });
    expect(read.map((row) => row.digits)).toEqual(digits);
    expect(read[0]?.note).toBe('𠮷');
    const row = await database.getRepository(RevisionSchema).findOneByOrFail({ id: added.id });
    expect(row.recordedAt).toEqual(added.recordedAt);
  });

  test('unique, check and foreign keys are enforced', async () => {
    const returns = database.getRepository(RevisionSchema);
    const row = await returns.findOneByOrFail({ period: '1999' });
    await expect(returns.insert({ ...row, id: 'another' })).rejects.toThrow(/unique|duplicate/i);
    await expect(returns.insert({ ...row, id: 'another', revision: 0 })).rejects.toThrow(/check|constraint/i);
    await expect(returns.delete({ id: row.id })).rejects.toThrow(/foreign key/i);
  });

  test('a hundred transactions at once stay apart', async () => {
    const blocks = database.getRepository(BlockSchema);
    const before = await blocks.count();
    const block = { sortNo: 9, aliases: [], leadingIndustries: [], note: null, name: '并发' };
    const all = Array.from({ length: 100 }, (_, at) =>
      database.transaction(async (manager) => {
        await manager.insert(BlockSchema, { ...block, code: `first-${at}` });
        await sleep(Math.random() * 2);
        await manager.insert(BlockSchema, { ...block, code: `second-${at}` });
        if (at % 3 === 0) throw new Error('undone');
      }),
    );
    const settled = await Promise.allSettled(all);
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(66);
    expect(await blocks.count()).toBe(before + 2 * 66);
  });

  test('while another process writes, a second one reads, and its writers wait', async () => {
    const other = await openDatabase(url, zone.model);
    const block = { sortNo: 9, aliases: [], leadingIndustries: [], note: null, name: '并行' };
    const order: string[] = [];
    const insert = (code: string) => (manager: EntityManager) => manager.insert(BlockSchema, { ...block, code });
    let held: (() => void) | undefined;
    const holding = new Promise<void>((resolve) => (held = resolve));
    const long = other.transaction(async (manager) => {
      await insert('long')(manager);
      held?.();
      await sleep(400);
      order.push('long');
    });
    await holding;
    const writing = [
      database.transaction((manager) => insert('long')(manager).catch(() => order.push('in vain'))),
      insert('alone')(database.manager).then(() => order.push('alone')),
      database.transaction(insert('short')).then(() => order.push('short')),
    ];
    expect(await database.getRepository(BlockSchema).countBy({ code: 'long' })).toBe(0);
    order.push('read');
    await Promise.all([long, ...writing]);
    expect(order.indexOf('read')).toBeLessThan(order.indexOf('long'));
    expect(order.indexOf('in vain')).toBeGreaterThan(order.indexOf('long'));
    if (engine.name === 'sqlite') expect(order.slice(0, 2)).toEqual(['read', 'long']); // one writer at a time
    await database.transaction(() => Promise.resolve()); // nothing is left begun
    expect(await database.getRepository(BlockSchema).countBy({ name: '并行' })).toBe(3);
    await other.destroy();
  });

  test('a database that this version does not fit is refused in one line', async () => {
    await database.query('ALTER TABLE revision_observation RENAME COLUMN note TO remark');
    await expect(migrate(database, 'bazhou')).rejects.toThrow(/^the database of bazhou is half migrated.*Restore/);
    await database.query('ALTER TABLE revision_observation RENAME COLUMN remark TO note');
  });

  test('a database that cannot be opened is named without its password', async () => {
    const wrong = engine.name === 'sqlite' ? 'sqlite:/dev/null/x.db' : 'mysql://root:topsecret@127.0.0.1:1/none';
    const failure = await openDatabase(wrong, zone.model).catch((error: unknown) => String(error));
    expect(failure).toMatch(/cannot be opened \((ENOTDIR|ECONNREFUSED|EEXIST)\)/);
    expect(failure).not.toContain('topsecret');
  });
});
