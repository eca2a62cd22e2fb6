import { expect, test } from '@jest/globals';
import { migrate } from '../../subgraphs/kit/database/migrate.ts';
import { openDatabase } from '../../subgraphs/kit/database/open.ts';
import { UnifiedStatistics1764000000000 } from '../../subgraphs/kit/migrations/1764000000000-unified-statistics.ts';
import { digestOf } from '../../subgraphs/kit/statistics/digest.ts';
import { ObservationSchema, RevisionSchema } from '../../subgraphs/kit/statistics/entities.ts';
import { historyBegins, returnsInForce } from '../../subgraphs/kit/statistics/store.ts';
import { describeOnEachDatabase } from '../support/databases.ts';
import { definition } from '../support/zone.ts';

const RECORDED = ['2026-03-01 08:00:00.123', '2026-04-01 08:00:00.000'];

describeOnEachDatabase('a database from before there were forms', (engine) => {
  test('keeps every figure, as revisions of the paper’s form, and can tell since when', async () => {
    const zone = await definition('enyang');
    const url = await engine.newDatabase();
    const old = await openDatabase(url, { entities: [], migrations: [UnifiedStatistics1764000000000] });
    await old.runMigrations();
    await old.query("INSERT INTO zone_identity (zone) VALUES ('enyang')");
    for (const [at, recorded] of RECORDED.entries()) {
      await old.query(
        `INSERT INTO statistical_return (id, period, revision, state, standard_version, digest, recorded_at)
         VALUES ('r${at}', '2021-01-01/..', ${at + 1}, 'SUBMITTED', '1.0.0', 'old', '${recorded}')`,
      );
      await old.query(
        `INSERT INTO observation (return_id, block, indicator, digits, decimals, unit, unit_mult, obs_status, counterpart, note)
         VALUES ('r${at}', '', 'TAX_REVENUE', 9007199254740993, 2, 'CNY', 8, 'A', NULL, '文件 L35')`,
      );
    }
    await old.destroy();

    const database = await openDatabase(url, zone.model);
    await migrate(database, 'enyang');
    const key = { form: 'CUMULATIVE_SINCE_2021', period: '2021-01-01/..' };
    const [now, then] = await returnsInForce(database, [
      { ...key, asOf: null },
      { ...key, asOf: '2026-03-15T00:00:00.000Z' },
    ]);
    const cells = [expect.objectContaining({ indicator: 'TAX_REVENUE', value: '90071992547409.93', note: '文件 L35' })];
    expect(now).toMatchObject({
      revision: 2,
      signature: null,
      recordedAt: '2026-04-01T08:00:00.000Z',
      observations: cells,
    });
    expect(then).toMatchObject({ revision: 1, recordedAt: '2026-03-01T08:00:00.123Z', observations: cells });
    expect(await historyBegins(database)).toEqual(new Date('2026-03-01T08:00:00.123Z'));
    const revision = await database.getRepository(RevisionSchema).findOneByOrFail({ id: 'r1' });
    const observations = await database.getRepository(ObservationSchema).findBy({ revisionId: 'r1' });
    expect(now?.digest).toBe(digestOf({ ...revision, zone: 'enyang', explanations: [], observations }));
    await database.destroy();
  });
});
