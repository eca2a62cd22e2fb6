import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ZONES } from '../../schema/zones.ts';
import { PAPER_ZONES, ask, codesOf, data } from '../support/ask.ts';
import { describeOnEachDatabase } from '../support/databases.ts';
import { startFederation, type Federation } from '../support/federation.ts';

const question = (perimeter: string): string => `{
  consolidation(period: "2021-01-01/..", perimeter: ${perimeter}) {
    perimeter
    figure(indicator: "INDUSTRIAL_OUTPUT") {
      value(unitMult: 8)
      obsStatus
      additive
      coverage { expected reported gaps { zone reason } }
      parts { zone counted value(unitMult: 8) gap }
      blocks { block reportedIn countedFor { zone share } value(unitMult: 8) changes }
    }
  }
}`;

const HOSTED_PARTS = [
  { zone: 'enyang', counted: true, value: '55.26', gap: null },
  { zone: 'nanjiang', counted: true, value: '36.88', gap: null },
  { zone: 'tongjiang', counted: true, value: '19.077', gap: null },
];
const CORE_PART = { zone: 'core', counted: false, value: null, gap: 'NOT_REPORTED' };
/** Zones that joined after the paper are expected, and have reported nothing. */
const LATER = ZONES.filter(({ code }) => !PAPER_ZONES.includes(code)).map(({ code }) => ({ ...CORE_PART, zone: code }));
const GAPS = [CORE_PART, ...LATER].map(({ zone, gap }) => ({ zone, reason: gap }));

describeOnEachDatabase('the consolidated account under a perimeter', (engine) => {
  let federation: Federation;
  beforeAll(async () => {
    federation = await startFederation(engine.newDatabase);
  });
  afterAll(() => federation.stop());

  test('by management has the same total, and does not tell Bazhou from the block that it gave up', async () => {
    expect(await data(federation.url, question('MANAGED'))).toEqual({
      consolidation: {
        perimeter: 'MANAGED',
        figure: {
          value: '136.667',
          obsStatus: 'P',
          additive: true,
          coverage: { expected: ZONES.length, reported: 4, gaps: GAPS },
          parts: [
            CORE_PART,
            { zone: 'bazhou', counted: true, value: null, gap: 'BLOCK_NOT_SEPARABLE' },
            ...HOSTED_PARTS,
            ...LATER,
          ],
          blocks: [
            {
              block: 'bazhou-zengkou-qingjiang',
              reportedIn: 'bazhou',
              countedFor: [{ zone: 'core', share: '1' }],
              value: null,
              changes: [],
            },
          ],
        },
      },
    });
  });

  test('for assessment has no total, and what each zone is credited with', async () => {
    expect(await data(federation.url, question('ASSESSED'))).toMatchObject({
      consolidation: {
        figure: {
          value: null,
          obsStatus: 'M',
          additive: false,
          coverage: { reported: 4, gaps: GAPS },
          parts: [CORE_PART, { zone: 'bazhou', counted: true, value: '25.45', gap: null }, ...HOSTED_PARTS, ...LATER],
          blocks: [
            {
              countedFor: [
                { zone: 'core', share: '1' },
                { zone: 'bazhou', share: '1' },
              ],
            },
          ],
        },
      },
    });
  });

  test('by territory moves nothing', async () => {
    expect(await data(federation.url, question('TERRITORIAL'))).toMatchObject({
      consolidation: { figure: { value: '136.667', additive: true, blocks: [] } },
    });
  });

  test('eliminates nothing while no rule is on, and says which rules there are', async () => {
    const answer = await data(
      federation.url,
      `{ eliminationRules { indicator kind enabled kept removed version }
         consolidation(period: "2021-01-01/..") { figure(indicator: "TAX_REVENUE") {
           eliminated(unitMult: 4) eliminations { id } unmatched { reason } } } }`,
    );
    expect(answer['consolidation']).toEqual({ figure: { eliminated: null, eliminations: [], unmatched: [] } });
    expect(answer['eliminationRules']).toContainEqual({
      indicator: 'TAX_REVENUE',
      kind: 'INTERZONE_TRANSFER',
      enabled: false,
      kept: 'TAX_SHARED_OUT',
      removed: 'TAX_SHARED_IN',
      version: '1.0.0',
    });
    expect(answer['eliminationRules']).not.toContainEqual(expect.objectContaining({ enabled: true }));
  });

  test('compares periods that are asked about together, and refuses others', async () => {
    const growth = (from: string): string =>
      `{ consolidations(periods: ["2021-01-01/..", "2024-07"]) { figure(indicator: "INDUSTRIAL_OUTPUT") { growth(from: "${from}") { value zones } } } }`;
    const answer = await ask(federation.url, growth('2021-01-01/..'));
    expect(answer.data).toEqual({
      consolidations: [
        { figure: { growth: { value: '0', zones: ['bazhou', 'enyang', 'nanjiang', 'tongjiang'] } } },
        { figure: { growth: null } },
      ],
    });
    expect(codesOf(answer)).toEqual(['PERIODS_NOT_COMPARABLE']);
    expect(codesOf(await ask(federation.url, growth('2020-07')))).toEqual(Array(2).fill('PERIODS_NOT_COMPARABLE'));
  });

  test('says which perimeters there are and whom a block counts for, with the source', async () => {
    const answer = await data(
      federation.url,
      `{ perimeters { code name nameEn additive version }
         memberships(block: "bazhou-zengkou-qingjiang", on: "2024-07-01/2024-07-01") {
           blockName territory park perimeter zone share validFrom validTo assumption source } }`,
    );
    expect(answer['perimeters']).toMatchObject([
      { code: 'TERRITORIAL', name: '属地口径', additive: true },
      { code: 'MANAGED', additive: true },
      { code: 'ASSESSED', additive: false },
    ]);
    expect(answer['memberships']).toMatchObject([
      { perimeter: 'TERRITORIAL', zone: 'bazhou', share: '1', validFrom: null, assumption: false },
      { perimeter: 'MANAGED', zone: 'core', validFrom: '2021-01-01', validTo: null, assumption: true },
      { perimeter: 'ASSESSED', zone: 'core' },
      { perimeter: 'ASSESSED', zone: 'bazhou' },
    ]);
  });
});
