import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { prepareDatabase } from '../../subgraphs/kit/database/prepare.ts';
import { fillWithDemo } from '../../subgraphs/kit/demo/fill.ts';
import { data } from '../support/ask.ts';
import { describeOnEachDatabase } from '../support/databases.ts';
import { startFederation, type Federation } from '../support/federation.ts';
import { SIGNER, definition } from '../support/zone.ts';

describeOnEachDatabase('a consolidation of made-up returns', (engine) => {
  let federation: Federation;
  beforeAll(async () => {
    const filled: string[] = [];
    for (const code of ['core', 'bazhou']) filled.push(await made(code));
    federation = await startFederation(() =>
      Promise.resolve(filled.shift()).then((url) => url ?? engine.newDatabase()),
    );
  });
  afterAll(() => federation.stop());

  async function made(code: string): Promise<string> {
    const databaseUrl = await engine.newDatabase();
    const zone = await definition(code);
    const { database } = await prepareDatabase({ zone, databaseUrl, seed: true, signer: SIGNER });
    const about = { database, signer: SIGNER, say: () => undefined };
    await fillWithDemo(zone, { ...about, seed: 1, year: 2025 });
    await database.destroy();
    return databaseUrl;
  }

  test('says of coverage, parts and zones that they are', async () => {
    const { consolidation } = await data(
      federation.url,
      `{ consolidation(period: "2025-12", form: "ZONE_MONTHLY") {
        bazhou { synthetic }
        figure(indicator: "INDUSTRIAL_OUTPUT") { coverage { reported synthetic } parts { zone counted synthetic } }
        findings { code severity zone }
      } }`,
    );
    expect(consolidation).toMatchObject({
      bazhou: { synthetic: true },
      figure: {
        coverage: { reported: 2, synthetic: 2 },
        parts: expect.arrayContaining([
          { zone: 'core', counted: true, synthetic: true },
          { zone: 'bazhou', counted: true, synthetic: true },
          { zone: 'enyang', counted: false, synthetic: false },
        ]),
      },
      findings: expect.arrayContaining([
        { code: 'SYNTHETIC', severity: 'INFO', zone: 'core' },
        { code: 'SYNTHETIC', severity: 'INFO', zone: 'bazhou' },
      ]),
    });
  });

  test('leaves the figures of the paper as they are', async () => {
    const question = `{ consolidation(period: "2021-01-01/..") {
      figure(indicator: "INDUSTRIAL_OUTPUT") { value(unitMult: 8) coverage { synthetic } } } }`;
    expect(await data(federation.url, question)).toEqual({
      consolidation: { figure: { value: '136.667', coverage: { synthetic: 0 } } },
    });
  });
});
