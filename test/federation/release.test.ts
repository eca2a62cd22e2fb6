import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ask as answered, data } from '../support/ask.ts';
import { describeOnEachDatabase } from '../support/databases.ts';
import { startFederation, type Federation } from '../support/federation.ts';
import { releasePaper } from '../support/releases.ts';

const RELEASE = `query ($id: ID!) { release(id: $id) { number mode signature
  figures(indicators: ["INDUSTRIAL_OUTPUT"]) { value(unitMult: 8) obsStatus coverage { expected reported gaps { zone reason } } }
  manifest { returns { zone revision } gaps { zone reason } } } }`;
const VERIFY = 'query ($id: ID!) { verifyRelease(id: $id) { reproduced differences { kind zone found } } }';
const LIVE = '{ consolidation(period: "2021-01-01/..") { current release { id number } } }';

describeOnEachDatabase('a release through the gateway', (engine) => {
  let federation: Federation;
  let id: string;
  beforeAll(async () => {
    federation = await startFederation(engine.newDatabase);
    id = await releasePaper(federation.url);
  });
  afterAll(() => federation.stop());
  const ask = (query: string) => data(federation.url, query, { variables: { id } });

  const PAPER = {
    release: {
      ...{ number: 1, mode: 'PARTIAL', signature: expect.any(String) },
      figures: [
        {
          ...{ value: '136.667', obsStatus: 'P' },
          coverage: { expected: 5, reported: 4, gaps: [{ zone: 'core', reason: 'NOT_REPORTED' }] },
        },
      ],
      manifest: {
        returns: ['bazhou', 'enyang', 'nanjiang', 'tongjiang'].map((zone) => ({ zone, revision: 1 })),
        gaps: [{ zone: 'core', reason: 'NOT_REPORTED' }],
      },
    },
  };

  test('is made of what the zones signed, and computed anew to the same', async () => {
    expect(await ask(RELEASE)).toEqual(PAPER);
    expect(await ask(VERIFY)).toEqual({ verifyRelease: { reproduced: true, differences: [] } });
    expect(await data(federation.url, LIVE)).toEqual({ consolidation: { current: true, release: { id, number: 1 } } });
  });

  test('is named by a consolidation without asking any zone', async () => {
    federation.forget();
    await data(
      federation.url,
      '{ consolidations(periods: ["2021-01-01/..", "2021-01-01/2022-12-31"]) { release { number } } }',
    );
    expect([...federation.asked.keys()]).toEqual(['core']);
  });

  test('is served with every zone down, and then cannot be verified', async () => {
    for (const zone of ['bazhou', 'enyang', 'nanjiang', 'tongjiang']) await federation.stopZone(zone);
    expect(await ask(RELEASE)).toEqual(PAPER);
    const { data: verified } = await answered(federation.url, VERIFY, { variables: { id } });
    const gaps = ['bazhou', 'enyang', 'nanjiang', 'tongjiang'].map((zone) => ({ kind: 'GAP', zone, found: 'REFUSED' }));
    expect(verified).toMatchObject({ verifyRelease: { reproduced: null, differences: gaps } });
  });
});
