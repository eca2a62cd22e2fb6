import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { DataSource } from 'typeorm';
import {
  EnterpriseBlockSchema,
  EnterpriseObservationSchema,
  EnterprisePlacementSchema,
  EnterpriseSchema,
} from '../../subgraphs/kit/enterprises/entities.ts';
import type { CellInput } from '../../subgraphs/kit/enterprises/cells.ts';
import type { EnterpriseInput } from '../../subgraphs/kit/enterprises/entry.ts';
import {
  ImportRefused,
  importEnterpriseObservations,
  saveEnterpriseObservations,
} from '../../subgraphs/kit/enterprises/observations.ts';
import { moveEnterprise, saveEnterprises, type Move } from '../../subgraphs/kit/enterprises/register.ts';
import { headcount } from '../../subgraphs/kit/enterprises/headcount.ts';
import { rollups, RollupOverflow } from '../../subgraphs/kit/enterprises/rollup.ts';
import { describeOnEachDatabase } from '../support/databases.ts';
import { cell, emptied, emptyRegister, enterprise, FORM, MONTH, sums, uscc } from './enterprises.ts';

describeOnEachDatabase('the register of enterprises', (engine) => {
  let database: DataSource;
  beforeAll(async () => {
    database = await emptyRegister(await engine.newDatabase());
  });
  afterEach(() => emptied(database));
  afterAll(() => database.destroy());

  const save = (...inputs: EnterpriseInput[]) => database.transaction((manager) => saveEnterprises(manager, inputs));
  const move = (one: Move) => database.transaction((manager) => moveEnterprise(manager, one));
  const report = (cells: CellInput[], period = MONTH) =>
    database.transaction((manager) => saveEnterpriseObservations(manager, { form: FORM, period, cells }));
  const codes = ({ problems }: { problems: readonly { code: string }[] }) => problems.map(({ code }) => code);
  const blocksOf = async (n: number) =>
    (
      await database
        .getRepository(EnterpriseBlockSchema)
        .find({ where: { uscc: uscc(n) }, order: { validFrom: 'ASC' } })
    ).map(({ block, validFrom, validTo }) => [block, validFrom, validTo]);

  describe('takes entries', () => {
    test('once: the same again changes nothing, its versions neither', async () => {
      const both = [enterprise(1, 'a', { note: '𠮷' }), enterprise(2, 'b', { leftOn: '2024-06-30' })];
      expect(await save(...both)).toEqual({ added: 2, changed: 0, unchanged: 0, problems: [] });
      expect(await save(...both)).toEqual({ added: 0, changed: 0, unchanged: 2, problems: [] });
      const rows = await database.getRepository(EnterpriseSchema).find({ order: { uscc: 'ASC' } });
      expect(rows).toMatchObject([
        { uscc: uscc(1), name: '企业1', industry: 'C1310', industryEdition: '2017', enteredOn: '2021-01-01', leftOn: null, note: '𠮷', version: 1 },
        { uscc: uscc(2), leftOn: '2024-06-30', version: 1 },
      ]); // prettier-ignore
      expect(await blocksOf(2)).toEqual([['b', '2021-01-01', '2024-06-30']]);
    });

    test('all or none, with every fault', async () => {
      const wrongDigit = '91350211M0000XUF46';
      const result = await save(
        enterprise(1, 'a'),
        enterprise(2, 'nowhere'),
        enterprise(3, 'a', { uscc: wrongDigit }),
        enterprise(4, 'a', { uscc: '12345', name: ' ', industry: '食品', enteredOn: '2024-02-30', block: '' }),
        enterprise(1, 'b'),
      );
      expect(codes(result)).toEqual([
        'BLOCK_UNKNOWN', 'USCC_CHECK_DIGIT', 'USCC_FORMAT', 'NAME_MISSING', 'INDUSTRY_UNKNOWN', 'DAY_MALFORMED', 'BLOCK_MISSING', 'TWICE_IN_BATCH',
      ]); // prettier-ignore
      expect(await database.getRepository(EnterpriseSchema).count()).toBe(0);
    });

    test('a wrong check digit is taken with an explanation, as a warning', async () => {
      const odd = enterprise(3, 'a', { uscc: '91350211M0000XUF46', checkDigitNote: '营业执照原件如此' });
      expect(await save(odd)).toMatchObject({
        added: 1,
        problems: [{ code: 'USCC_CHECK_DIGIT', severity: 'WARNING' }],
      });
    });

    test('of the version that was read, and of no other', async () => {
      await save(enterprise(1, 'a'));
      expect(await save(enterprise(1, 'a', { name: '新名', version: 1 }))).toMatchObject({ changed: 1, problems: [] });
      expect(codes(await save(enterprise(1, 'a', { name: '旧人', version: 1 })))).toEqual(['CONFLICT']);
      expect(codes(await save(enterprise(2, 'a', { version: 1 })))).toEqual(['CONFLICT']);
      const row = await database.getRepository(EnterpriseSchema).findOneByOrFail({ uscc: uscc(1) });
      expect(row).toMatchObject({ name: '新名', version: 2 });
    });

    test('another block is a move, and needs its day', async () => {
      await save(enterprise(1, 'a'));
      const { problems } = await save(enterprise(1, 'b'));
      expect(problems).toMatchObject([
        { code: 'BLOCK_DIFFERS', message: expect.stringMatching(/“迁入日期”.* movedOn$/) },
      ]);
    });

    test('a move, when they name its day: with the figures since, and once', async () => {
      await save(enterprise(1, 'a'));
      await report([cell(1, '5')]);
      const there = enterprise(1, 'b', { movedOn: '2024-02-10' });
      expect(await save(there)).toMatchObject({ changed: 1, problems: [] });
      expect(await save(there)).toMatchObject({ changed: 0, unchanged: 1, problems: [] });
      expect(await save(enterprise(1, 'b'))).toMatchObject({ unchanged: 1, problems: [] });
      expect(await blocksOf(1)).toEqual([['a', '2021-01-01', '2024-02-09'], ['b', '2024-02-10', null]]); // prettier-ignore
      expect(await sums(database)).toEqual({ b: '50000 (1/0)', '': '50000 (1/0)' });
      const wrong = [{ block: 'b', movedOn: '2024-03-01' }, { block: 'a', movedOn: '2020-01-01' }, { block: 'a', movedOn: '昨天' }]; // prettier-ignore
      const found = await Promise.all(wrong.map(({ block, movedOn }) => save(enterprise(1, block, { movedOn }))));
      expect(found.map(codes)).toEqual([['MOVE_DAY_DIFFERS'], ['NOT_IN_THE_ZONE'], ['DAY_MALFORMED']]);
      expect(found[0]?.problems[0]).toMatchObject({ field: 'movedOn' });
    });

    test('and whoever gives a code that is none hears which there are', async () => {
      const { problems } = await save(enterprise(1, 'x'), enterprise(2, ' '), enterprise(3, 'a', { uscc: '91350211M0000XUF46' })); // prettier-ignore
      expect(problems).toMatchObject([
        { code: 'BLOCK_UNKNOWN', message: expect.stringContaining('there are: a, b, c;') },
        { code: 'BLOCK_MISSING', message: expect.stringContaining('缺区块') },
        { code: 'USCC_CHECK_DIGIT', message: expect.stringMatching(/校验位说明.*checkDigitNote/) },
      ]);
    });

    test('its days may change while its figures stay within them', async () => {
      await save(enterprise(1, 'a'));
      await report([cell(1, '5')]);
      expect(await save(enterprise(1, 'a', { leftOn: '2024-02-01' }))).toMatchObject({ changed: 1, problems: [] });
      expect(codes(await save(enterprise(1, 'a', { leftOn: '2024-01-31' })))).toEqual(['FIGURES_OUTSIDE_STAY']);
      expect(await sums(database)).toEqual({ a: '50000 (1/0)', '': '50000 (1/0)' });
    });
  });

  describe('sums', () => {
    beforeEach(async () => {
      await save(enterprise(1, 'a'), enterprise(2, 'a'), enterprise(3, 'b'));
    });

    test('by block and zone, exactly, whatever decimals and multipliers', async () => {
      await report([cell(1, '0.1', { unitMult: 8 }), cell(2, '0.0002'), cell(3, '-7.000001', { unitMult: 0 })]);
      expect(await sums(database)).toEqual({ a: '10000002 (2/0)', b: '-7.000001 (1/0)', '': '9999994.999999 (3/0)' });
      const [zone, a] = await rollups(database, FORM, [MONTH]);
      expect(zone).toEqual({
        period: MONTH,
        block: '',
        indicator: 'OPERATING_REVENUE',
        unit: 'CNY',
        total: 9_999_994_999_999n,
        magnitude: 10_000_009_000_001n,
        reported: 3,
        missing: 0,
        finestPlace: -6,
      });
      expect(a).toMatchObject({ block: 'a', finestPlace: 0 });
    });

    test('never take a missing value for zero, and do not await what cannot be', async () => {
      await report([cell(1, null), cell(2, null, { obsStatus: 'M' }), cell(3, '0')]);
      expect(await sums(database)).toEqual({ a: '- (0/1)', b: '0 (1/0)', '': '0 (1/1)' });
    });

    test('follow a correction, and the same file twice', async () => {
      await report([cell(1, '1'), cell(2, '2'), cell(3, '3')]);
      await report([cell(2, '20')]);
      await report([cell(2, '20')]);
      expect(await sums(database)).toEqual({ a: '210000 (2/0)', b: '30000 (1/0)', '': '240000 (3/0)' });
      await report([cell(2, null)]);
      expect(await sums(database)).toEqual({ a: '10000 (1/1)', b: '30000 (1/0)', '': '40000 (2/1)' });
    });

    test('keep months and indicators apart', async () => {
      await report([cell(1, '1'), cell(1, '9', { indicator: 'TAX_REVENUE' })]);
      await report([cell(1, '5')], '2024-03');
      expect(await sums(database)).toMatchObject({ a: '10000 (1/0)' });
      expect(await sums(database, '2024-03')).toMatchObject({ a: '50000 (1/0)' });
      expect(await sums(database, MONTH, 'TAX_REVENUE')).toMatchObject({ a: '90000 (1/0)' });
      const both = await rollups(database, FORM, ['2024-03', MONTH]);
      expect(await rollups(database, FORM, ['2024-03', MONTH], 'a')).toEqual(both.filter(({ block }) => block === 'a'));
      expect(await rollups(database, FORM, [])).toEqual([]);
      expect(both.map(({ period, block }) => `${period} ${block}`)).toEqual([
        '2024-02 ', '2024-02 ', '2024-02 a', '2024-02 a', '2024-03 ', '2024-03 a',
      ]); // prettier-ignore
    });

    test('hold every digit up to 64 bits, and refuse what is beyond in whatever order it comes', async () => {
      const most = '9223372036854.775807';
      const yuan = { unitMult: 0 };
      await report([cell(1, most, yuan)]);
      expect(await sums(database)).toEqual({ a: `${most} (1/0)`, '': `${most} (1/0)` });
      for (const value of ['0.000001', '-0.000001']) {
        await expect(report([cell(2, value, yuan)])).rejects.toThrow(RollupOverflow); // in the block
        await expect(report([cell(3, value, yuan)])).rejects.toThrow(RollupOverflow); // in the zone
      }
      expect(await sums(database)).toEqual({ a: `${most} (1/0)`, '': `${most} (1/0)` });
      expect(await database.getRepository(EnterpriseObservationSchema).count()).toBe(1);
    });

    test('are made once for a file that comes in batches, and a fault in a later one is told', async () => {
      const about = { form: FORM, period: MONTH };
      const file = async function* (...batches: CellInput[][]) {
        for (const batch of batches) yield await Promise.resolve(batch);
      };
      const bring = (...batches: CellInput[][]) =>
        database.transaction((manager) => importEnterpriseObservations(manager, about, file(...batches)));
      expect(await bring([cell(1, '1')], [cell(2, '2'), cell(3, '3')])).toEqual({ saved: 3, problems: [] });
      expect(await sums(database)).toEqual({ a: '30000 (2/0)', b: '30000 (1/0)', '': '60000 (3/0)' });
      const faulty = [[cell(1, '7')], [cell(9, '1')], [cell(1, '1'), cell(2, '1', { unit: 'USD' })]];
      const refused = await bring(...faulty).catch((error: unknown) => error);
      if (!(refused instanceof ImportRefused)) throw new Error('it was not refused');
      expect(codes(refused)).toEqual(['NOT_REGISTERED', 'TWICE_IN_BATCH', 'UNIT_MISMATCH']);
      expect(await sums(database)).toMatchObject({ a: '30000 (2/0)' });
    });

    test('are kept with what they sum or not at all', async () => {
      const undone = database.transaction(async (manager) => {
        await saveEnterpriseObservations(manager, { form: FORM, period: MONTH, cells: [cell(1, '1')] });
        expect(await sums(manager)).toMatchObject({ a: '10000 (1/0)' });
        throw new Error('undone');
      });
      await expect(undone).rejects.toThrow('undone');
      expect(await sums(database)).toEqual({});
    });

    test('take no figure that is wrong, and then none of its batch', async () => {
      const wrong = await report([
        cell(1, '1'),
        cell(1, '1'),
        cell(2, '1', { unit: 'USD' }),
        cell(3, '1', { indicator: 'AREA_PLANNED' }),
        cell(3, '0.0000001', { unitMult: 0 }),
        cell(3, '1', { obsStatus: 'L', indicator: 'TAX_REVENUE' }),
        cell(3, null, { obsStatus: 'A', indicator: 'INDUSTRIAL_OUTPUT' }),
      ]);
      expect(codes(wrong)).toEqual([
        'TWICE_IN_BATCH', 'UNIT_MISMATCH', 'INDICATOR_NOT_IN_FORM', 'NOT_EXACT', 'STATUS_CONTRADICTS', 'STATUS_CONTRADICTS',
      ]); // prettier-ignore
      expect(codes(await report([cell(1, '1'), cell(9, '1')]))).toEqual(['NOT_REGISTERED']);
      expect(codes(await report([cell(1, '1')], '2020-12'))).toEqual(['NOT_IN_THE_ZONE']);
      expect(codes(await report([cell(1, '1')], '2024-01'))).toEqual(['PERIOD_NOT_OF_FORM']);
      expect(await database.getRepository(EnterprisePlacementSchema).count()).toBe(0);
      expect(await sums(database)).toEqual({});
    });
  });

  describe('moves', () => {
    beforeEach(async () => {
      await save(enterprise(1, 'a'), enterprise(2, 'a'));
      for (const month of ['2024-02', '2024-03', '2024-04']) await report([cell(1, '1'), cell(2, '10')], month);
    });

    test('take the figures of later periods along, and leave the sums of the zone as they are', async () => {
      const gone = await move({ uscc: uscc(1), block: 'b', from: '2024-03-31', version: 1 });
      expect(gone).toEqual({ version: 2, periods: ['2024-03', '2024-04'], problems: [] });
      expect(await sums(database, '2024-02')).toEqual({ a: '110000 (2/0)', '': '110000 (2/0)' });
      expect(await sums(database, '2024-03')).toEqual({ a: '100000 (1/0)', b: '10000 (1/0)', '': '110000 (2/0)' });
      expect(await sums(database, '2024-04')).toEqual({ a: '100000 (1/0)', b: '10000 (1/0)', '': '110000 (2/0)' });
      expect(await blocksOf(1)).toEqual([
        ['a', '2021-01-01', '2024-03-30'],
        ['b', '2024-03-31', null],
      ]);
      await report([cell(1, '7')], '2024-05');
      expect(await sums(database, '2024-05')).toMatchObject({ b: '70000 (1/0)' });
    });

    test('of the last enterprise leave no sum behind', async () => {
      await move({ uscc: uscc(1), block: 'c', from: '2021-01-01', version: 1 });
      await move({ uscc: uscc(2), block: 'c', from: '2021-01-01', version: 1 });
      expect(await sums(database)).toEqual({ c: '110000 (2/0)', '': '110000 (2/0)' });
    });

    test.each([
      ['of another version', { version: 2 }, 'CONFLICT'],
      ['to a block that is none', { block: 'x' }, 'BLOCK_UNKNOWN'],
      ['on a day that is none', { from: '2024-02-30' }, 'DAY_MALFORMED'],
      ['before it came', { from: '2020-12-31' }, 'NOT_IN_THE_ZONE'],
      ['of nobody', { uscc: uscc(9) }, 'NOT_REGISTERED'],
    ])('%s are refused', async (_, wrong, code) => {
      const before = await sums(database);
      const refused = await move({ uscc: uscc(1), block: 'b', from: '2024-03-01', version: 1, ...wrong });
      expect(refused).toMatchObject({ version: null, periods: [], problems: [{ code }] });
      expect(await sums(database)).toEqual(before);
    });
  });

  test('counted on a day they are what a stated number of enterprises is checked against', async () => {
    await save(
      enterprise(1, 'a'),
      enterprise(2, 'a', { leftOn: '2024-03-30' }),
      enterprise(3, 'b', { enteredOn: '2024-03-31' }),
    );
    await move({ uscc: uscc(1), block: 'c', from: '2024-04-01', version: 1 });
    const counted = await headcount(database, { period: '2024-Q1', day: '2024-03-31' });
    expect(counted.map(({ block, reported }) => [block, reported])).toEqual([['', 2], ['a', 1], ['b', 1]]); // prettier-ignore
  });

  test('the database itself keeps figures of one enterprise and period in one block', async () => {
    await save(enterprise(1, 'a'));
    await report([cell(1, '1')]);
    const placements = database.getRepository(EnterprisePlacementSchema);
    await expect(placements.insert({ uscc: uscc(1), period: MONTH, block: 'b' })).rejects.toThrow(/unique|duplicate/i);
    await expect(placements.delete({ uscc: uscc(1) })).rejects.toThrow(/foreign key/i);
    await expect(database.getRepository(EnterpriseSchema).delete({ uscc: uscc(1) })).rejects.toThrow(/foreign key/i);
  });
});
