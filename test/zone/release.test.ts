import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { RunningZone } from '../../subgraphs/kit/zone-server.ts';
import { newSigner } from '../../subgraphs/kit/signing/keys.ts';
import { ask, codesOf, data } from '../support/ask.ts';
import { describeOnEachDatabase } from '../support/databases.ts';
import { definition, startTestZone } from '../support/zone.ts';
import {
  accept,
  allAccepted,
  allSigned,
  begin,
  cells,
  FORM,
  newKey,
  notReported,
  release,
  resigned,
  resolve,
  signed,
  verify,
} from './releases.ts';

const gaps = (result: { problems: readonly { code: string; zone: string | null; message: string }[] }) =>
  result.problems.map(({ code, zone, message }) => [code, zone, /\(([A-Z_]+)\)/.exec(message)?.[1]]);

describeOnEachDatabase('a release', (engine) => {
  let core: RunningZone;
  let databaseUrl: string;
  const start = async (): Promise<void> => {
    core = await startTestZone(await definition('core'), databaseUrl);
  };
  beforeAll(async () => {
    databaseUrl = await engine.newDatabase();
    await start();
  });
  afterAll(() => core.stop());

  const complete = (period: string) => allAccepted(core.url, databaseUrl, period);
  const stored = async (period: string): Promise<unknown> =>
    (await data(core.url, `{ releases(period: "${period}") { number } }`))['releases'];

  test('holds what was signed and accepted, and is served by the core alone', async () => {
    const period = '2022-Q1';
    const answers = await complete(period);
    const made = await release(core.url, period, answers);
    expect(made).toMatchObject({ done: true, release: { number: 1, reason: null, synthetic: false }, problems: [] });
    const served = await data(
      core.url,
      `query ($id: ID!) { release(id: $id) { id form period perimeter mode previous { id } changes { indicator }
        figures(indicators: ["INDUSTRIAL_OUTPUT"]) { value obsStatus indicator { code name } coverage { complete reported }
          parts { zone value revision digest } growth(from: "2021-Q1") { value } }
        manifest { standardVersion formulaVersion returns { zone revision digest acceptedAt } gaps { zone reason } } } }`,
      { variables: { id: made.release?.id } },
    );
    expect(served).toMatchObject({
      release: {
        ...{ id: made.release?.id, form: FORM, period, perimeter: 'TERRITORIAL', mode: 'STRICT', previous: null },
        changes: [],
        figures: [
          {
            ...{ value: '116', obsStatus: 'A', coverage: { complete: true, reported: 5 }, growth: null },
            parts: [
              { zone: 'core', value: '7' },
              { zone: 'bazhou', value: '20', revision: 1, digest: answers['bazhou']?.digest },
              { zone: 'enyang', value: '50' },
              { zone: 'nanjiang', value: '30' },
              { zone: 'tongjiang', value: '9' },
            ],
          },
        ],
        manifest: { formulaVersion: '1.0.0', gaps: [], returns: expect.any(Array) },
      },
    });
    expect(await verify(core.url, made.release?.id ?? '', answers)).toEqual({ reproduced: true, differences: [] });
    const closed = await data(core.url, '{ decisions(zone: "bazhou") { outcome period } }');
    expect(closed['decisions']).toEqual(expect.arrayContaining([{ outcome: 'FINAL', period }]));
  });

  test('is not made in STRICT mode while a zone is missing, and says which and why', async () => {
    const period = '2022-Q2';
    const answers = await complete(period);
    const absent = await release(core.url, period, {
      ...answers,
      bazhou: null,
      tongjiang: notReported('tongjiang', period),
    });
    expect(absent).toMatchObject({ done: false, release: null });
    expect(gaps(absent)).toEqual([
      ['GAP', 'bazhou', 'NO_ANSWER'],
      ['GAP', 'tongjiang', 'NOT_REPORTED'],
    ]);
    expect(await stored(period)).toEqual([]);
  });

  test('is not made in STRICT mode while one figure lacks a zone', async () => {
    const period = '2022-Q3';
    const answers = await complete(period);
    const partial = signed('bazhou', period, cells('20').slice(1), { revision: 2 });
    await accept(core.url, partial);
    const refused = await release(core.url, period, { ...answers, bazhou: partial });
    expect(refused.done).toBe(false);
    expect(gaps(refused)).toEqual([['GAP', 'bazhou', 'MISSING']]);
  });

  test('is made with declared gaps in PARTIAL mode, given a reason', async () => {
    const period = '2022-Q4';
    const { bazhou, enyang } = allSigned(period);
    if (!bazhou || !enyang) throw new Error('no such zones');
    await accept(core.url, bazhou);
    for (const reason of [undefined, '  ', '\u200b', '。…', '\ud800缺', '长'.repeat(501)]) {
      const refused = await release(core.url, period, { bazhou }, { mode: 'PARTIAL', reason });
      expect(refused).toMatchObject({ done: false, problems: [{ code: 'REASON_NEEDED' }] });
    }
    const reason = '恩阳 待补 / Enyang is late 😀';
    const made = await release(core.url, period, { bazhou, enyang }, { mode: 'PARTIAL', reason });
    expect(made).toMatchObject({ done: true, release: { number: 1, reason } });
    expect(gaps(made)).toEqual(expect.arrayContaining([['GAP', 'enyang', 'NOT_ACCEPTED']]));
    const served = await data(
      core.url,
      `query ($id: ID!) { release(id: $id) { figures(indicators: ["INDUSTRIAL_OUTPUT"]) { value obsStatus coverage { gaps { zone reason } } }
        manifest { gaps { zone reason } } } }`,
      { variables: { id: made.release?.id } },
    );
    const declared = [
      { zone: 'core', reason: 'NOT_REPORTED' },
      { zone: 'enyang', reason: 'NOT_ACCEPTED' },
      { zone: 'nanjiang', reason: 'NO_ANSWER' },
      { zone: 'tongjiang', reason: 'NO_ANSWER' },
    ];
    expect(served).toMatchObject({
      release: {
        figures: [{ value: '20', obsStatus: 'P', coverage: { gaps: declared } }],
        manifest: { gaps: declared },
      },
    });
    expect(await verify(core.url, made.release?.id ?? '', { bazhou })).toEqual({ reproduced: true, differences: [] });
  });

  test('counts nothing that a zone has not signed and the office has not accepted', async () => {
    const period = '2023-Q1';
    const answers = await complete(period);
    const bazhou = answers['bazhou'];
    if (!bazhou) throw new Error('no bazhou');
    const altered = { ...bazhou, observations: cells('20', { INDUSTRIAL_OUTPUT: '21' }) };
    const stranger = newSigner();
    const forgeries = [
      [altered, 'DIGEST_MISMATCH'],
      [{ ...resigned(altered), signature: bazhou.signature }, 'SIGNATURE_INVALID'],
      [{ ...bazhou, signature: '' }, 'SIGNATURE_INVALID'],
      [{ ...bazhou, signature: null }, 'SIGNATURE_INVALID'],
      [resigned(altered, stranger), 'UNKNOWN_KEY'],
      [resigned(altered), 'NOT_ACCEPTED'],
      [resigned({ ...bazhou, revision: 2 }), 'NOT_ACCEPTED'],
      [{ ...bazhou, recordedAt: '2020-01-01T00:00:00.000Z' }, 'SIGNATURE_INVALID'],
      [{ ...bazhou, zone: 'enyang' }, 'BAD_DATA'],
      [{ ...bazhou, period: '2022-Q1' }, 'BAD_DATA'],
      ['nonsense', 'BAD_DATA'],
      [{ ...notReported('bazhou', period), state: 'AS_OF_UNSUPPORTED' }, 'AS_OF_UNSUPPORTED'],
    ] as const;
    for (const [forged, reason] of forgeries) {
      expect(gaps(await release(core.url, period, { ...answers, bazhou: forged }))).toEqual([
        ['GAP', 'bazhou', reason],
      ]);
    }
    expect(await stored(period)).toEqual([]);
  });

  test('takes no earlier revision in the place of one that the office knows', async () => {
    const period = '2023-Q2';
    const answers = await complete(period);
    const second = signed('bazhou', period, cells('21'), { revision: 2, reason: 'ERROR' });
    await accept(core.url, second);
    expect(gaps(await release(core.url, period, answers))).toEqual([['GAP', 'bazhou', 'NOT_ACCEPTED']]);
    expect(await release(core.url, period, { ...answers, bazhou: second })).toMatchObject({ done: true });
  });

  test('does not count what was accepted after its instant', async () => {
    const period = '2023-Q3';
    const answers = allSigned(period);
    const run = await begin(core.url, period, { mode: 'PARTIAL', reason: 'x' });
    await new Promise((passed) => setTimeout(passed, 5));
    await accept(core.url, ...Object.values(answers));
    expect(await resolve(core.url, run, answers)).toMatchObject({ done: false });
  });

  test('is made once for a run, by whoever comes, however often, and after a restart', async () => {
    const period = '2023-Q4';
    const answers = await complete(period);
    const key = newKey();
    const run = await begin(core.url, period, { key });
    expect(await begin(core.url, period, { key })).toEqual(run);
    await core.stop();
    await start();
    expect(await begin(core.url, period, { key })).toEqual(run);
    const results = await Promise.all([1, 2, 3].map(() => resolve(core.url, run, answers)));
    expect(new Set(results.map((result) => JSON.stringify(result))).size).toBe(1);
    expect(results[0]).toMatchObject({ done: true, release: { number: 1 } });
    expect(await resolve(core.url, run, {})).toEqual(results[0]);
    expect(await stored(period)).toEqual([{ number: 1 }]);
    const other = { input: { key, form: FORM, period, mode: 'PARTIAL', reason: 'x' } };
    const reused = await ask(
      core.url,
      'mutation ($input: ReleaseInput!) { office { release(input: $input) { run } } }',
      { variables: other },
    );
    expect(codesOf(reused)).toEqual(['IDEMPOTENCY_KEY_REUSED']);
    expect(await release(core.url, period, answers)).toMatchObject({
      done: false,
      problems: [{ code: 'NOTHING_CHANGED' }],
    });
  });

  test('of two runs at once one is made, and the other repeats it', async () => {
    const period = '2024-Q1';
    const answers = await complete(period);
    const results = await Promise.all([1, 2].map(() => release(core.url, period, answers)));
    expect(results.map(({ done }) => done).sort()).toEqual([false, true]);
    expect(await stored(period)).toEqual([{ number: 1 }]);
  });

  test('is not known under a made-up run, nor under one of something else', async () => {
    const run = await begin(core.url, '2024-Q2');
    expect(await resolve(core.url, { ...run, run: 'made up' }, {})).toBeNull();
    expect(await resolve(core.url, { ...run, period: '2024-Q3' }, {})).toBeNull();
    expect(await resolve(core.url, { ...run, asOf: '2024-01-01T00:00:00.000Z' }, {})).toBeNull();
  });

  test('is followed by another when a return is revised, with what changed', async () => {
    const period = '2024-Q3';
    const answers = await complete(period);
    const first = await release(core.url, period, answers);
    const enyang = signed('enyang', period, cells('50', { INDUSTRIAL_OUTPUT: '51.5' }), {
      revision: 2,
      reason: 'ERROR',
      explanations: [{ rule: 'R', indicator: null, block: null, text: '更正' }],
    });
    const later = { ...answers, enyang };
    const live = (handedOver: object) =>
      data(
        core.url,
        `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Consolidation { current release { number } } } }`,
        {
          variables: {
            of: [
              {
                __typename: 'Consolidation',
                form: FORM,
                period,
                perimeter: 'TERRITORIAL',
                mode: 'PARTIAL',
                asOf: null,
                ...handedOver,
              },
            ],
          },
        },
      );
    expect(await live(answers)).toEqual({ _entities: [{ current: true, release: { number: 1 } }] });
    const meddled = { ...answers, bazhou: { ...answers['bazhou'], synthetic: true } };
    expect(await live(meddled)).toEqual({ _entities: [{ current: null, release: { number: 1 } }] });
    await accept(core.url, enyang);
    expect(await live(answers)).toEqual({ _entities: [{ current: null, release: { number: 1 } }] }); // no longer what stands
    expect(await live(later)).toEqual({ _entities: [{ current: false, release: { number: 1 } }] });
    expect(await live({})).toEqual({ _entities: [{ current: null, release: { number: 1 } }] });
    const second = await release(core.url, period, later);
    expect(second).toMatchObject({ done: true, release: { number: 2 } });
    const { release: served } = await data(
      core.url,
      'query ($id: ID!) { release(id: $id) { previous { id } changes { indicator before after difference zones } } }',
      { variables: { id: second.release?.id } },
    );
    expect(served).toMatchObject({
      previous: { id: first.release?.id },
      changes: expect.arrayContaining([
        { indicator: 'INDUSTRIAL_OUTPUT', before: '116', after: '117.5', difference: '1.5', zones: ['enyang'] },
      ]),
    });
    expect(await verify(core.url, first.release?.id ?? '', answers)).toMatchObject({ reproduced: true });
    expect(await verify(core.url, second.release?.id ?? '', later)).toMatchObject({ reproduced: true });
  });

  test.each([
    [{ form: 'NONE' }, 'FORM_NOT_FOUND'],
    [{ period: '2024-07' }, 'NOT_A_PERIOD_OF_FORM'],
  ])('cannot be asked for %j', async (input, code) => {
    const variables = { input: { key: newKey(), form: FORM, period: '2024-Q1', ...input } };
    const refused = await ask(
      core.url,
      'mutation ($input: ReleaseInput!) { office { release(input: $input) { run } } }',
      { variables },
    );
    expect(codesOf(refused)).toEqual([code]);
  });
});
