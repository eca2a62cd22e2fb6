import { describe, expect, test } from '@jest/globals';
import { SYNTHETIC_MARK } from '../../../../subgraphs/kit/exchange/form-layout.ts';
import {
  OBS_STATUS_CODES,
  mayStandWithNumber,
  mayStandWithoutNumber,
} from '../../../../subgraphs/kit/exchange/obs-status.ts';
import { forbidsNumber, needsNumber, OBS_STATUSES } from '../../../../subgraphs/core/consolidation/rules/status.ts';
import { formIn, LAYOUT } from './files.ts';

const HEADER = '指标代码,指标名称,区块,企业,数值,单位,单位乘数,状态,对应区,说明';

/** Rows under the usual header; the first stands in row 2. */
function form(...rows: string[]): string {
  return [HEADER, ...rows].join('\n');
}

async function cellOf(row: string) {
  const { placed, faults } = await formIn(form(row));
  expect(faults).toEqual([]);
  return placed[0]?.item;
}

async function faultsOf(...rows: string[]): Promise<(string | number | null | undefined)[][]> {
  const { faults } = await formIn(form(...rows));
  return faults.map(({ code, row, column }) => [code, row, column?.letter]);
}

describe('a row of a form', () => {
  test('is a cell of the return', async () => {
    expect(await cellOf('TAX_REVENUE,规上税收,金堂区块,,25.45,元,8,E,,估计数')).toEqual({
      indicator: 'TAX_REVENUE',
      block: 'jintang',
      enterprise: null,
      value: '25.45',
      unit: 'CNY',
      unitMult: 8,
      decimals: 2,
      obsStatus: 'E',
      counterpart: null,
      note: '估计数',
    });
  });

  test('an empty value is missing, 0 is zero', async () => {
    expect(await cellOf('TAX_REVENUE,,,,,,,,,')).toMatchObject({
      value: null,
      decimals: 0,
      obsStatus: 'L',
      unit: 'CNY',
    });
    expect(await cellOf('TAX_REVENUE,,,,0,,,,,')).toMatchObject({ value: '0', obsStatus: 'A' });
    expect(await cellOf('TAX_REVENUE,,,,,,,M,,')).toMatchObject({ value: null, obsStatus: 'M' });
  });

  test.each([
    ['万元', '', 4],
    ['亿元', '8', 8],
    ['CNY', '万', 4],
    ['', '-2', -2],
    ['元', '4.0', 4],
  ])('unit %j with multiplier %j is yuan times ten to the %i', async (unit, mult, unitMult) => {
    expect(await cellOf(`TAX_REVENUE,,,,1,${unit},${mult},,,`)).toMatchObject({ unit: 'CNY', unitMult });
  });

  test('names an indicator, a block and a zone by code or name, in any width and case', async () => {
    expect(await cellOf('ｔａｘ＿revenue,,Jintang,,,,,K,核心区,')).toMatchObject({
      indicator: 'TAX_REVENUE',
      block: 'jintang',
      counterpart: 'core',
    });
    expect(await cellOf(',入园企业数,,,3,家,,,,')).toMatchObject({ indicator: 'ENTERPRISES', value: '3' });
  });

  test('of an enterprise names it by its code, which stays text', async () => {
    expect(await cellOf('TAX_REVENUE,,,91511902ma62xxxx1k,5,,,,,')).toMatchObject({ enterprise: '91511902MA62XXXX1K' });
  });

  test('a value in per cent belongs to an indicator in per cent', async () => {
    expect(await cellOf('TAX_TO_REVENUE,,,,3.50%,,,,,')).toMatchObject({ value: '3.50', unit: 'PERCENT' });
    expect(await faultsOf('TAX_REVENUE,,,,3.5%,,,,,')).toEqual([['UNIT_DIFFERS', 2, 'E']]);
  });
});

describe('what is wrong with a row', () => {
  test.each([
    [',,,,5,,,,,', 'MISSING_INDICATOR', 'A'],
    ['NO_SUCH,,,,5,,,,,', 'UNKNOWN_INDICATOR', 'A'],
    ['TAX_REVENUE,,无此区块,,5,,,,,', 'UNKNOWN_BLOCK', 'C'],
    ['TAX_REVENUE,,,9.15119E+17,5,,,,,', 'DIGITS_LOST', 'D'],
    ['TAX_REVENUE,,,,约25,,,,,', 'NOT_A_NUMBER', 'E'],
    ['TAX_REVENUE,,,,"12,34",,,,,', 'AMBIGUOUS_NUMBER', 'E'],
    ['TAX_REVENUE,,,,5,吨,,,,', 'UNKNOWN_UNIT', 'F'],
    ['TAX_REVENUE,,,,5,,99,,,', 'INVALID_UNIT_MULT', 'G'],
    ['TAX_REVENUE,,,,5,,4.5,,,', 'INVALID_UNIT_MULT', 'G'],
    ['TAX_REVENUE,,,,5,万元,8,,,', 'INVALID_UNIT_MULT', 'G'],
    ['TAX_REVENUE,,,,5,,,Z,,', 'UNKNOWN_STATUS', 'H'],
    ['TAX_REVENUE,,,,5,,,L,,', 'STATUS_CONTRADICTS_VALUE', 'H'],
    ['TAX_REVENUE,,,,,,,A,,', 'STATUS_CONTRADICTS_VALUE', 'H'],
    ['TAX_REVENUE,,,,5,,,W,成都,', 'UNKNOWN_COUNTERPART', 'I'],
    [`TAX_REVENUE,,,,5,,,,,${'长'.repeat(501)}`, 'TEXT_TOO_LONG', 'J'],
    ['TAX_REVENUE,,,,5,,,,,,旁注', 'UNKNOWN_COLUMN', 'K'],
  ])('%s is %s in column %s', async (row, code, letter) => {
    const { placed, faults, errors } = await formIn(form(row));
    expect(faults).toMatchObject([{ code, severity: 'ERROR', sheet: 'CSV', row: 2, column: { letter } }]);
    expect(errors).toBe(1);
    expect(placed).toHaveLength(code === 'UNKNOWN_COLUMN' ? 1 : 0);
  });

  test('is said in Chinese and English, with the column as its header names it', async () => {
    const { faults } = await formIn(form('TAX_REVENUE,,,,5,,,L,,'));
    expect(faults[0]?.column).toEqual({ letter: 'H', header: '状态' });
    expect(faults[0]?.message).toMatch(/却填了数值 \/ .* there is one$/);
  });

  test('names the codes that there are, and where they stand', async () => {
    const { faults } = await formIn(form('NO_SUCH,,,,5,,,,,', 'TAX_REVENUE,,无,,5,,,,,'));
    expect(faults[0]?.message).toMatch(/there are: (?:\w+, ){2}\w+;空表.*--empty/);
    expect(faults[1]?.message).toMatch(/no such block;可用 \/ there are: [\w-]+/);
  });

  test('all of it is said, not only the first fault', async () => {
    expect(await faultsOf('NO_SUCH,,无,,x,,99,Z,成都,', 'TAX_REVENUE,,,,1,,,,,', 'TAX_REVENUE,,,,y,,,,,')).toEqual([
      ['UNKNOWN_INDICATOR', 2, 'A'],
      ['UNKNOWN_BLOCK', 2, 'C'],
      ['INVALID_UNIT_MULT', 2, 'G'],
      ['NOT_A_NUMBER', 2, 'E'],
      ['UNKNOWN_STATUS', 2, 'H'],
      ['UNKNOWN_COUNTERPART', 2, 'I'],
      ['NOT_A_NUMBER', 4, 'E'],
      ['DUPLICATE_CELL', 4, undefined],
    ]);
  });

  test('a name that is not the indicator’s, or another unit, is a warning: the cell stands', async () => {
    const { placed, faults, warnings } = await formIn(form('TAX_REVENUE,入园企业数,,,5,家,,,,'));
    expect(faults.map(({ code }) => code)).toEqual(['NAME_DIFFERS', 'UNIT_DIFFERS']);
    expect([placed.length, warnings]).toEqual([1, 2]);
  });

  test('the same cell twice names both rows; an enterprise is the same in whatever block', async () => {
    const { faults, cells } = await formIn(form('TAX_REVENUE,,金堂区块,,1,,,,,', 'TAX_REVENUE,,jintang,,2,,,,,'));
    expect(faults).toMatchObject([{ code: 'DUPLICATE_CELL', row: 3, message: expect.stringContaining('row 2') }]);
    expect(cells).toBe(1);
    expect(await faultsOf('TAX_REVENUE,,jintang,X1,1,,,,,', 'TAX_REVENUE,,,X1,2,,,,,')).toMatchObject([
      ['DUPLICATE_CELL', 3],
    ]);
  });

  test('a level that the form does not ask for', async () => {
    const file = form('TAX_REVENUE,,,,1,,,,,', 'TAX_REVENUE,,jintang,,1,,,,,');
    const { faults } = await formIn(file, { ...LAYOUT, levels: ['BLOCK'] });
    expect(faults).toMatchObject([{ code: 'LEVEL_NOT_IN_FORM', row: 2, column: { header: '区块' } }]);
  });

  test('the list is capped, with how many more there are; an error displaces a warning', async () => {
    const { readForm } = await import('../../../../subgraphs/kit/exchange/form-sheet.ts');
    const { inPieces } = await import('./files.ts');
    const rows = ['TAX_REVENUE,入园企业数,,,1,,,,,', ...Array.from({ length: 9 }, () => 'NO_SUCH,,,,5,,,,,')];
    const reading = readForm(inPieces(form(...rows)), LAYOUT, { maxFaults: 3 });
    for await (const cell of reading.cells) expect(cell.row).toBe(2);
    const { faults, more, errors, warnings } = reading.report();
    expect(faults.map(({ code }) => code)).toEqual(['UNKNOWN_INDICATOR', 'UNKNOWN_INDICATOR', 'UNKNOWN_INDICATOR']);
    expect([more, errors, warnings]).toEqual([7, 9, 1]);
  });
});

describe('the header', () => {
  test('may stand in English, in any order, below titles', async () => {
    const { placed, faults } = await formIn('某某报表,\n填报人:张三,\nvalue,Indicator\n5,TAX_REVENUE\n');
    expect(faults).toEqual([]);
    expect(placed).toMatchObject([{ row: 4, item: { indicator: 'TAX_REVENUE', value: '5' } }]);
  });

  test('has to stand in the first 20 rows', async () => {
    const title = (rows: number): string => `${'标题,\n'.repeat(rows)}value,indicator\n5,TAX_REVENUE\n`;
    expect((await formIn(title(19))).cells).toBe(1);
    expect(await formIn(title(20))).toMatchObject({
      cells: 0,
      faults: [{ code: 'NO_HEADER', severity: 'ERROR', sheet: 'CSV' }],
    });
  });

  test('with a column that is unknown or stands there twice is at fault', async () => {
    const { faults } = await formIn('指标代码,数值,本期数,上年同期\nTAX_REVENUE,5,6,7\n');
    expect(faults).toMatchObject([
      { code: 'UNKNOWN_COLUMN', row: 1, column: { letter: 'D', header: '上年同期' } },
      { code: 'DUPLICATE_COLUMN', row: 1, column: { letter: 'C', header: '本期数' } },
    ]);
  });

  test('a value column that names a unit is not taken for one without', async () => {
    expect((await formIn('指标代码,数值(万元)\nTAX_REVENUE,5\n')).faults).toMatchObject([{ code: 'NO_HEADER' }]);
  });

  test('what stands above it tells another period’s file, and made-up figures', async () => {
    const title = `${SYNTHETIC_MARK}\n表 form: ENTERPRISE_MONTHLY · 时期 period:2024-06 · 区 zone: bazhou\n`;
    const { faults, synthetic } = await formIn(`${title}indicator,value\nTAX_REVENUE,5\n`);
    expect(faults).toMatchObject([
      { code: 'OTHER_FORM', row: 2, column: { letter: 'A' }, message: expect.stringContaining('period 2024-06') },
    ]);
    expect(synthetic).toBe(true);
  });

  test('a fault of the file ends the list and says nothing of a missing header', async () => {
    expect((await formIn('')).faults).toMatchObject([{ code: 'FILE_EMPTY', sheet: null }]);
    expect((await formIn('indicator,value\nTAX_REVENUE,5\n"x')).faults).toMatchObject([{ code: 'CSV_SYNTAX', row: 3 }]);
    expect((await formIn('\n\n')).faults).toMatchObject([{ code: 'NO_HEADER', sheet: null }]);
  });
});

test('the statuses are those of the consolidation, and stand beside a number as there', () => {
  expect([...OBS_STATUS_CODES].sort()).toEqual([...OBS_STATUSES].sort());
  for (const status of OBS_STATUSES) {
    expect([status, mayStandWithNumber(status), mayStandWithoutNumber(status)]).toEqual([
      status,
      !forbidsNumber(status),
      !needsNumber(status),
    ]);
  }
});
