/** What is written comes back unchanged, whatever the values and texts are. */
import type { Readable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { DraftCell } from '../../../../subgraphs/kit/exchange/form-layout.ts';
import { emptyCells, type FormFile } from '../../../../subgraphs/kit/exchange/form-lines.ts';
import {
  OBS_STATUS_CODES,
  mayStandWithNumber,
  mayStandWithoutNumber,
} from '../../../../subgraphs/kit/exchange/obs-status.ts';
import { writeFormCsv } from '../../../../subgraphs/kit/exchange/write-csv.ts';
import { writeFormXlsx } from '../../../../subgraphs/kit/exchange/xlsx/write.ts';
import { printWritten } from '../../../../subgraphs/kit/statistics/written.ts';
import { bytesOf, collect, formIn, LAYOUT, partsIn } from './files.ts';
import { encodeGb18030 } from './gb18030.ts';

const written = fc.record({
  digits: fc.oneof(
    fc.bigInt({ min: -(2n ** 63n) + 1n, max: 2n ** 63n - 1n }),
    fc.bigInt({ min: -10_000n, max: 10_000n }),
  ),
  decimals: fc.integer({ min: 0, max: 12 }),
});

/** Remarks that Excel would change, calculate or choke on, and any others. */
const remark = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({
    unit: fc.constantFrom(
      '=',
      '+',
      '-',
      '@',
      "'",
      '"',
      ',',
      ';',
      '\t',
      '\r',
      '\n',
      ' ',
      '_',
      'x',
      '0',
      '4',
      '1',
      'D',
      '＝',
      '区',
      '𠮷',
      '<',
      '&',
    ),
    maxLength: 20,
  }),
  fc.constantFrom(
    '=1+1',
    '+86',
    '-5',
    '@SUM(A1)',
    "'=x",
    '_x0041_',
    '1E5',
    '00012',
    '2024-07-01',
    '3.50',
    'TRUE',
    '#REF!',
    ' 前后 ',
  ),
);
/** A NUL is no text in any of these files; the rest is there in all of them. */
const note = remark
  .map((text) => text.replaceAll('\0', ''))
  .filter((text) => encodeGb18030(text) !== undefined)
  .map((text) => (text.trim() === '' ? null : text));

const withValue = fc
  .record({ written, obsStatus: fc.constantFrom(...OBS_STATUS_CODES.filter(mayStandWithNumber)) })
  .map(({ written: { digits, decimals }, obsStatus }) => ({
    value: printWritten({ digits, decimals }),
    decimals,
    obsStatus,
  }));
const without = fc
  .constantFrom(...OBS_STATUS_CODES.filter(mayStandWithoutNumber))
  .map((obsStatus) => ({ value: null, decimals: 0, obsStatus }));

const place = fc.oneof(
  fc.constant({ block: null, enterprise: null }),
  fc.constantFrom('jintang', 'qingjiang').map((block) => ({ block, enterprise: null })),
  fc.record({
    block: fc.constantFrom(null, 'jintang'),
    enterprise: fc.string({
      unit: fc.constantFrom(...Array.from('0123456789ABCDEFGHJKLMNPQRTUWXY')),
      minLength: 18,
      maxLength: 18,
    }),
  }),
);

const draft = fc
  .record({
    indicator: fc.constantFrom('TAX_REVENUE', 'ENTERPRISES', 'TAX_TO_REVENUE'),
    place,
    quantity: fc.oneof(withValue, without),
    unit: fc.constantFrom('CNY', 'COUNT', 'PERCENT'),
    unitMult: fc.integer({ min: -12, max: 15 }),
    counterpart: fc.constantFrom(null, 'core'),
    note,
  })
  .map(({ place: where, quantity, ...rest }): DraftCell => ({ ...rest, ...where, ...quantity }));

const drafts = fc.uniqueArray(draft, {
  maxLength: 12,
  selector: ({ indicator, block, enterprise }) => `${indicator} ${enterprise ?? block ?? ''}`,
});

const WRITERS: readonly (readonly [string, (file: FormFile) => Readable, (file: Buffer) => Buffer])[] = [
  ['XLSX', writeFormXlsx, (file) => file],
  ['CSV in UTF-8', writeFormCsv, (file) => file],
  ['CSV in GB18030', writeFormCsv, (file) => encodeGb18030(file.toString().slice(1)) ?? file],
  ['CSV in UTF-16', writeFormCsv, (file) => Buffer.from(file.toString(), 'utf16le')],
];

describe.each(WRITERS)('a form written as %s', (_, write, encode) => {
  test('comes back unchanged, without a fault', async () => {
    await fc.assert(
      fc.asyncProperty(drafts, fc.boolean(), async (cells, synthetic) => {
        const file = encode(await bytesOf(write({ layout: LAYOUT, cells, synthetic })));
        const { placed, errors, faults, synthetic: marked } = await formIn(file);
        expect(faults.filter(({ severity }) => severity === 'ERROR')).toEqual([]);
        expect(placed.map(({ item }) => item)).toEqual(cells);
        expect([errors, marked]).toEqual([0, synthetic]);
      }),
      { numRuns: 150 },
    );
  });

  test('empty asks for every cell, and comes back as missing ones', async () => {
    const cells = await collect(
      emptyCells(LAYOUT, [{ code: '91511902MA62XXXX1K', name: '=某公司', block: 'jintang' }]),
    );
    expect(cells).toHaveLength(3 * (1 + 2 + 1));
    const { placed, faults } = await formIn(encode(await bytesOf(write({ layout: LAYOUT, cells }))));
    expect(faults).toEqual([]);
    const given = placed.map(({ item }, at) => ({ ...item, enterpriseName: cells[at]?.enterpriseName })); // is not read
    expect(given).toEqual(cells);
    expect(placed[0]).toMatchObject({ row: 5, item: { value: null, obsStatus: 'L' } });
  });

  test('fails when its cells do', async () => {
    const broken = async function* (): AsyncGenerator<DraftCell> {
      yield* await Promise.resolve([]);
      throw new Error('database gone');
    };
    await expect(bytesOf(write({ layout: LAYOUT, cells: broken() }))).rejects.toThrow('database gone');
  });
});

describe('a workbook as it is written', () => {
  const cells: DraftCell[] = [
    { indicator: 'TAX_REVENUE', block: null, enterprise: null, value: '3.50', unit: 'CNY', unitMult: 8, decimals: 2, obsStatus: 'A', counterpart: null, note: '=1+1' },
    { indicator: 'ENTERPRISES', block: null, enterprise: null, value: '1234567890123456789', unit: 'COUNT', unitMult: 0, decimals: 0, obsStatus: 'A', counterpart: null, note: null },
  ]; // prettier-ignore

  test('holds numbers as numbers, a long one as text, no formula, a frozen header, a drop-down, and its mark', async () => {
    const parts = await partsIn(await bytesOf(writeFormXlsx({ layout: LAYOUT, cells, synthetic: true })));
    const sheet = parts.get('xl/worksheets/sheet1.xml');
    expect(sheet).toContain('<v>3.50</v>');
    expect(sheet).toContain('>1234567890123456789</t>');
    expect(sheet).not.toContain('<f>');
    expect(sheet).toMatch(/ySplit="4" topLeftCell="A5".*state="frozen"/s);
    expect(sheet).toMatch(/type="list".*sqref="I5:I1048576"><formula1>"A,P,E/s);
    expect(sheet).toContain('SYNTHETIC DATA');
    expect(parts.get('docProps/core.xml')).toContain('SYNTHETIC DATA');
  });

  test('is the same file for the same form', async () => {
    const once = await bytesOf(writeFormXlsx({ layout: LAYOUT, cells }));
    expect((await bytesOf(writeFormXlsx({ layout: LAYOUT, cells }))).equals(once)).toBe(true);
  });
});
