import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { migrate } from '../../subgraphs/kit/database/migrate.ts';
import { openDatabase } from '../../subgraphs/kit/database/open.ts';
import { addRevision, returnsInForce } from '../../subgraphs/kit/statistics/store.ts';
import { statementOf } from '../../subgraphs/kit/statistics/digest.ts';
import { RevisionSchema } from '../../subgraphs/kit/statistics/entities.ts';
import { verifySignature } from '../../subgraphs/kit/signing/keys.ts';
import { readWritten, type Written } from '../../subgraphs/kit/statistics/written.ts';
import { describeOnEachDatabase } from '../support/databases.ts';
import { SIGNER, definition } from '../support/zone.ts';

const FORM = 'ZONE_MONTHLY';
const now = (period: string) => ({ form: FORM, period, asOf: null });

function written(value: string): Written {
  const read = readWritten(value);
  if (!read) throw new Error(`${value} is no written value`);
  return read;
}

describeOnEachDatabase('what is answered of a return', (engine) => {
  let database: DataSource;
  beforeAll(async () => {
    const zone = await definition('bazhou');
    database = await openDatabase(await engine.newDatabase(), zone.model);
    await migrate(database, 'bazhou');
  });
  afterAll(() => database.destroy());

  const cell = (block: string, indicator: string, value: string | null) => ({
    block,
    indicator,
    ...(value === null ? { digits: null, decimals: 0 } : written(value)),
    unit: 'CNY',
    unitMult: 8,
    obsStatus: value === null ? 'L' : 'A',
    counterpart: null,
    note: null,
  });
  const add = (period: string, observations: readonly ReturnType<typeof cell>[]) =>
    database.transaction((manager) =>
      addRevision(manager, { zone: 'bazhou', form: FORM, period, standardVersion: '1.0.0', observations }, SIGNER),
    );

  test('is its latest revision, the whole zone before its blocks, for each period that was asked', async () => {
    await add('2023', [cell('', 'TAX_REVENUE', '1.00')]);
    await add('2022', [cell('', 'TAX_REVENUE', '2.0')]);
    const { digest, recordedAt, signature, keyId } = await add('2023', [
      cell('b', 'ENTERPRISES', '3'),
      cell('', 'TAX_REVENUE', null),
      cell('', 'ENTERPRISES', '-0.05'),
    ]);
    const [none, second, first] = await returnsInForce(database, ['2021', '2023', '2022'].map(now));
    expect(none).toBeNull();
    expect(first).toMatchObject({ period: '2022', revision: 1, observations: [{ value: '2.0' }] });
    const facts = { unit: 'CNY', unitMult: 8, counterpart: null, note: null };
    expect(second).toEqual({
      form: FORM,
      period: '2023',
      reason: null,
      explanations: [],
      enterpriseDigest: null,
      revision: 2,
      standardVersion: '1.0.0',
      synthetic: false,
      recordedAt: recordedAt.toISOString(),
      digest,
      signature,
      keyId,
      observations: [
        { block: null, indicator: 'ENTERPRISES', value: '-0.05', decimals: 2, obsStatus: 'A', ...facts },
        { block: null, indicator: 'TAX_REVENUE', value: null, decimals: 0, obsStatus: 'L', ...facts },
        { block: 'b', indicator: 'ENTERPRISES', value: '3', decimals: 0, obsStatus: 'A', ...facts },
      ],
    });
  });

  test('keeps every digit', async () => {
    const values = ['9007199254740993', '-922337203685.4775807', '0.000000000001', '0', '0.00', '9223372036854775807'];
    await add(
      '1999',
      values.map((value, at) => cell('', `X${at}`, value)),
    );
    const [answered] = await returnsInForce(database, [now('1999')]);
    expect(answered?.observations.map(({ value }) => value)).toEqual(values);
  });

  test('as of an instant is what had been submitted by then and not yet withdrawn, for ever', async () => {
    const submitted = [];
    for (const value of ['1', '2', '3']) {
      submitted.push(await add('1997', [cell('', 'TAX_REVENUE', value)]));
      await sleep(5);
    }
    const [first, second, third] = submitted;
    if (!first || !second || !third) throw new Error('three revisions were added');
    const withdrawnAt = new Date();
    const at = async (instant: Date | null): Promise<number | undefined> => {
      const asOf = instant && instant.toISOString();
      const [found] = await returnsInForce(database, [{ form: FORM, period: '1997', asOf }]);
      return found?.revision;
    };
    const before = new Date(first.recordedAt.getTime() - 1);
    const instants = [before, first.recordedAt, second.recordedAt, third.recordedAt];
    expect(await Promise.all(instants.map(at))).toEqual([undefined, 1, 2, 3]);
    await database.getRepository(RevisionSchema).update({ id: third.id }, { withdrawnAt });
    expect(await Promise.all(instants.map(at))).toEqual([undefined, 1, 2, 3]);
    expect(await at(new Date(withdrawnAt.getTime() - 1))).toBe(3);
    expect(await Promise.all([withdrawnAt, null].map(at))).toEqual([2, 2]);
  });

  test('as of an instant waits for a revision that has chosen its time and is not committed yet', async () => {
    const written = Promise.withResolvers<undefined>();
    const writing = database.transaction(async (manager) => {
      const revision = { zone: 'bazhou', form: FORM, period: '1995', standardVersion: '1.0.0', observations: [] };
      await addRevision(manager, revision, SIGNER);
      written.resolve(undefined);
      await sleep(300);
    });
    await written.promise;
    await sleep(5);
    const asOf = new Date().toISOString();
    const [found] = await returnsInForce(database, [{ form: FORM, period: '1995', asOf }]);
    expect(found).toMatchObject({ revision: 1 });
    await writing;
  });

  test('of several forms and instants at once is each its own', async () => {
    const asOf = new Date().toISOString();
    const keys = [
      { form: 'ZONE_QUARTERLY', period: '1997', asOf: null },
      { form: FORM, period: '1997', asOf },
      { form: FORM, period: '1999', asOf: null },
      { form: FORM, period: '1997', asOf: null },
    ];
    const found = await returnsInForce(database, keys);
    expect(found.map((each) => each && [each.period, each.revision])).toEqual([
      null,
      ['1997', 2],
      ['1999', 1],
      ['1997', 2],
    ]);
  });

  test('is signed by the zone, with its time', async () => {
    const added = await add('1996', [cell('', 'TAX_REVENUE', '1.5')]);
    const [found] = await returnsInForce(database, [now('1996')]);
    const { digest, recordedAt, signature, keyId } = found ?? {};
    expect([digest, keyId]).toEqual([added.digest, SIGNER.keyId]);
    const identity = { zone: 'bazhou', form: FORM, period: '1996', revision: 1, digest: digest ?? '' };
    const signs = (statement: string): boolean => verifySignature(SIGNER.publicJwk, statement, signature ?? '');
    expect(signs(statementOf({ ...identity, recordedAt: recordedAt ?? '' }))).toBe(true);
    expect(signs(statementOf({ ...identity, recordedAt: new Date(0) }))).toBe(false);
    expect(signs(statementOf({ ...identity, recordedAt: recordedAt ?? '', zone: 'enyang' }))).toBe(false);
  });

  test('is a return also when it holds no cell', async () => {
    await add('1998', []);
    const [answered] = await returnsInForce(database, [now('1998')]);
    expect(answered).toMatchObject({ revision: 1, observations: [] });
  });
});
