import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { STANDARD } from '../../schema/standard.ts';
import { newSigner } from '../../subgraphs/kit/signing/keys.ts';
import { HOSTED_ZONES } from '../../schema/zones.ts';
import { describeOnEachDatabase } from '../support/databases.ts';
import {
  openCore,
  signedRevision,
  signedWithdrawal,
  signerOf,
  type RevisionFacts,
  type TestCore,
} from '../support/core.ts';
import { keptStatements } from '../support/statements.ts';
import { cell, resigned } from './releases.ts';

const RECORDED = '2024-08-02T01:02:03.004Z';

/** What a hosted zone says of a period, as the gateway hands it over. */
const statistics = (zone: string, period: string, revision = 1) =>
  resigned(
    {
      ...{ zone, form: 'ZONE_MONTHLY', period, state: 'SUBMITTED', revision, standardVersion: STANDARD.version },
      ...{ digest: '', signature: '', keyId: '', recordedAt: RECORDED, synthetic: false },
      ...{ reason: null, enterpriseDigest: null, explanations: [] },
      observations: [{ ...cell('INDUSTRIAL_OUTPUT', '10'), unitMult: 8 }],
    },
    signerOf(zone),
  );

const consolidation = (period: string, asOf: string | null = null, answers: object = {}) => ({
  ...{ __typename: 'Consolidation', form: 'ZONE_MONTHLY', period, perimeter: 'TERRITORIAL', mode: 'PARTIAL', asOf },
  ...Object.fromEntries(HOSTED_ZONES.map(({ code }) => [code, statistics(code, period)])),
  ...answers,
});

const FIGURES = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Consolidation {
  figure(indicator: "INDUSTRIAL_OUTPUT") { value(unitMult: 8) coverage { reported gaps { zone reason } } parts { zone revision verdict gap } }
  findings { code zone }
} } }`;

const ACT = (name: string): string =>
  `mutation ($input: ${name.charAt(0).toUpperCase()}${name.slice(1)}Input!) { office { ${name}(input: $input) { done decision { decidedAt } } } }`;

describeOnEachDatabase('a consolidation, once the office has decided', (engine) => {
  let core: TestCore;
  let statements: string[];
  beforeAll(async () => {
    core = await openCore(await engine.newDatabase());
    statements = keptStatements(core.database);
  });
  beforeEach(() => {
    statements.length = 0;
  });
  afterAll(() => core.database.destroy());

  const figures = (...of: readonly object[]) => core.ask(FIGURES, { of });
  const act = async (
    name: string,
    zone: string,
    period: string,
    over: Partial<RevisionFacts> = {},
  ): Promise<string> => {
    const { digest } = statistics(zone, period, over.revision);
    const revision = signedRevision({ zone, period, digest, ...over });
    const reason = name === 'sendBack' ? { reason: '请核对' } : {};
    await core.ask(ACT(name), {
      input: { key: `${name} ${zone} ${period} ${revision.revision}`, revision, ...reason },
    });
    const [last] = (await core.office.decisions(zone, null)).toReversed();
    await sleep(3);
    return last?.decidedAt ?? '';
  };
  const part = (zone: string, facts: object) => expect.objectContaining({ zone, ...facts });

  test('counts what was accepted and what is not decided, leaves out what was sent back, refuses what has changed', async () => {
    await act('acceptReturn', 'bazhou', '2024-02');
    await act('sendBack', 'enyang', '2024-02');
    await act('acceptReturn', 'nanjiang', '2024-02', { digest: 'b'.repeat(64) });
    expect(await figures(consolidation('2024-02'))).toMatchObject({
      _entities: [
        {
          figure: {
            value: '20',
            coverage: {
              reported: 2,
              gaps: [
                { zone: 'core', reason: 'NOT_REPORTED' },
                { zone: 'enyang', reason: 'RETURNED' },
                { zone: 'nanjiang', reason: 'BAD_DATA' },
              ],
            },
            parts: expect.arrayContaining([
              part('bazhou', { revision: 1, verdict: 'ACCEPTED', gap: null }),
              part('enyang', { revision: 1, verdict: 'RETURNED', gap: 'RETURNED' }),
              part('nanjiang', { revision: null, verdict: null, gap: 'BAD_DATA' }),
              part('tongjiang', { revision: 1, verdict: null, gap: null }),
            ]),
          },
          findings: expect.arrayContaining([{ code: 'RETURNED', zone: 'enyang' }]),
        },
      ],
    });
  });

  test('as of an instant knows no verdict that was given later, and never forgets one', async () => {
    const decidedAt = Date.parse(await act('sendBack', 'bazhou', '2024-03'));
    const value = async (instant: number) =>
      JSON.stringify(await figures(consolidation('2024-03', new Date(instant).toISOString())));
    const [before, after] = [await value(decidedAt - 1), await value(decidedAt)];
    expect(before).toContain('"value":"40"');
    expect(before).not.toContain('RETURNED');
    expect(after).toContain('"value":"30"');
    await act('acceptReturn', 'enyang', '2024-03');
    expect([await value(decidedAt - 1), await value(decidedAt)]).toEqual([before, after]);
  });

  test('does not count what the core knows to have ended: a zone may have forgotten, its database being restored', async () => {
    await act('acceptReturn', 'bazhou', '2024-04');
    await act('acceptReturn', 'bazhou', '2024-04', { revision: 2 });
    await act('sendBack', 'enyang', '2024-04', { revision: 3 });
    const before = new Date().toISOString();
    await sleep(3);
    const { digest } = statistics('nanjiang', '2024-04');
    const withdrawn = signedRevision({ zone: 'nanjiang', period: '2024-04', digest });
    await core.office.withdraw(withdrawn, signedWithdrawal(withdrawn));
    const later = signedRevision({ zone: 'tongjiang', period: '2024-04', revision: 2 });
    await core.office.withdraw(later, signedWithdrawal(later)); // so the earlier one is in force
    const stale = {
      figure: {
        value: '10',
        coverage: {
          gaps: [
            { zone: 'core', reason: 'NOT_REPORTED' },
            { zone: 'bazhou', reason: 'SUPERSEDED' },
            { zone: 'enyang', reason: 'RETURNED' },
            { zone: 'nanjiang', reason: 'SUPERSEDED' },
          ],
        },
      },
      findings: expect.arrayContaining([
        { code: 'SUPERSEDED', zone: 'bazhou' },
        { code: 'RETURNED', zone: 'enyang' },
      ]),
    };
    const [now, then] = [consolidation('2024-04'), consolidation('2024-04', before)];
    expect(await figures(now, then)).toMatchObject({ _entities: [stale, { figure: { value: '20' } }] });
    const up = { bazhou: statistics('bazhou', '2024-04', 2) };
    expect(await figures(consolidation('2024-04', null, up))).toMatchObject({
      _entities: [{ figure: { value: '20' } }],
    });
  });

  const altered = (zone: string, over: object) => ({ [zone]: { ...statistics(zone, '2024-06'), ...over } });
  const cells = (over: object) => [{ ...cell('INDUSTRIAL_OUTPUT', '10'), unitMult: 8, ...over }];
  test.each([
    ['a figure', 'DIGEST_MISMATCH', altered('bazhou', { observations: cells({ value: '11' }) })],
    ['a note', 'DIGEST_MISMATCH', altered('bazhou', { observations: cells({ note: 'x' }) })],
    ['that it is made up', 'DIGEST_MISMATCH', altered('bazhou', { synthetic: true })],
    ['why it was made', 'DIGEST_MISMATCH', altered('bazhou', { reason: 'ERROR' })],
    ['when it was submitted', 'SIGNATURE_INVALID', altered('bazhou', { recordedAt: '2024-08-02T01:02:03.005Z' })],
    ['the signature', 'SIGNATURE_INVALID', altered('bazhou', { signature: 'x'.repeat(86) })],
    ['the digest', 'DIGEST_MISMATCH', altered('bazhou', { digest: 'c'.repeat(64) })],
  ])('refuses a return in which was altered %s', async (_, reason, answers) => {
    const asked = [null, new Date().toISOString()].map((asOf) => consolidation('2024-06', asOf, answers));
    const refused = {
      figure: {
        value: '30',
        coverage: { reported: 3, gaps: expect.arrayContaining([{ zone: 'bazhou', reason }]) },
        parts: expect.arrayContaining([part('bazhou', { revision: null, gap: reason })]),
      },
      findings: expect.arrayContaining([{ code: reason, zone: 'bazhou' }]),
    };
    expect(await figures(...asked)).toMatchObject({ _entities: [refused, refused] });
  });

  test('counts what nobody can vouch for, and says so', async () => {
    const enyang = statistics('enyang', '2024-06');
    const answers = {
      ...altered('bazhou', { signature: null, keyId: null }),
      enyang: resigned(enyang, newSigner()),
    };
    expect(await figures(consolidation('2024-06', null, answers))).toMatchObject({
      _entities: [
        {
          figure: { value: '40', coverage: { reported: 4 } },
          findings: expect.arrayContaining([
            { code: 'UNSIGNED', zone: 'bazhou' },
            { code: 'UNKNOWN_KEY', zone: 'enyang' },
          ]),
        },
      ],
    });
  });

  test('asks for the decisions on all its periods in one statement', async () => {
    const months = ['2021', '2022', '2023', '2024'].flatMap((year) =>
      Array.from({ length: 11 }, (_, at) => `${year}-${String(at + 2).padStart(2, '0')}`),
    );
    await figures(...months.slice(0, 36).map((month) => consolidation(month)));
    expect(statements.filter((sql) => sql.includes('office_decision'))).toHaveLength(1);
    expect(statements).toHaveLength(2); // and the core's own returns
  });
});
