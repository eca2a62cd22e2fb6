import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { STANDARD } from '../../schema/standard.ts';
import { fillWithDemo, type FillOptions } from '../../subgraphs/kit/demo/fill.ts';
import { prepareDatabase } from '../../subgraphs/kit/database/prepare.ts';
import { digestOfAnswer } from '../../subgraphs/kit/statistics/digest.ts';
import { addRevision, returnsInForce } from '../../subgraphs/kit/statistics/store.ts';
import { rollups } from '../../subgraphs/kit/enterprises/rollup.ts';
import { describeOnEachDatabase } from '../support/databases.ts';
import { definition, SIGNER } from '../support/zone.ts';

const TABLES = ['enterprise', 'enterprise_block', 'enterprise_placement', 'enterprise_observation', 'return_revision', 'revision_observation', 'revision_explanation', 'enterprise_rollup', 'return_head', 'revision_enterprise_observation']; // prettier-ignore

describeOnEachDatabase('a zone filled with made-up returns', (engine) => {
  let database: DataSource;
  const said: string[] = [];
  const fill = async (over: Partial<FillOptions> = {}) => {
    const about = { database, signer: SIGNER, say: (line: string) => void said.push(line) };
    return fillWithDemo(await definition('tongjiang'), { ...about, seed: 1, year: 2025, ...over });
  };
  const content = async () =>
    JSON.stringify(await Promise.all(TABLES.map((table) => database.query<unknown[]>(`SELECT * FROM ${table}`))));

  const emptyZone = async (): Promise<DataSource> => {
    const zone = await definition('tongjiang');
    return (await prepareDatabase({ zone, databaseUrl: await engine.newDatabase(), seed: true, signer: SIGNER }))
      .database;
  };
  beforeAll(async () => {
    database = await emptyZone();
  });
  afterAll(() => database.destroy());

  const inForce = (form: string, period: string) =>
    returnsInForce(database, [{ form, period, asOf: null }]).then(([found]) => found);

  test('has a signed, synthetic revision for every form and period, beside the paper', async () => {
    expect(await fill()).toEqual({ enterprises: 50, submitted: 26, kept: 0 });
    const found = await inForce('ZONE_MONTHLY', '2025-12');
    expect(found).toMatchObject({ revision: 1, synthetic: true, keyId: SIGNER.keyId, reason: null });
    expect(found && digestOfAnswer({ ...found, zone: 'tongjiang' })).toBe(found?.digest);
    expect(found?.explanations).toContainEqual(expect.objectContaining({ rule: 'RECOMPUTED', indicator: 'TAX_REVENUE_YTD' })); // prettier-ignore
    expect(await inForce('CUMULATIVE_SINCE_2021', '2021-01-01/..')).toMatchObject({ revision: 1, synthetic: false });
    expect(said).toContain('tongjiang: ZONE_QUARTERLY: 4 submitted with 2 warnings explained, 0 there already');
  });

  test('states what its enterprises add up to', async () => {
    const stated = await inForce('ZONE_MONTHLY', '2025-10');
    const sums = await rollups(database, 'ENTERPRISE_MONTHLY', ['2025-10']);
    const revenue = (block: string | null): bigint =>
      BigInt(stated?.observations.find((cell) => cell.indicator === 'OPERATING_REVENUE' && cell.block === block)?.value?.replace('.', '') ?? 0) * 100_000_000n; // prettier-ignore
    const summed = sums.filter(({ indicator }) => indicator === 'OPERATING_REVENUE');
    expect(summed).toHaveLength(4);
    for (const { block, total } of summed) expect(total).toBe(revenue(block || null));
  });

  test('does not change when it is filled again', async () => {
    const before = await content();
    expect(await fill()).toEqual({ enterprises: 0, submitted: 0, kept: 26 });
    expect(await content()).toBe(before);
  });

  test('refuses another seed, which would be other enterprises', async () => {
    const before = await content();
    await expect(fill({ seed: 2 })).rejects.toThrow('another seed, year or number');
    expect(await content()).toBe(before);
  });

  test('is left alone where a return of the year is no made-up one', async () => {
    const other = await emptyZone();
    const about = { zone: 'tongjiang', form: 'ZONE_QUARTERLY', period: '2025-Q2', standardVersion: STANDARD.version };
    await other.transaction((manager) => addRevision(manager, { ...about, observations: [] }, SIGNER));
    await expect(fill({ database: other })).rejects.toThrow(
      'not synthetic (ZONE_QUARTERLY 2025-Q2); nothing was written',
    );
    expect(await other.query('SELECT * FROM enterprise')).toEqual([]);
    await other.destroy();
  });

  test('is not begun with for a year of which nothing is over: its enterprises would stand in the way of another', async () => {
    const other = await emptyZone();
    await expect(fill({ database: other, year: 2099 })).rejects.toThrow('no period of 2099 is over');
    expect(await other.query('SELECT * FROM enterprise')).toEqual([]);
    await other.destroy();
  });
});

describe('a zone with as many enterprises as are asked for', () => {
  test('registers so many', async () => {
    const zone = await definition('core');
    const { database } = await prepareDatabase({ zone, databaseUrl: 'sqlite::memory:', seed: true, signer: SIGNER });
    const about = { database, signer: SIGNER, say: () => undefined };
    expect(await fillWithDemo(zone, { ...about, seed: 1, year: 2025, enterprises: 7 })).toMatchObject({
      enterprises: 7,
    });
    await database.destroy();
  });
});
