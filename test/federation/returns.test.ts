/** Acting on returns through the gateway: one shape for every zone, one action an operation, and a zone that is down is told as such. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { ask, codesOf, data } from '../support/ask.ts';
import { describeOnEachDatabase } from '../support/databases.ts';
import { startFederation, type Federation } from '../support/federation.ts';
import { cells, FORM } from '../support/returns.ts';

const PERIOD = '2025-02';

const SAVE = `fragment Save on ZoneMutations {
  saveObservations(input: $input) {
    done version state
    problems { __typename code severity message ... on ActionProblem { version state } ... on ValidationProblem { indicator block } }
    return { zone form period state draft { observations { indicator value } } }
  }
}`;
const saveIn = (zones: string): string =>
  `mutation ($input: SaveObservationsInput!) { ${zones
    .split(' ')
    .map((zone) => `${zone} { ...Save }`)
    .join(' ')} } ${SAVE}`;

describeOnEachDatabase('returns through the gateway', (engine) => {
  let federation: Federation;
  beforeAll(async () => {
    federation = await startFederation(engine.newDatabase);
  });
  afterAll(() => federation.stop());

  const input = (more: object = {}) => ({
    ...{ key: randomUUID(), form: FORM, period: PERIOD, version: 0, observations: cells() },
    ...more,
  });

  test('one fragment serves every zone, and only the zone concerned is asked', async () => {
    for (const zone of ['core', 'bazhou', 'tongjiang']) {
      federation.forget();
      const answered = await data(federation.url, saveIn(zone), { variables: { input: input() } });
      expect(answered).toMatchObject({
        [zone]: {
          saveObservations: { done: true, version: 1, state: 'DRAFT', problems: [], return: { zone, form: FORM } },
        },
      });
      expect([...federation.asked.keys()]).toEqual([zone]);
    }
  });

  test('problems come with their types, and nothing was changed', async () => {
    const wrong = input({ version: 7, observations: [{ indicator: 'NO_SUCH', value: '1' }] });
    expect(await data(federation.url, saveIn('enyang'), { variables: { input: wrong } })).toMatchObject({
      enyang: {
        saveObservations: {
          done: false,
          version: 0,
          problems: [{ __typename: 'ActionProblem', code: 'VERSION_CONFLICT', version: 0 }],
        },
      },
    });
    const cell = { ...wrong, key: randomUUID(), version: 0 };
    expect(await data(federation.url, saveIn('enyang'), { variables: { input: cell } })).toMatchObject({
      enyang: {
        saveObservations: {
          done: false,
          problems: [{ __typename: 'ValidationProblem', code: 'INDICATOR_NOT_ASKED', indicator: 'NO_SUCH' }],
          return: { state: 'DUE', draft: null },
        },
      },
    });
  });

  test('two actions in one operation are refused before any zone is asked, however they are written', async () => {
    const office = 'office { sendBack(input: { key: "x", revision: $revision, reason: "r" }) { done } }';
    const refused = [
      saveIn('enyang nanjiang'),
      `mutation ($input: SaveObservationsInput!) { enyang { ...Save } again: enyang { ... on EnyangMutations { saveObservations(input: $input) { done } } } } ${SAVE}`,
      `mutation ($input: SaveObservationsInput!, $revision: SignedRevisionInput!) { enyang { ...Save } ${office} } ${SAVE}`,
    ];
    const revision = {
      zone: 'enyang',
      form: FORM,
      period: PERIOD,
      revision: 1,
      digest: '',
      recordedAt: '2025-01-01T00:00:00Z',
      signature: '',
      keyId: '',
    };
    for (const [at, query] of refused.entries()) {
      federation.forget();
      const variables = at === 2 ? { input: input(), revision } : { input: input() };
      expect(codesOf(await ask(federation.url, query, { variables }))).toEqual(['ONE_ACTION_PER_OPERATION']);
      expect([...federation.asked.keys()]).toEqual([]);
    }
  });

  test('a request that breaks the contract is told so, with its code', async () => {
    const january = input({ period: '2025-01' });
    expect(codesOf(await ask(federation.url, saveIn('nanjiang'), { variables: { input: january } }))).toEqual([
      'NOT_A_PERIOD_OF_FORM',
    ]);
    const form = input({ form: 'NO_SUCH' });
    expect(codesOf(await ask(federation.url, saveIn('nanjiang'), { variables: { input: form } }))).toEqual([
      'FORM_NOT_FOUND',
    ]);
    const blank = input({ key: ' ' });
    expect(codesOf(await ask(federation.url, saveIn('nanjiang'), { variables: { input: blank } }))).toEqual([
      'BAD_USER_INPUT',
    ]);
  });

  test('every zone’s returns of a span are asked at once, and a zone that is down is a gap and not a silence', async () => {
    const question = `{ zones { code ... on BazhouZone { a: code } returns(form: "${FORM}", from: "2025-02", to: "2025-03", states: [DRAFT]) { period state } } }`;
    expect(await data(federation.url, question)).toMatchObject({
      zones: expect.arrayContaining([
        { code: 'core', returns: [{ period: PERIOD, state: 'DRAFT' }] },
        expect.objectContaining({ code: 'nanjiang', returns: [] }),
      ]),
    });
    await federation.stopZone('nanjiang');
    const answer = await ask(federation.url, saveIn('nanjiang'), { variables: { input: input() } });
    expect(codesOf(answer)).toEqual(['ZONE_UNAVAILABLE']);
    expect(answer.data).toEqual({ nanjiang: null });
  });
});
