/** A return's life in its zone, asked of the zone itself as its own people do. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { RunningZone } from '../../subgraphs/kit/zone-server.ts';
import { ask, codesOf, data } from '../support/ask.ts';
import { actor, cells, FORM } from '../support/returns.ts';
import { describeOnEachDatabase } from '../support/databases.ts';
import { TestOffice } from '../support/office.ts';
import { definition, startTestZone } from '../support/zone.ts';

describeOnEachDatabase('a return', (engine) => {
  const office = new TestOffice();
  let zone: RunningZone;

  beforeAll(async () => {
    zone = await startTestZone(await definition('bazhou'), await engine.newDatabase(), { office });
  });
  afterAll(() => zone.stop());

  const { act, read, submit, submitted } = actor(() => zone.url);

  test('is due, written, submitted, and then an immutable, signed revision', async () => {
    const period = '2022-02';
    expect(await read(period, '{ state version actions opensOn dueOn timeliness draft { reason } }')).toEqual({
      ...{ state: 'DUE', version: 0, actions: ['SAVE'], opensOn: '2022-03-01', dueOn: '2022-03-10' },
      ...{ timeliness: 'OVERDUE', draft: null },
    });
    const saved = await act('saveObservations', { period, version: 0, observations: cells() });
    expect(saved).toMatchObject({ done: true, changed: 7, version: 1, state: 'DRAFT', problems: [] });
    expect(await read(period, '{ state draft { observations { indicator value unit obsStatus } } }')).toMatchObject({
      state: 'DRAFT',
      draft: {
        observations: expect.arrayContaining([
          expect.objectContaining({ indicator: 'TAX_REVENUE', value: '0.11', unit: 'CNY', obsStatus: 'A' }),
        ]),
      },
    });
    const done = await act('submitReturn', { period, version: 1 });
    expect(done).toMatchObject({ done: true, version: 2, state: 'SUBMITTED', revision: 1 });
    const now = await read(
      period,
      '{ state version draft { reason } timeliness statistics { state revision digest } revisions { revision signature withdrawnAt } }',
    );
    expect(now).toMatchObject({
      ...{ state: 'SUBMITTED', version: 2, draft: null, timeliness: 'LATE' },
      statistics: { state: 'SUBMITTED', revision: 1, digest: done.digest },
      revisions: [{ revision: 1, withdrawnAt: null }],
    });
  });

  test('takes one of two who change it at the same time, and tells the other', async () => {
    const period = '2022-03';
    const { version } = await act('saveObservations', { period, version: 0, observations: cells() });
    const both = await Promise.all(
      ['1.00', '2.00'].map((value) =>
        act('saveObservations', { period, version, observations: [{ indicator: 'TAX_REVENUE', value, unitMult: 8 }] }),
      ),
    );
    expect(both.map(({ done }) => done).toSorted()).toEqual([false, true]);
    const refused = both.find(({ done }) => !done);
    expect(refused).toMatchObject({ version: version + 1, problems: [{ code: 'VERSION_CONFLICT' }] });
    const firsts = await Promise.all(
      [1, 2].map(() => act('saveObservations', { period: '2022-04', version: 0, observations: cells() })),
    );
    expect(firsts.map(({ done }) => done).toSorted()).toEqual([false, true]);
  });

  test('is changed once for each key, in parallel too, and refuses another request under the same', async () => {
    const period = '2022-05';
    const input = { key: randomUUID(), period, version: 0, observations: cells() };
    const answers = await Promise.all([1, 2, 3, 4].map(() => act('saveObservations', input)));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]).toMatchObject({ done: true, version: 1 });
    const other = `mutation { bazhou { saveObservations(input: { key: "${input.key}", form: "${FORM}", period: "${period}", version: 1 }) { done } } }`;
    expect(codesOf(await ask(zone.url, other))).toEqual(['IDEMPOTENCY_KEY_REUSED']);
  });

  test('is not submitted with an error, nor with a warning that nobody explained', async () => {
    const period = '2022-06';
    const values = { TAX_REVENUE: '9.00', TAX_REVENUE_YTD: '9.00' };
    const { version } = await act('saveObservations', { period, version: 0, observations: cells(values) });
    const refused = await act('submitReturn', { period, version });
    expect(refused).toMatchObject({ done: false, version, state: 'DRAFT', revision: null });
    expect(refused.problems.filter(({ severity }) => severity === 'ERROR').map(({ code }) => code)).toContain(
      'TAX_WITHIN_REVENUE',
    );
    const mended = await act('saveObservations', {
      period,
      version,
      observations: cells().filter(({ indicator }) => indicator !== 'TAX_REVENUE'),
      remove: [{ indicator: 'TAX_REVENUE' }],
    });
    const warned = await act('submitReturn', { period, version: mended.version });
    expect(warned.problems.map(({ code }) => code)).toEqual(expect.arrayContaining(['UNEXPLAINED', 'MISSING']));
    const about = { period, rule: 'MISSING', indicator: 'TAX_REVENUE' };
    const none = await act('explainWarning', { ...about, version: mended.version, rule: 'NO_SUCH', text: 'x' });
    expect(none.problems).toMatchObject([{ code: 'NO_SUCH_WARNING' }]);
    const done = await submit(period, mended.version);
    expect(done).toMatchObject({ done: true, revision: 1 });
    const told = await read(period, '{ statistics { explanations { rule indicator text } } }');
    expect(JSON.stringify(told)).toContain('税务口径调整中');
  });

  test('takes no cell that could never be submitted, and keeps nothing of such a request', async () => {
    const period = '2022-07';
    const wrong = [
      { indicator: 'NO_SUCH', value: '1' },
      { indicator: 'TAX_REVENUE', value: '1', unit: 'KM2' },
      { indicator: 'TAX_REVENUE_YTD', value: '1', obsStatus: 'L' },
      { indicator: 'OPERATING_REVENUE', value: '1', block: 'nowhere' },
      { indicator: 'INDUSTRIAL_OUTPUT', value: null, obsStatus: 'K' },
    ];
    const refused = await act('saveObservations', {
      period,
      version: 0,
      observations: [...cells(), ...wrong.slice(0, 1)],
    });
    expect(refused).toMatchObject({ done: false, changed: 0, version: 0, state: 'DUE' });
    const all = await act('saveObservations', { period, version: 0, observations: wrong });
    const codes = all.problems.map(({ code }) => code);
    expect(codes).toEqual(
      expect.arrayContaining([
        'INDICATOR_NOT_ASKED',
        'UNIT_MISMATCH',
        'STATUS_CONTRADICTS',
        'UNKNOWN_BLOCK',
        'COUNTERPART',
      ]),
    );
    expect(await read(period, '{ state version draft { reason } }')).toEqual({ state: 'DUE', version: 0, draft: null });
  });

  test('states zeros explicitly when there is nothing to report', async () => {
    const saved = await act('saveObservations', { period: '2022-08', version: 0, nil: true });
    expect(saved).toMatchObject({ done: true, changed: 7 });
    expect(await submit('2022-08', saved.version)).toMatchObject({
      done: true,
      revision: 1,
    });
    const { statistics } = await read('2022-08', '{ statistics { observations { value obsStatus note } } }');
    const expected = { value: '0', obsStatus: 'A', note: '零申报 / nil return' };
    expect(statistics).toEqual({ observations: Array.from({ length: 7 }, () => expected) });
  });

  test('is withdrawn while the office has not decided, and never after', async () => {
    const period = '2022-09';
    const done = await submitted(period);
    office.reachable = false;
    const out = await act('withdrawReturn', { period, version: done.version });
    expect(out).toMatchObject({ done: false, problems: [{ code: 'OFFICE_UNREACHABLE' }] });
    office.reachable = true;
    const withdrawn = await act('withdrawReturn', { period, version: done.version });
    expect(withdrawn).toMatchObject({ done: true, state: 'DRAFT', version: done.version + 1 });
    expect(
      await read(
        period,
        '{ statistics { state } revisions { revision withdrawnAt } draft { observations { value } } }',
      ),
    ).toMatchObject({
      statistics: { state: 'NOT_REPORTED' },
      revisions: [{ revision: 1, withdrawnAt: expect.any(String) }],
      draft: { observations: expect.arrayContaining([{ value: '0.11' }]) },
    });
    const again = await submit(period, withdrawn.version);
    expect(again).toMatchObject({ done: true, revision: 2 });
    office.decide({ zone: 'bazhou', form: FORM, period, revision: 2, digest: again.digest ?? '' }, 'ACCEPTED');
    const late = await act('withdrawReturn', { period, version: again.version });
    expect(late).toMatchObject({ done: false, state: 'ACCEPTED', problems: [{ code: 'NOT_ALLOWED' }] });
    expect(await read(period, '{ state }')).toEqual({ state: 'ACCEPTED' });
  });

  test('is corrected after a decision by a new revision with its reason, and what was there stays', async () => {
    const period = '2022-10';
    const first = await submitted(period);
    expect(await act('reviseReturn', { period, version: first.version, reason: 'ERROR' })).toMatchObject({
      problems: [{ code: 'NOT_ALLOWED' }],
    });
    office.decide({ zone: 'bazhou', form: FORM, period, revision: 1, digest: first.digest ?? '' }, 'ACCEPTED');
    const asOf = new Date().toISOString();
    const draft = await act('reviseReturn', { period, version: first.version, reason: 'ERROR' });
    expect(draft).toMatchObject({ done: true, state: 'DRAFT' });
    const saved = await act('saveObservations', {
      period,
      version: draft.version,
      observations: [{ indicator: 'TAX_REVENUE', value: '0.12', unitMult: 8 }],
    });
    const second = await submit(period, saved.version);
    expect(second).toMatchObject({ done: true, revision: 2 });
    expect(await read(period, '{ state revisions { revision reason verdict } }')).toEqual({
      state: 'SUBMITTED',
      revisions: [
        { revision: 2, reason: 'ERROR', verdict: null },
        { revision: 1, reason: null, verdict: 'ACCEPTED' },
      ],
    });
    const then = `{ bazhou { return(form: "${FORM}", period: "${period}", asOf: "${asOf}") { state statistics { revision digest } } } }`;
    expect(await data(zone.url, then)).toEqual({
      bazhou: { return: { state: 'ACCEPTED', statistics: { revision: 1, digest: first.digest } } },
    });
  });

  test('is not corrected by what says the same again, unless what it means has changed', async () => {
    const period = '2022-12';
    const first = await submitted(period);
    office.decide({ zone: 'bazhou', form: FORM, period, revision: 1, digest: first.digest ?? '' }, 'ACCEPTED');
    const draft = await act('reviseReturn', { period, version: first.version, reason: 'ERROR' });
    const same = await submit(period, draft.version);
    expect(same).toMatchObject({ done: false, state: 'DRAFT', problems: [{ code: 'NOTHING_CHANGED' }] });
    const added = [{ indicator: 'TAX_REVENUE', value: '0.12', unitMult: 8 }];
    const saved = await act('saveObservations', { period, version: same.version, observations: added });
    const second = await submit(period, saved.version);
    expect(second).toMatchObject({ done: true, revision: 2 });
    office.decide({ zone: 'bazhou', form: FORM, period, revision: 2, digest: second.digest ?? '' }, 'ACCEPTED');
    const method = await act('reviseReturn', { period, version: second.version, reason: 'METHOD' });
    expect(await submit(period, method.version)).toMatchObject({ done: true, revision: 3 });
  });

  test('is taken up again as it was when it is sent back', async () => {
    const period = '2022-11';
    const first = await submitted(period);
    office.decide(
      { zone: 'bazhou', form: FORM, period, revision: 1, digest: first.digest ?? '' },
      'RETURNED',
      '税收请核对',
    );
    const saved = await act('saveObservations', {
      period,
      version: first.version,
      observations: [{ indicator: 'TAX_REVENUE', value: '0.13', unitMult: 8 }],
    });
    expect(saved).toMatchObject({ done: true, state: 'DRAFT', changed: 1 });
    expect(
      await read(period, '{ draft { observations { indicator } } revisions { verdict verdictReason } }'),
    ).toMatchObject({
      draft: { observations: { length: 7 } },
      revisions: [{ verdict: 'RETURNED', verdictReason: '税收请核对' }],
    });
  });

  test('is refused for a period that its form does not ask for, and two actions in one operation', async () => {
    const january = `mutation { bazhou { saveObservations(input: { key: "k", form: "${FORM}", period: "2022-01", version: 0, nil: true }) { done } } }`;
    expect(codesOf(await ask(zone.url, january))).toEqual(['NOT_A_PERIOD_OF_FORM']);
    const save = (key: string): string =>
      `saveObservations(input: { key: "${key}", form: "${FORM}", period: "2021-12", version: 0, nil: true }) { done }`;
    const two = `mutation { bazhou { a: ${save('a')} ... on BazhouMutations { b: ${save('b')} } } }`;
    expect(codesOf(await ask(zone.url, two))).toEqual(['ONE_ACTION_PER_OPERATION']);
    expect(await read('2021-12', '{ state version }')).toEqual({ state: 'DUE', version: 0 });
  });
});
