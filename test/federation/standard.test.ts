import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { data } from '../support/ask.ts';
import { describeOnEachDatabase } from '../support/databases.ts';
import { startFederation, type Federation } from '../support/federation.ts';

describeOnEachDatabase('the standard', (engine) => {
  let federation: Federation;
  beforeAll(async () => {
    federation = await startFederation(engine.newDatabase);
  });
  afterAll(() => federation.stop());

  test('gives the forms, with what they ask for', async () => {
    const { forms } = await data(
      federation.url,
      '{ forms { code frequency since levels dueDays withoutMonths standardVersion indicators { code } } }',
    );
    expect(forms).toHaveLength(4);
    expect(forms).toContainEqual({
      code: 'CUMULATIVE_SINCE_2021',
      frequency: 'SINCE',
      since: '2021-01-01',
      levels: ['ZONE', 'BLOCK'],
      dueDays: null,
      withoutMonths: [],
      standardVersion: '1.0.0',
      indicators: expect.arrayContaining([{ code: 'TAX_REVENUE' }]),
    });
  });

  test('gives the whole catalogue, or the indicators asked for', async () => {
    const all = await data(federation.url, '{ indicators { code standardVersion } }');
    expect(all['indicators']).toHaveLength(18);
    expect(
      await data(
        federation.url,
        '{ indicators(codes: ["TAX_TO_REVENUE"]) { name unit unitName kind numerator denominator direction decimals } }',
      ),
    ).toEqual({
      indicators: [
        {
          name: '税收占营业收入比重',
          unit: 'PERCENT',
          unitName: '%',
          kind: 'RATIO',
          numerator: 'TAX_REVENUE',
          denominator: 'OPERATING_REVENUE',
          direction: 'POSITIVE',
          decimals: 4,
        },
      ],
    });
  });
});
