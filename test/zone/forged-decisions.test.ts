import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { DecisionSchema } from '../../subgraphs/core/decisions/entities.ts';
import {
  acceptReturn,
  recordWithdrawal,
  sendBack,
  type DecisionResult,
} from '../../subgraphs/core/decisions/office.ts';
import { closeReturns, decisionsOf, momentOf } from '../../subgraphs/core/decisions/service.ts';
import type { SignedRevision } from '../../subgraphs/kit/office/office.ts';
import { newSigner } from '../../subgraphs/kit/signing/keys.ts';
import { describeOnEachDatabase } from '../support/databases.ts';
import { openCore, signedRevision, signedWithdrawal, signerOf, type TestCore } from '../support/core.ts';

describeOnEachDatabase('the table of decisions', (engine) => {
  let core: TestCore;
  beforeAll(async () => {
    core = await openCore(await engine.newDatabase());
  });
  afterAll(() => core.database.destroy());

  let keys = 0;
  const newKey = (): string => `key ${keys++}`;
  const accept = (revision: SignedRevision): Promise<DecisionResult> => acceptReturn(core, { key: newKey(), revision });
  const returned = (revision: SignedRevision) => sendBack(core, { key: newKey(), revision, reason: '税收有误' });
  const withdraw = (revision: SignedRevision) => {
    const { signature, keyId } = signedWithdrawal(revision);
    return recordWithdrawal(core, { key: newKey(), revision, withdrawal: signature, withdrawalKeyId: keyId });
  };

  test('counts no row that the core has not signed as it stands, and tells its operators', async () => {
    const [revision, genuine] = [1, 2].map((number) => signedRevision({ period: '2023-11', revision: number }));
    if (!revision || !genuine) throw new Error('two revisions');
    await returned(genuine);
    const { zone, form, period, digest } = revision;
    const forged = { ...{ zone, form, period, digest, revision: 1, closing: 0, outcome: 'ACCEPTED', reason: null } };
    const rows = core.database.getRepository(DecisionSchema);
    const signed = { signature: 'FORGED', keyId: signerOf('core').keyId, releaseId: null };
    await rows.insert({ ...forged, ...signed, decidedAt: new Date() });
    await rows.update({ period, revision: 2 }, { reason: '并无此事' });

    const found = await decisionsOf(core, { form, periods: [period] }, null);
    expect(found.all(zone, period)).toEqual([]);
    expect((await core.office.decisions(zone, null)).filter((each) => each.period === period)).toEqual([]);
    expect(core.lines.at(-1)).toMatchObject({
      level: 'error',
      rows: expect.arrayContaining([
        { zone, form, period, revision: 1, outcome: 'ACCEPTED' },
        { zone, form, period, revision: 2, outcome: 'RETURNED' },
      ]),
    });
    for (const refused of [await accept(revision), await returned(revision), await withdraw(genuine)]) {
      expect(refused).toMatchObject({ done: false, decision: null, problems: [{ code: 'DECISION_DAMAGED' }] });
    }
    const close = core.database.transaction(async (manager) =>
      closeReturns(manager, core, [revision], 'forged', await momentOf(manager)),
    );
    await expect(close).rejects.toThrow('has not signed');
    await rows.update({ period, revision: 2 }, { reason: '税收有误' });
    const again = await decisionsOf(core, { form, periods: [period] }, null);
    expect(again.all(zone, period)).toMatchObject([{ revision: 2, reason: '税收有误' }]);
    await rows.delete({ period, revision: 1 });
  });

  test('believes what the core signed with a key that it has changed since', async () => {
    const revision = signedRevision({ period: '2023-12' });
    await accept(revision);
    const changed = { ...core, signer: newSigner() };
    const found = await decisionsOf(changed, { form: 'ZONE_MONTHLY', periods: ['2023-12'] }, null);
    expect(found.on('bazhou', '2023-12', 1)).toMatchObject({ outcome: 'ACCEPTED' });
    const registered = { ...changed, keys: { find: () => undefined } };
    const lost = await decisionsOf(registered, { form: 'ZONE_MONTHLY', periods: ['2023-12'] }, null);
    expect(lost.on('bazhou', '2023-12', 1)).toBeUndefined();
    const unregistered = { ...core, keys: { find: () => undefined } };
    const own = await decisionsOf(unregistered, { form: 'ZONE_MONTHLY', periods: ['2023-12'] }, null);
    expect(own.on('bazhou', '2023-12', 1)).toMatchObject({ outcome: 'ACCEPTED' });
  });
});
