import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { describeOnEachDatabase } from '../support/databases.ts';
import { openCore, signedRevision, signedWithdrawal, type TestCore } from '../support/core.ts';

const DIGEST = 'a'.repeat(64);
const RECORDED = '2024-08-02T01:02:03.004Z';

const ACT = (name: string): string =>
  `mutation ($input: ${name.charAt(0).toUpperCase()}${name.slice(1)}Input!) { office { ${name}(input: $input) { done } } }`;

/** What a hosted zone says of its returns, as the gateway hands it over. */
const summary = (period: string, over: object = {}) => ({
  ...{ period, drafting: false, revision: 1, digest: DIGEST, recordedAt: RECORDED, firstSubmittedAt: RECORDED },
  synthetic: false,
  ...over,
});
const NOTHING = { revision: null, digest: null, recordedAt: null, firstSubmittedAt: null };

const MATRIX = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Completeness {
  total { expected reported accepted onTime late overdue unknown rate }
  zones { zone gap total { reported } cells { period state timeliness gap dueOn revision } }
  reminders { zone form period state dueOn daysLate message }
} } }`;

describeOnEachDatabase('completeness', (engine) => {
  let core: TestCore;
  beforeAll(async () => {
    core = await openCore(await engine.newDatabase(), new Map([['tongjiang', 'TIMEOUT']]));
  });
  afterAll(() => core.database.destroy());

  /** Of July 2024, due on 10 August, and of August. */
  const asked = (answers: Readonly<Record<string, unknown>>) => ({
    ...{ __typename: 'Completeness', form: 'ZONE_MONTHLY', from: '2024-07', to: '2024-08' },
    ...answers,
  });
  const answers = {
    bazhou: [summary('2024-07'), summary('2024-08', { drafting: true, ...NOTHING })],
    enyang: [
      summary('2024-07'),
      summary('2024-08', { recordedAt: '2024-09-11T00:00:00.000Z', firstSubmittedAt: '2024-09-11T00:00:00.000Z' }),
    ],
    nanjiang: [summary('2024-07', NOTHING), summary('2024-08', NOTHING)],
    tongjiang: null,
  };

  test('is what the zones say, with what the office has decided; who gives no answer is not known', async () => {
    await core.ask(ACT('sendBack'), {
      input: { key: '1', revision: signedRevision({ period: '2024-07' }), reason: '税收有误' },
    });
    await core.ask(ACT('acceptReturn'), { input: { key: '2', revision: signedRevision({ zone: 'enyang' }) } });
    const found = await core.ask(MATRIX, { of: [asked(answers)] });
    expect(found).toMatchObject({
      _entities: [
        {
          total: { expected: 10, reported: 2, accepted: 1, onTime: 2, late: 1, overdue: 5, unknown: 2, rate: null },
          zones: [
            { zone: 'core', gap: null, total: { reported: 0 }, cells: [{ state: 'DUE' }, { timeliness: 'OVERDUE' }] },
            { zone: 'bazhou', cells: [{ state: 'RETURNED', timeliness: 'ON_TIME' }, { state: 'DRAFT' }] },
            { zone: 'enyang', cells: [{ state: 'ACCEPTED', dueOn: '2024-08-10' }, { timeliness: 'LATE' }] },
            { zone: 'nanjiang', cells: [{ state: 'DUE', revision: null }, { state: 'DUE' }] },
            { zone: 'tongjiang', gap: 'TIMEOUT', cells: [{ state: null, timeliness: null }, { state: null }] },
          ],
          reminders: [
            { zone: 'bazhou', period: '2024-07', state: 'RETURNED', message: expect.stringContaining('税收有误') },
            { zone: 'core', period: '2024-07' },
            { zone: 'nanjiang', period: '2024-07' },
            { zone: 'core', period: '2024-08' },
            { zone: 'bazhou', period: '2024-08', state: 'DRAFT' },
            { zone: 'nanjiang', period: '2024-08' },
          ],
        },
      ],
    });
  });

  test.each([
    ['a period short', [summary('2024-07')]],
    ['a period twice', [summary('2024-07'), summary('2024-07')]],
    ['another period', [summary('2024-07'), summary('2024-09')]],
    ['a revision without a digest', [summary('2024-07', { digest: null }), summary('2024-08')]],
    ['a digest without a revision', [summary('2024-07', { revision: null }), summary('2024-08')]],
    [
      'submitted before it was first',
      [summary('2024-07', { firstSubmittedAt: '2024-08-03T00:00:00.000Z' }), summary('2024-08')],
    ],
    ['not even a list', 'x'],
    [
      'a revision with another content than was accepted',
      [summary('2024-07', { digest: 'b'.repeat(64) }), summary('2024-08')],
    ],
  ])('refuses an answer that breaks the contract: %s', async (_, enyang) => {
    const found = await core.ask(MATRIX, { of: [asked({ ...answers, enyang })] });
    expect(found).toMatchObject({
      _entities: [{ zones: expect.arrayContaining([expect.objectContaining({ zone: 'enyang', gap: 'BAD_DATA' })]) }],
    });
  });

  test('counts no revision that the core knows to have ended, though its zone presents it', async () => {
    const later = { zone: 'enyang', period: '2024-08', digest: DIGEST };
    await core.ask(ACT('acceptReturn'), { input: { key: '3', revision: signedRevision({ ...later, revision: 2 }) } });
    const returned = signedRevision({ ...later, zone: 'nanjiang', revision: 2 });
    await core.ask(ACT('sendBack'), { input: { key: '4', revision: returned, reason: '第二版有误' } });
    const withdrawn = signedRevision({ ...later, zone: 'bazhou' });
    await core.office.withdraw(withdrawn, signedWithdrawal(withdrawn));
    const stale = [summary('2024-07', NOTHING), summary('2024-08')];
    const found = await core.ask(MATRIX, { of: [asked({ bazhou: stale, enyang: stale, nanjiang: stale })] });
    const unknown = { state: null, timeliness: null, gap: 'SUPERSEDED' };
    expect(found).toMatchObject({
      _entities: [
        {
          total: { reported: 0, accepted: 0, unknown: 4, rate: null },
          zones: [
            {},
            { zone: 'bazhou', gap: null, cells: [{}, unknown] },
            { zone: 'enyang', gap: null, cells: [{}, unknown] },
            { zone: 'nanjiang', gap: null, cells: [{}, { state: 'RETURNED', gap: null }] },
            { zone: 'tongjiang', cells: [{ gap: 'TIMEOUT' }, { gap: 'TIMEOUT' }] },
          ],
          reminders: expect.arrayContaining([
            expect.objectContaining({
              zone: 'nanjiang',
              period: '2024-08',
              message: expect.stringContaining('第二版有误'),
            }),
          ]),
        },
      ],
    });
  });

  test('is asked with a form that there is, over 120 periods at most', async () => {
    const query = (form: string, from: string, to: string): string =>
      `{ completeness(form: "${form}", from: "${from}", to: "${to}") { form from to } }`;
    expect(await core.ask(query('ZONE_MONTHLY', '2014', '2023'))).toMatchObject({ completeness: { from: '2014' } });
    expect(await core.codes(query('ZONE_MONTHLY', '2013', '2024'))).toEqual(['TOO_MANY_PERIODS']);
    expect(await core.codes(query('NONE', '2024', '2024'))).toEqual(['FORM_NOT_FOUND']);
  });
});
