import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { data } from '../support/ask.ts';
import { describeOnEachDatabase } from '../support/databases.ts';
import { startFederation, type Federation } from '../support/federation.ts';

describeOnEachDatabase('a consolidation as of an instant', (engine) => {
  let federation: Federation;
  beforeAll(async () => {
    federation = await startFederation(engine.newDatabase);
  });
  afterAll(() => federation.stop());

  test('gives what was known then, or says that nobody can tell', async () => {
    const question = `query ($asOf: DateTime) { consolidation(period: "2021-01-01/..", asOf: $asOf) {
      asOf nanjiang { state revision } figure(indicator: "INDUSTRIAL_OUTPUT") { value(unitMult: 8) coverage { gaps { reason } } } } }`;
    const asked = new Date(Date.now() - 1).toISOString();
    expect(await data(federation.url, question, { variables: { asOf: asked } })).toMatchObject({
      consolidation: { asOf: asked, nanjiang: { state: 'SUBMITTED', revision: 1 }, figure: { value: '136.667' } },
    });
    const before = '2024-01-01T08:00:00+08:00';
    const unknown = { reason: 'AS_OF_UNSUPPORTED' };
    expect(await data(federation.url, question, { variables: { asOf: before } })).toEqual({
      consolidation: {
        asOf: '2024-01-01T00:00:00.000Z',
        nanjiang: { state: 'AS_OF_UNSUPPORTED', revision: null },
        figure: { value: null, coverage: { gaps: Array.from({ length: 5 }, () => unknown) } },
      },
    });
  });
});
