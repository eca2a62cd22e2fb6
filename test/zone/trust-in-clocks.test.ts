/** What a zone tells does not depend on its clock going forward, nor on receipts that the core has not signed. */
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { zoneContext, type ZoneRuntime } from '../../subgraphs/kit/context.ts';
import { migrate } from '../../subgraphs/kit/database/migrate.ts';
import { openDatabase } from '../../subgraphs/kit/database/open.ts';
import { once } from '../../subgraphs/kit/idempotency/once.ts';
import { returnOf } from '../../subgraphs/kit/returns/answer.ts';
import { ReceiptSchema } from '../../subgraphs/kit/returns/entities.ts';
import { knownOf } from '../../subgraphs/kit/returns/facts.ts';
import { saveObservations } from '../../subgraphs/kit/returns/save.ts';
import { submitReturn } from '../../subgraphs/kit/returns/submit.ts';
import { withdrawReturn } from '../../subgraphs/kit/returns/undo.ts';
import { statisticsFor } from '../../subgraphs/kit/statistics/answer.ts';
import { describeOnEachDatabase } from '../support/databases.ts';
import { TestOffice } from '../support/office.ts';
import { definition, testRuntime } from '../support/zone.ts';

const FORM = 'CUMULATIVE_SINCE_2021';

describeOnEachDatabase('a zone', (engine) => {
  const office = new TestOffice();
  let database: DataSource;
  let runtime: ZoneRuntime;

  beforeAll(async () => {
    const zone = await definition('bazhou');
    database = await openDatabase(await engine.newDatabase(), zone.model);
    await migrate(database, 'bazhou');
    runtime = testRuntime('bazhou', database, office);
  });
  afterEach(() => {
    jest.restoreAllMocks();
    office.reachable = true;
  });
  afterAll(() => database.destroy());

  const context = () => zoneContext(runtime, { traceId: 'test', gaps: () => new Map() });
  const version = async (period: string) => (await knownOf(runtime, FORM, [period]))[0]?.head?.version ?? 0;
  const about = async (period: string) => ({ form: FORM, period, key: randomUUID(), version: await version(period) });
  const submitted = async (period: string) => {
    await saveObservations(runtime, { ...(await about(period)), nil: true });
    return submitReturn(runtime, await about(period));
  };
  const clockAt = (instant: number) => jest.spyOn(Date, 'now').mockReturnValue(instant);

  test('whose clock is set back records nothing before what it has told', async () => {
    const period = '2021-01-01/2021-06-30';
    await submitted(period);
    await withdrawReturn(runtime, await about(period));
    await new Promise((resolve) => setTimeout(resolve, 5));
    const asOf = new Date(Date.now() - 1).toISOString();
    expect(await statisticsFor({ form: FORM, period, asOf }, context())).toMatchObject({ state: 'NOT_REPORTED' });
    const back = clockAt(Date.now() - 240_000);
    await saveObservations(runtime, { ...(await about(period)), nil: true });
    expect(await submitReturn(runtime, await about(period))).toMatchObject({ done: true, revision: 2 });
    back.mockRestore();
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await statisticsFor({ form: FORM, period, asOf }, context())).toMatchObject({ state: 'NOT_REPORTED' });
    expect(await statisticsFor({ form: FORM, period }, context())).toMatchObject({ revision: 2 });
  });

  test('does not believe a receipt that the core has not signed', async () => {
    const period = '2021-01-01/2021-07-31';
    const { digest, revision } = await submitted(period);
    const forged = {
      form: FORM,
      period,
      revision: revision ?? 0,
      digest: digest ?? '',
      outcome: 'ACCEPTED',
      reason: null,
    } as const;
    await database
      .getRepository(ReceiptSchema)
      .insert({ ...forged, decidedAt: new Date(), signature: 'A'.repeat(86), keyId: runtime.signer.keyId });
    expect(await returnOf({ form: FORM, period }, context())).toMatchObject({ state: 'SUBMITTED' });
  });

  test('tells of the office as of an instant only what it can know, and then for good', async () => {
    const period = '2021-01-01/2021-08-31';
    const { digest, revision } = await submitted(period);
    office.decide({ zone: 'bazhou', form: FORM, period, revision: revision ?? 0, digest: digest ?? '' }, 'ACCEPTED');
    await new Promise((resolve) => setTimeout(resolve, 5));
    const asOf = new Date(Date.now() - 1).toISOString();
    office.reachable = false;
    await expect(returnOf({ form: FORM, period, asOf }, context())).rejects.toMatchObject({
      extensions: { code: 'AS_OF_UNSUPPORTED' },
    });
    office.reachable = true;
    expect(await returnOf({ form: FORM, period, asOf }, context())).toMatchObject({ state: 'ACCEPTED' });
    office.reachable = false;
    expect(await returnOf({ form: FORM, period, asOf }, context())).toMatchObject({ state: 'ACCEPTED' });
  });

  test('keeps its own keys apart from those that clients choose', async () => {
    const carriedOut = (scope: 'client' | 'own', input: object) =>
      once(
        database,
        { key: 'withdrawal x', action: 'test', input, scope },
        () => ({ commits: true, again: true }),
        () => Promise.resolve({ commits: true, again: false }),
      );
    expect(await carriedOut('client', { of: 1 })).toMatchObject({ again: false });
    expect(await carriedOut('own', { of: 2 })).toMatchObject({ again: false });
    expect(await carriedOut('own', { of: 2 })).toMatchObject({ again: true });
  });
});
