/** Files of enterprises' figures, in batches, all of them or nothing. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { saveEnterprises } from '../../subgraphs/kit/enterprises/register.ts';
import type { RunningZone } from '../../subgraphs/kit/zone-server.ts';
import { describeOnEachDatabase } from '../support/databases.ts';
import { importer, places } from '../support/imports.ts';
import { actor } from '../support/returns.ts';
import { definition, startTestZone } from '../support/zone.ts';
import { emptyRegister, enterprise, FORM, sums, uscc } from './enterprises.ts';

const COUNT = 400; // × 3 indicators: two batches
const INDICATORS = ['OPERATING_REVENUE', 'TAX_REVENUE', 'EMPLOYEES'];
const HEADER = '统一社会信用代码,指标代码,数值';

const lines = (value = (at: number): string => String(at * 10)): string[] =>
  Array.from({ length: COUNT }, (_, n) =>
    INDICATORS.map((indicator, at) => `${uscc(n)},${indicator},${value(n + at)}`),
  ).flat();
const csv = (rows: readonly string[], title = ''): string => `${title}${[HEADER, ...rows].join('\n')}`;

describeOnEachDatabase('a file of enterprises', (engine) => {
  let zone: RunningZone;
  let register: DataSource;

  beforeAll(async () => {
    const url = await engine.newDatabase();
    register = await emptyRegister(url);
    const inputs = Array.from({ length: COUNT }, (_, n) => enterprise(n, ['a', 'b', 'c'][n % 3] ?? ''));
    await register.transaction((manager) => saveEnterprises(manager, inputs));
    zone = await startTestZone(await definition('bazhou'), url);
  });
  afterAll(async () => {
    await zone.stop();
    await register.destroy();
  });

  const { bring } = importer(() => zone.url);
  const { read } = actor(() => zone.url, 'bazhou', FORM);
  const stored = async (period: string): Promise<unknown> =>
    register.query('SELECT COUNT(*) AS n FROM enterprise_observation WHERE form = ? AND period = ?', [FORM, period]);

  test('is written with its sums; once more, nothing is changed', async () => {
    const period = '2024-02';
    const file = csv(lines());
    const tried = await bring(file, { form: FORM, period, version: 0, dryRun: true });
    expect(tried).toMatchObject({ done: false, cells: 1200, changed: 1200, errors: 0 });
    expect(await stored(period)).toEqual([{ n: engine.name === 'sqlite' ? 0 : '0' }]);
    const done = await bring(file, { form: FORM, period, version: 0 });
    expect(done).toMatchObject({ done: true, changed: 1200, version: 1, state: 'DRAFT' });
    expect(await sums(register, period)).toMatchObject({ '': `${(399 * 400 * 10) / 2} (400/0)` });
    expect(await bring(file, { form: FORM, period, version: 1 })).toMatchObject({ done: true, changed: 0, version: 1 });
    const one = csv([`${uscc(5)},OPERATING_REVENUE,51`]);
    expect(await bring(one, { form: FORM, period, version: 1 })).toMatchObject({ done: true, changed: 1, version: 2 });
    expect(await sums(register, period)).toMatchObject({ '': `${(399 * 400 * 10) / 2 + 1} (400/0)` });
  });

  test('with faults in a later batch leaves nothing of the earlier ones, and names them all', async () => {
    const period = '2024-03';
    const rows = lines();
    rows[1100] = `${uscc(366)},EMPLOYEES,zwölf`;
    rows[1150] = `${uscc(9999)},TAX_REVENUE,1`;
    rows[1160] = '123,TAX_REVENUE,1';
    rows[1170] = `${uscc(390)},OPERATING_REVENUE,0.0000001`;
    for (const dryRun of [true, false]) {
      const refused = await bring(csv(rows), { form: FORM, period, version: 0, dryRun });
      expect(refused).toMatchObject({ done: false, changed: 0, version: 0, errors: 4 });
      expect(places(refused).toSorted()).toEqual(
        [
          'CSV!C1102 NOT_A_NUMBER',
          'CSV!A1152 NOT_REGISTERED',
          'CSV!A1162 USCC_FORMAT',
          'CSV!C1172 NOT_EXACT',
        ].toSorted(),
      );
    }
    expect(await stored(period)).toEqual([{ n: engine.name === 'sqlite' ? 0 : '0' }]);
    expect(await sums(register, period)).toEqual({});
  });

  test('whose figures come to more than can be kept exactly is refused, not broken off', async () => {
    const refused = await bring(csv(lines(() => '9000000000000').slice(0, 30)), {
      ...{ form: FORM, period: '2024-04', version: 0 },
    });
    expect(refused).toMatchObject({ done: false, problems: [{ code: 'SUM_TOO_LARGE', severity: 'ERROR' }] });
    expect(await stored('2024-04')).toEqual([{ n: engine.name === 'sqlite' ? 0 : '0' }]);
  });

  test('that says its figures are made up makes the return so', async () => {
    const period = '2024-05';
    const file = csv(lines().slice(0, 6), '企业月报 · 合成数据(非真实统计) SYNTHETIC DATA\n');
    expect(await bring(file, { form: FORM, period, version: 0 })).toMatchObject({ done: true, changed: 6 });
    const real = await bring(csv(lines().slice(0, 6)), { form: FORM, period: '2024-06', version: 0 });
    const mixed = await bring(file, { form: FORM, period: '2024-06', version: real.version });
    expect(mixed).toMatchObject({ done: false, problems: [{ code: 'MIXES_SYNTHETIC' }] });
  });

  test('of enterprises that the register calls made up is made up, whatever it says', async () => {
    const noted = { note: '合成数据(非真实统计) SYNTHETIC DATA · 2025' };
    await register.transaction((manager) => saveEnterprises(manager, [enterprise(COUNT, 'a', noted)]));
    const period = '2024-08';
    const real = await bring(csv(lines().slice(0, 6)), { form: FORM, period, version: 0 });
    const file = csv([`${uscc(COUNT)},TAX_REVENUE,1`]);
    const mixed = await bring(file, { form: FORM, period, version: real.version });
    expect(mixed).toMatchObject({ done: false, problems: [{ code: 'MIXES_SYNTHETIC' }] });
    expect(await bring(file, { form: FORM, period: '2024-09', version: 0 })).toMatchObject({ done: true, changed: 1 });
    const { draft } = await read('2024-09', '{ draft { synthetic } }');
    expect(draft).toEqual({ synthetic: true });
  });

  test('with more warnings than an answer lists is written, and its answer kept', async () => {
    const period = '2024-07';
    const header = '企业,指标代码,指标名称,数值';
    const rows = Array.from({ length: 200 }, (_, n) => `${uscc(n)},TAX_REVENUE,${'错'.repeat(40)},-1`);
    const asked = { form: FORM, period, version: 0, key: 'warnings' };
    const done = await bring([header, ...rows].join('\n'), asked);
    expect(done).toMatchObject({ done: true, changed: 200, warnings: 200, problems: { length: 100 } });
    expect(done.findings).toHaveLength(100);
    expect(await bring([header, ...rows].join('\n'), asked)).toEqual(done);
  });
});
