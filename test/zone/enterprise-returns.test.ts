/** The return of a form that enterprises fill in: their sums leave the zone, their figures are sealed in it. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { zoneContext, type ZoneRuntime } from '../../subgraphs/kit/context.ts';
import { moveEnterprise, saveEnterprises } from '../../subgraphs/kit/enterprises/register.ts';
import { knownOf } from '../../subgraphs/kit/returns/facts.ts';
import type { ObservationInput } from '../../subgraphs/kit/returns/cells.ts';
import { enterpriseDigestOf } from '../../subgraphs/kit/returns/enterprise-cells.ts';
import { SealedObservationSchema } from '../../subgraphs/kit/returns/entities.ts';
import { saveObservations } from '../../subgraphs/kit/returns/save.ts';
import { sealedStatisticsFor } from '../../subgraphs/kit/returns/sealed.ts';
import { explainWarning, submitReturn } from '../../subgraphs/kit/returns/submit.ts';
import { reviseReturn } from '../../subgraphs/kit/returns/undo.ts';
import { digestOfAnswer } from '../../subgraphs/kit/statistics/digest.ts';
import { returnsInForce } from '../../subgraphs/kit/statistics/store.ts';
import { describeOnEachDatabase } from '../support/databases.ts';
import { TestOffice } from '../support/office.ts';
import { testRuntime } from '../support/zone.ts';
import { emptyRegister, enterprise, FORM, MONTH, uscc } from './enterprises.ts';

const of = { form: FORM, period: MONTH };

describeOnEachDatabase('the return of enterprises', (engine) => {
  const office = new TestOffice();
  let database: DataSource;
  let runtime: ZoneRuntime;

  beforeAll(async () => {
    database = await emptyRegister(await engine.newDatabase());
    runtime = testRuntime('bazhou', database, office);
    const entries = [enterprise(1, 'a'), enterprise(2, 'a'), enterprise(3, 'b')];
    const { problems } = await database.transaction((manager) => saveEnterprises(manager, entries));
    expect(problems).toEqual([]);
  });
  afterAll(() => database.destroy());

  const version = async (): Promise<number> => (await knownOf(runtime, FORM, [MONTH]))[0]?.head?.version ?? 0;
  const save = async (observations: readonly ObservationInput[]) =>
    saveObservations(runtime, { ...of, key: randomUUID(), version: await version(), observations });
  const submit = async () => submitReturn(runtime, { ...of, key: randomUUID(), version: await version() });
  const inForce = async () => {
    const [found] = await returnsInForce(database, [{ ...of, asOf: null }]);
    if (!found) throw new Error('nothing is in force');
    return { ...found, zone: 'bazhou' };
  };
  const revenue = (n: number, value: string | null): ObservationInput => ({
    ...{ indicator: 'OPERATING_REVENUE', enterprise: uscc(n), value, unitMult: 4 },
  });

  test('holds the sums, says who is missing, and gives no single enterprise away', async () => {
    expect(await save([revenue(1, '100.5'), revenue(2, '200'), revenue(3, null)])).toMatchObject({
      done: true,
      changed: 3,
    });
    expect(await submit()).toMatchObject({ done: true, revision: 1 });
    const answered = await inForce();
    const cells = answered.observations.map(({ block, value, obsStatus }) => [block, value, obsStatus]);
    expect(cells).toEqual([
      [null, '3005000', 'P'],
      ['a', '3005000', 'A'],
      ['b', null, 'L'],
    ]);
    expect(answered.observations[0]?.note).toContain('1 家缺数');
    expect(JSON.stringify(answered)).not.toContain(uscc(1));
    expect(digestOfAnswer(answered)).toBe(answered.digest);
    expect(answered.enterpriseDigest).toBe(await enterpriseDigestOf(database, of, []));
  });

  test('is refused as a whole for a code that is not registered, a figure of the zone, and a nil', async () => {
    office.decide({ ...(await inForce()), zone: 'bazhou' }, 'RETURNED', '请补报');
    const unknown = await save([revenue(1, '1'), revenue(9, '5')]);
    expect(unknown).toMatchObject({
      done: false,
      state: 'RETURNED',
      problems: [{ code: 'NOT_REGISTERED', enterprise: uscc(9) }],
    });
    const whole = await save([{ indicator: 'OPERATING_REVENUE', value: '1' }]);
    expect(whole).toMatchObject({ done: false, problems: [{ code: 'LEVEL_NOT_ASKED' }] });
    const nil = await saveObservations(runtime, { ...of, key: randomUUID(), version: await version(), nil: true });
    expect(nil).toMatchObject({ done: false, problems: [{ code: 'NIL_NOT_OF_FORM' }] });
  });

  test('keeps what was sealed when figures are corrected and an enterprise moves', async () => {
    const sealed = () => database.getRepository(SealedObservationSchema).find({ order: { uscc: 'ASC' } });
    const before = await sealed();
    expect(before.map(({ uscc: code, block, digits }) => [code, block, digits])).toEqual([
      [uscc(1), 'a', 1005n],
      [uscc(2), 'a', 200n],
      [uscc(3), 'b', null],
    ]);
    expect(await save([revenue(3, '50')])).toMatchObject({ done: true, state: 'DRAFT' });
    await database.transaction((manager) =>
      moveEnterprise(manager, { uscc: uscc(2), block: 'b', from: '2024-02-10', version: 1 }),
    );
    expect(await submit()).toMatchObject({ done: true, revision: 2 });
    const now = await inForce();
    expect(now.observations.map(({ block, value, obsStatus }) => [block, value, obsStatus])).toEqual([
      [null, '3505000', 'A'],
      ['a', '1005000', 'A'],
      ['b', '2500000', 'A'],
    ]);
    const [first] = before;
    expect((await sealed()).filter(({ revisionId }) => revisionId === first?.revisionId)).toEqual(before);
  });

  test('asks for an explanation of what an enterprise reports oddly, and seals that too', async () => {
    office.decide({ ...(await inForce()), zone: 'bazhou' }, 'ACCEPTED');
    const revised = await reviseReturn(runtime, {
      ...of,
      key: randomUUID(),
      version: await version(),
      reason: 'ERROR',
    });
    expect(revised).toMatchObject({ done: true, state: 'DRAFT' });
    expect(await save([{ indicator: 'TAX_REVENUE', enterprise: uscc(1), value: '-1' }])).toMatchObject({ done: true });
    const refused = await submit();
    expect(refused.problems.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['UNEXPLAINED', 'TAX_NOT_NEGATIVE']),
    );
    const about = { rule: 'TAX_NOT_NEGATIVE', indicator: 'TAX_REVENUE', block: 'a', enterprise: uscc(1) };
    const said = await explainWarning(runtime, {
      ...of,
      ...about,
      key: randomUUID(),
      version: await version(),
      text: '退税',
    });
    expect(said).toMatchObject({ done: true, problems: [] });
    expect(await submit()).toMatchObject({ done: true, revision: 3 });
    const answered = await inForce();
    expect(answered).toMatchObject({ reason: 'ERROR', explanations: [] });
    expect(digestOfAnswer(answered)).toBe(answered.digest);
    const words = [{ rule: 'TAX_NOT_NEGATIVE', indicator: 'TAX_REVENUE', enterprise: uscc(1), text: '退税' }];
    expect(answered.enterpriseDigest).toBe(await enterpriseDigestOf(database, of, words));
  });

  test('says how many of the register are in it, and has the others explained', async () => {
    await database.transaction((manager) => saveEnterprises(manager, [enterprise(4, 'a')]));
    office.decide({ ...(await inForce()), zone: 'bazhou' }, 'ACCEPTED');
    await reviseReturn(runtime, { ...of, key: randomUUID(), version: await version(), reason: 'ERROR' });
    expect((await submit()).problems.map(({ code }) => code)).toContain('ENTERPRISES_WITHOUT_FIGURES');
    const why = { rule: 'ENTERPRISES_WITHOUT_FIGURES', text: '规下企业,不在月报范围' };
    const said = await explainWarning(runtime, { ...of, ...why, key: randomUUID(), version: await version() });
    expect(said.problems).toEqual([]);
    expect(await submit()).toMatchObject({ done: true });
    const { observations, explanations } = await inForce();
    expect(explanations).toMatchObject([why]);
    expect(observations[0]).toMatchObject({ block: null, note: expect.stringContaining('在库 4 家,3 家有数') });
  });

  test('as evidence digests what was sealed anew, so that a changed figure is seen', async () => {
    const evidence = async () => {
      const answered = await sealedStatisticsFor(of, zoneContext(runtime, { traceId: 'test', gaps: () => new Map() }));
      const { revision, standardVersion } = answered;
      if (revision === null || standardVersion === null) throw new Error('nothing is in force');
      return { ...answered, revision, standardVersion };
    };
    const change = (by: number) =>
      database.query(`UPDATE revision_enterprise_observation SET digits = digits + ${by} WHERE uscc = ?`, [uscc(2)]);
    const before = await evidence();
    expect(digestOfAnswer(before)).toBe(before.digest);
    await change(1);
    const after = await evidence();
    expect(after.enterpriseDigest).not.toBe(before.enterpriseDigest);
    expect(digestOfAnswer(after)).not.toBe(after.digest);
    await change(-1);
    expect(await evidence()).toEqual(before);
  });
});
