import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { HOSTED_ZONES } from '../../schema/zones.ts';
import { formFor } from '../../schema/forms.ts';
import type { RunningZone } from '../../subgraphs/kit/zone-server.ts';
import { ask, codesOf } from '../support/ask.ts';
import { describeOnEachDatabase } from '../support/databases.ts';
import { definition, startTestZone } from '../support/zone.ts';
import { cell, notReported, resigned, signed } from './releases.ts';

/** What a hosted zone says of a period, as the gateway hands it over. */
const answer = (zone: string, period: string, value: string | undefined) => {
  const form = formFor(null, period).code;
  if (value === undefined) return { ...notReported(zone, period), form };
  return resigned({ ...signed(zone, period, [{ ...cell('INDUSTRIAL_OUTPUT', value), unitMult: 8 }]), form });
};

/** One output a hosted zone, in the order of the registry; missing: not reported. */
const asked = (period: string, outputs: readonly (string | undefined)[], perimeter = 'TERRITORIAL') => ({
  __typename: 'Consolidation',
  form: formFor(null, period).code,
  period,
  perimeter,
  mode: 'PARTIAL',
  asOf: null,
  ...Object.fromEntries(HOSTED_ZONES.map(({ code }, at) => [code, answer(code, period, outputs[at])])),
});

const GROWTH = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Consolidation {
  figure(indicator: "INDUSTRIAL_OUTPUT") {
    growth(from: "2023-Q2") { value obsStatus zones leftOut restated earlier(unitMult: 8) later(unitMult: 8) }
  } } } }`;

describeOnEachDatabase('growth', (engine) => {
  let core: RunningZone;
  beforeAll(async () => {
    core = await startTestZone(await definition('core'), await engine.newDatabase());
  });
  afterAll(() => core.stop());

  const growths = async (...of: object[]): Promise<unknown> => {
    const { data, errors } = await ask(core.url, GROWTH, { variables: { of } });
    expect(errors).toBeUndefined();
    return data?.['_entities'];
  };

  test('is over the same zones of another period of the same question', async () => {
    const found = await growths(asked('2023-Q2', ['20', '50', '30']), asked('2024-Q2', ['22', '55', undefined, '9']));
    expect(found).toMatchObject([
      { figure: { growth: { value: '0', leftOut: expect.arrayContaining(['core', 'tongjiang']) } } },
      {
        figure: {
          growth: {
            value: '10',
            obsStatus: 'P',
            zones: ['bazhou', 'enyang'],
            restated: false,
            earlier: '70',
            later: '77',
          },
        },
      },
    ]);
  });

  test('does not compare zones that cannot be told apart by management', async () => {
    const found = await growths(asked('2023-Q2', ['20', '50'], 'MANAGED'), asked('2024-Q2', ['22', '60'], 'MANAGED'));
    expect(found).toMatchObject([{}, { figure: { growth: { value: '20', zones: ['enyang'] } } }]);
  });

  test.each([
    ['a period that was not asked about', [asked('2024-Q2', ['22'])]],
    ['one asked about under another perimeter', [asked('2023-Q2', ['20'], 'MANAGED'), asked('2024-Q2', ['22'])]],
    ['a period of another kind', [asked('2023-Q2', ['20']), asked('2024-05', ['22'])]],
    ['a later period', [asked('2023-Q2', ['20']), asked('2022-Q2', ['22'])]],
  ])('over %s is refused', async (_, of) => {
    const refused = await ask(core.url, GROWTH, { variables: { of } });
    expect(new Set(codesOf(refused))).toEqual(new Set(['PERIODS_NOT_COMPARABLE']));
  });
});
