import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { migrate } from '../../subgraphs/kit/database/migrate.ts';
import { openDatabase } from '../../subgraphs/kit/database/open.ts';
import { addRevision, returnsInForce } from '../../subgraphs/kit/statistics/store.ts';
import { readWritten, type Written } from '../../subgraphs/kit/statistics/written.ts';
import { describeOnEachDatabase } from '../support/databases.ts';
import { definition } from '../support/zone.ts';

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
      addRevision(manager, { zone: 'bazhou', form: FORM, period, standardVersion: '1.0.0', observations }),
    );

  test('is its latest revision, the whole zone before its blocks, for each period that was asked', async () => {
    await add('2023', [cell('', 'TAX_REVENUE', '1.00')]);
    await add('2022', [cell('', 'TAX_REVENUE', '2.0')]);
    const { digest, recordedAt } = await add('2023', [
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
      revision: 2,
      standardVersion: '1.0.0',
      synthetic: false,
      recordedAt: recordedAt.toISOString(),
      digest,
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

  test('is a return also when it holds no cell', async () => {
    await add('1998', []);
    const [answered] = await returnsInForce(database, [now('1998')]);
    expect(answered).toMatchObject({ revision: 1, observations: [] });
  });
});
