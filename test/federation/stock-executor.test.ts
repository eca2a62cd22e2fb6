/** Apollo's own executor can be switched to by one setting, and is honest there too. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ask, codesOf, PAPER_ANSWER, PAPER_QUESTION } from '../support/ask.ts';
import { startFederation, type Federation } from '../support/federation.ts';

describe('GATEWAY_EXECUTOR=stock', () => {
  let federation: Federation;
  beforeAll(async () => {
    federation = await startFederation(() => Promise.resolve('sqlite::memory:'), { executor: 'stock' });
  });
  afterAll(() => federation.stop());

  test('answers the question of the README', async () => {
    expect((await ask(federation.url, PAPER_QUESTION)).data).toEqual({ consolidation: PAPER_ANSWER });
  });

  test.each([
    '{ consolidation(period: "2021-01-01/..") { nanjiang: enyang { state } figure(indicator: "INDUSTRIAL_OUTPUT") { value } } }',
    '{ consolidation(period: "2021-01-01/..") { nanjiang { observations { unitMult: decimals } } figures { value } } }',
    '{ consolidation(period: "2021-01-01/..") { mode: period } }',
    '{ zones { code: name statistics(period: "2024") { state } } }',
    '{ zones { __typename: code } }',
  ])('refuses an alias that would feed the core another figure: %s', async (question) => {
    const answer = await ask(federation.url, question);
    expect(codesOf(answer)).toEqual(['ALIAS_NOT_ALLOWED']);
    expect(answer.data).toBeUndefined();
  });

  test('refuses a wrong question with its code', async () => {
    const question = '{ consolidation(period: "2024") { figure(indicator: "ASSESSMENT_SCORE") { value } } }';
    expect(codesOf(await ask(federation.url, question))).toEqual(['INDICATOR_NOT_ADDITIVE']);
  });

  test('lists a district that is gone as a gap, with one error', async () => {
    await federation.stopZone('nanjiang');
    const answer = await ask(
      federation.url,
      '{ consolidation(period: "2021-01-01/..", mode: PARTIAL) { nanjiang { state } figure(indicator: "ENTERPRISES") { coverage { gaps { zone reason } } } } }',
    );
    expect(codesOf(answer)).toEqual(['ZONE_UNAVAILABLE']);
    expect(answer.data).toMatchObject({
      consolidation: {
        nanjiang: null,
        figure: { coverage: { gaps: expect.arrayContaining([{ zone: 'nanjiang', reason: 'REFUSED' }]) } },
      },
    });
  });
});
