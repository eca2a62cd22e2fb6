import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { IsNull, Not } from 'typeorm';
import { z } from 'zod';
import { DecisionSchema } from '../../subgraphs/core/decisions/entities.ts';
import { closeReturns, decisionsOf, momentOf } from '../../subgraphs/core/decisions/service.ts';
import { decisionStatement, OUTCOMES, type SignedRevision } from '../../subgraphs/kit/office/office.ts';
import { officeAt } from '../../subgraphs/kit/office/over-http.ts';
import { newSigner, verifySignature } from '../../subgraphs/kit/signing/keys.ts';
import { data } from '../support/ask.ts';
import { describeOnEachDatabase } from '../support/databases.ts';
import { openCore, signedRevision, signedWithdrawal, signerOf, type TestCore } from '../support/core.ts';
import { SIGNER, definition, startTestZone } from '../support/zone.ts';

const FIELDS = 'zone form period revision digest outcome reason decidedAt signature keyId';
const RESULT = `{ done decision { ${FIELDS} } problems { code severity message ... on ActionProblem { zone } } }`;
const ACCEPT = `mutation ($input: AcceptReturnInput!) { office { result: acceptReturn(input: $input) ${RESULT} } }`;
const SEND_BACK = `mutation ($input: SendBackInput!) { office { result: sendBack(input: $input) ${RESULT} } }`;
const WITHDRAW = `mutation ($input: RecordWithdrawalInput!) { office { result: recordWithdrawal(input: $input) ${RESULT} } }`;

const decision = z.object({
  zone: z.string(),
  form: z.string(),
  period: z.string(),
  revision: z.int(),
  digest: z.string(),
  outcome: z.enum(OUTCOMES),
  reason: z.string().nullable(),
  decidedAt: z.string(),
  signature: z.string(),
  keyId: z.string(),
});
const answer = z.object({
  office: z.object({
    result: z.object({
      done: z.boolean(),
      decision: decision.nullable(),
      problems: z.array(z.object({ code: z.string(), severity: z.string(), message: z.string(), zone: z.string() })),
    }),
  }),
});
type Result = z.infer<typeof answer>['office']['result'];

describeOnEachDatabase('the office', (engine) => {
  let core: TestCore;
  beforeAll(async () => {
    core = await openCore(await engine.newDatabase());
  });
  afterAll(() => core.database.destroy());

  let keys = 0;
  const act = async (mutation: string, input: object): Promise<Result> =>
    answer.parse(await core.ask(mutation, { input: { key: `key ${keys++}`, ...input } })).office.result;
  const accept = (revision: SignedRevision) => act(ACCEPT, { revision });
  const sendBack = (revision: SignedRevision, reason = '税收有误') => act(SEND_BACK, { revision, reason });
  const withdraw = (revision: SignedRevision, withdrawal = signedWithdrawal(revision)) =>
    act(WITHDRAW, { revision, withdrawal: withdrawal.signature, withdrawalKeyId: withdrawal.keyId });
  const codes = ({ problems }: Result): string[] => problems.map(({ code }) => code);
  const rowsOf = ({ form, period, zone, revision }: SignedRevision) =>
    core.database.getRepository(DecisionSchema).findBy({ form, period, zone, revision });

  test('accepts what its zone has signed, and signs that with the time of its own clock', async () => {
    const ahead = signedRevision({ period: '2024-02', recordedAt: new Date(Date.now() + 900).toISOString() });
    const before = Date.now();
    const { done, decision: made, problems } = await accept(ahead);
    expect([done, problems]).toEqual([true, []]);
    if (!made) throw new Error('a decision was made');
    expect(made).toMatchObject({ zone: 'bazhou', period: '2024-02', outcome: 'ACCEPTED', reason: null });
    expect(Date.parse(made.decidedAt)).toBeGreaterThanOrEqual(before);
    expect(Date.parse(made.decidedAt)).toBeLessThanOrEqual(Date.now());
    expect(made.keyId).toBe(signerOf('core').keyId);
    expect(verifySignature(signerOf('core').publicJwk, decisionStatement(made), made.signature)).toBe(true);
  });

  test('sends back with a reason, and not without one', async () => {
    const revision = signedRevision({ period: '2024-03' });
    expect(codes(await sendBack(revision, ' \n'))).toEqual(['REASON_NEEDED']);
    expect(codes(await sendBack(revision, '长'.repeat(501)))).toEqual(['REASON_NEEDED']);
    expect(await rowsOf(revision)).toEqual([]);
    const reason = '长'.repeat(500);
    const { decision: made } = await sendBack(revision, ` ${reason} `);
    expect(made).toMatchObject({ outcome: 'RETURNED', reason });
    if (!made) throw new Error('a decision was made');
    const [kept] = (await core.office.decisions('bazhou', made.decidedAt)).filter(({ period }) => period === '2024-03');
    expect(kept).toEqual(made);
    expect(verifySignature(signerOf('core').publicJwk, decisionStatement(made), made.signature)).toBe(true);
  });

  test.each([
    ['a lone surrogate', '税收\ud800有误'],
    ['characters that cannot be seen', '\u200b\u2060'],
    ['punctuation', '……!?'],
  ])('takes no reason that says nothing: %s', async (_, reason) => {
    const revision = signedRevision({ period: '2024-03', revision: 2 });
    expect(codes(await sendBack(revision, reason))).toEqual(['REASON_NEEDED']);
    expect(await rowsOf(revision)).toEqual([]);
  });

  test('decides nothing of a revision that its zone says it will submit', async () => {
    const recordedAt = new Date(Date.now() + 60_000).toISOString();
    const revision = signedRevision({ period: '2024-03', revision: 3, recordedAt });
    for (const refused of [await accept(revision), await sendBack(revision)]) {
      expect(refused).toMatchObject({ done: false, decision: null, problems: [{ code: 'RECORDED_IN_FUTURE' }] });
    }
    expect(await rowsOf(revision)).toEqual([]);
    expect((await withdraw(revision)).done).toBe(true);
  });

  test('decides once of a revision, and shows who comes later what was decided', async () => {
    const revision = signedRevision({ period: '2024-04' });
    const { decision: first } = await accept(revision);
    for (const later of [
      await sendBack(revision),
      await accept(revision),
      await withdraw(revision),
      await accept(signedRevision({ period: '2024-04', digest: 'b'.repeat(64) })),
    ]) {
      expect([later.done, codes(later), later.decision]).toEqual([false, ['ALREADY_DECIDED'], first]);
    }
    expect((await accept(signedRevision({ period: '2024-04', revision: 2 }))).done).toBe(true);
    expect(await rowsOf(revision)).toHaveLength(1);
  });

  test('records a withdrawal once, and answers it again to a zone that had no answer', async () => {
    const revision = signedRevision({ period: '2024-05' });
    const first = await withdraw(revision);
    expect(first).toMatchObject({ done: true, decision: { outcome: 'WITHDRAWN' } });
    expect(await withdraw(revision)).toEqual(first);
    expect(await core.office.withdraw(revision, signedWithdrawal(revision))).toEqual(first.decision);
    expect(await accept(revision)).toMatchObject({ done: false, decision: first.decision });
    expect(await rowsOf(revision)).toHaveLength(1);
  });

  test.each([
    ['UNKNOWN_ZONE', signedRevision({ zone: 'nowhere' }, newSigner())],
    ['FORM_NOT_FOUND', signedRevision({ form: 'NONE' })],
    ['NOT_A_PERIOD_OF_FORM', signedRevision({ period: '2024-01' })],
    ['UNKNOWN_KEY', signedRevision({}, newSigner())],
    ['UNKNOWN_KEY', signedRevision({}, signerOf('enyang'))],
    ['SIGNATURE_INVALID', { ...signedRevision(), digest: 'b'.repeat(64) }],
    ['SIGNATURE_INVALID', { ...signedRevision(), revision: 7 }],
    ['SIGNATURE_INVALID', { ...signedRevision(), signature: 'x'.repeat(86) }],
  ])('refuses what is not signed by its zone: %s', async (code, revision) => {
    for (const refused of [
      await accept(revision),
      await sendBack(revision),
      await withdraw(revision, { signature: 'x', keyId: 'x' }),
    ]) {
      expect(refused).toMatchObject({ done: false, decision: null, problems: [{ code, severity: 'ERROR' }] });
    }
    expect(await rowsOf(revision)).toEqual([]);
  });

  test('takes no withdrawal that the zone has not signed as such', async () => {
    const revision = signedRevision({ period: '2024-06', digest: '6'.repeat(64) });
    expect(codes(await withdraw(revision, revision))).toEqual(['SIGNATURE_INVALID']);
    expect(codes(await withdraw(revision, signedWithdrawal(revision, signerOf('enyang'))))).toEqual(['UNKNOWN_KEY']);
    const blank = { signature: '', keyId: revision.keyId };
    await expect(core.office.withdraw(revision, blank)).rejects.toThrow('签名');
    expect(await rowsOf(revision)).toEqual([]);
  });

  test('refuses what is no revision', async () => {
    const input = { key: 'k', revision: { ...signedRevision(), digest: 'A'.repeat(64) } };
    expect(await core.codes(ACCEPT, { input })).toEqual(['BAD_USER_INPUT']);
  });

  test('lets one win of acting and withdrawing at once, and tells both which', async () => {
    for (let revision = 10; revision < 20; revision += 1) {
      const one = signedRevision({ period: '2024-08', revision });
      const results = await Promise.all([accept(one), withdraw(one), sendBack(one), accept(one)]);
      const won = results.filter(({ done }) => done);
      expect(won).toHaveLength(1);
      expect(results.map(({ decision: made }) => made)).toEqual(results.map(() => won[0]?.decision));
      expect(await rowsOf(one)).toHaveLength(1);
    }
  });

  test('does one thing for a key, however often and in how many ways it is sent', async () => {
    const input = { key: 'the same', revision: signedRevision({ period: '2024-09' }) };
    const all = await Promise.all(Array.from({ length: 5 }, () => act(ACCEPT, input)));
    expect(all.every(({ done }) => done)).toBe(true);
    expect(new Set(all.map((each) => JSON.stringify(each))).size).toBe(1);
    expect(await rowsOf(input.revision)).toHaveLength(1);
    const other = { key: 'the same', revision: signedRevision({ period: '2024-10' }) };
    expect(await core.codes(ACCEPT, { input: other })).toEqual(['IDEMPOTENCY_KEY_REUSED']);
    expect(await core.codes(SEND_BACK, { input: { ...input, reason: 'x' } })).toEqual(['IDEMPOTENCY_KEY_REUSED']);
  });

  test('leaves a key free that was refused', async () => {
    const revision = signedRevision({ period: '2024-10' });
    const refused = await act(ACCEPT, { key: 'free', revision: { ...revision, revision: 2 } });
    expect(refused.done).toBe(false);
    expect((await act(ACCEPT, { key: 'free', revision })).done).toBe(true);
  });

  test('gives a zone its decisions, oldest first, from an instant on', async () => {
    const made = [];
    for (const period of ['2023-02', '2023-03', '2023-04']) {
      made.push((await accept(signedRevision({ zone: 'tongjiang', period }))).decision);
      await sleep(3);
    }
    const asked = `query ($since: DateTime) { decisions(zone: "tongjiang", since: $since) { ${FIELDS} } }`;
    expect(await core.ask(asked)).toEqual({ decisions: made });
    expect(await core.ask(asked, { since: made[1]?.decidedAt })).toEqual({ decisions: made.slice(1) });
    expect(await core.office.decisions('tongjiang', null)).toEqual(made);
    expect(await core.ask('{ decisions(zone: "nowhere") { zone } }')).toEqual({ decisions: [] });
  });

  test('closes what was accepted, once, with the release that it is in', async () => {
    const accepted = signedRevision({ zone: 'enyang', period: '2023-05' });
    const returned = signedRevision({ zone: 'enyang', period: '2023-06' });
    const acceptedAt = (await accept(accepted)).decision?.decidedAt;
    await sendBack(returned);
    const close = (revisions: readonly SignedRevision[], release: string) =>
      core.database.transaction(async (manager) =>
        closeReturns(manager, core, revisions, release, await momentOf(manager)),
      );
    await expect(close([accepted, returned], 'r1')).rejects.toThrow('was not');
    await expect(close([{ ...accepted, digest: 'b'.repeat(64) }], 'r1')).rejects.toThrow('was not');
    const [final] = await close([accepted], 'r1');
    expect(final).toMatchObject({ outcome: 'FINAL', digest: accepted.digest, keyId: signerOf('core').keyId });
    expect(await close([accepted], 'r2')).toEqual([]);
    const closing = await core.database.getRepository(DecisionSchema).findBy({ releaseId: Not(IsNull()) });
    expect(closing.map(({ releaseId }) => releaseId)).toEqual(['r1']);

    const now = await decisionsOf(core, { form: 'ZONE_MONTHLY', periods: ['2023-05', '2023-06'] }, null);
    expect(now.on('enyang', '2023-05', 1)).toMatchObject({ outcome: 'FINAL', acceptedAt });
    expect(now.on('enyang', '2023-06', 1)).toMatchObject({ outcome: 'RETURNED', reason: '税收有误', acceptedAt: null });
    expect(now.on('bazhou', '2023-05', 1)).toBeUndefined();
    expect(codes(await withdraw(accepted))).toEqual(['ALREADY_DECIDED']);
  });

  test('tells what it had decided as of an instant, which waits for what is being decided', async () => {
    const revision = signedRevision({ zone: 'nanjiang', period: '2023-07' });
    const made = (await accept(revision)).decision;
    const at = async (instant: number) => {
      const about = { form: 'ZONE_MONTHLY', periods: ['2023-07'] };
      const found = await decisionsOf(core, about, new Date(instant).toISOString());
      return found.on('nanjiang', '2023-07', 1)?.outcome;
    };
    const then = Date.parse(made?.decidedAt ?? '');
    expect([await at(then - 1), await at(then)]).toEqual([undefined, 'ACCEPTED']);

    const chosen = Promise.withResolvers<Date>();
    const closing = core.database.transaction(async (manager) => {
      const moment = await momentOf(manager);
      chosen.resolve(moment);
      await sleep(200);
      return closeReturns(manager, core, [revision], 'r3', moment);
    });
    const moment = (await chosen.promise).getTime();
    expect([await at(moment), await at(moment - 1)]).toEqual(['FINAL', 'ACCEPTED']);
    await closing;
  });

  test('is reached by a zone at its address, with the same answers', async () => {
    const running = await startTestZone(await definition('core'), await engine.newDatabase());
    const office = officeAt(running.url);
    const [withdrawn, decided] = [
      signedRevision({}, SIGNER),
      signedRevision({ revision: 2, digest: 'c'.repeat(64) }, SIGNER),
    ];
    const first = await office.withdraw(withdrawn, signedWithdrawal(withdrawn, SIGNER));
    expect(first).toMatchObject({ outcome: 'WITHDRAWN', digest: withdrawn.digest });
    expect(await office.withdraw(withdrawn, signedWithdrawal(withdrawn, SIGNER))).toEqual(first);
    const input = { key: 'accept', revision: decided };
    const accepted = await data(running.url, ACCEPT, { variables: { input } });
    const { decision: acceptance } = answer.parse(accepted).office.result;
    expect(await office.withdraw(decided, signedWithdrawal(decided, SIGNER))).toEqual(acceptance);
    expect(await office.decisions('bazhou', null)).toEqual([first, acceptance]);
    expect(await office.decisions('bazhou', acceptance?.decidedAt ?? null)).toContainEqual(acceptance);
    const forged = signedRevision({ revision: 3, digest: 'd'.repeat(64) });
    await expect(office.withdraw(forged, signedWithdrawal(forged))).rejects.toThrow('register its public key');
    await running.stop();
    await expect(office.decisions('bazhou', null)).rejects.toThrow('cannot be reached');
  });
});
