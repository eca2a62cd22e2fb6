import { describe, expect, test } from '@jest/globals';
import { formIn, relation, rowsIn, tableIn, workbook, zipped, type HandMade } from './files.ts';

const cell = (at: string, value: string, more = ''): string => `<c r="${at}"${more}><v>${value}</v></c>`;
const row = (number: number, ...cells: string[]): string => `<row r="${number}">${cells.join('')}</row>`;
const inline = (at: string, text: string): string => `<c r="${at}" t="inlineStr"><is><t>${text}</t></is></c>`;

/** Style 0 is General, then one for each format. */
function styled(...formats: (string | number)[]): string {
  const own = formats.map((code, at) =>
    typeof code === 'string' ? `<numFmt numFmtId="${200 + at}" formatCode="${code}"/>` : '',
  );
  const cells = formats.map((code, at) => `<xf numFmtId="${typeof code === 'string' ? 200 + at : code}"/>`);
  return `<styleSheet><numFmts>${own.join('')}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>${cells.join('')}</cellXfs></styleSheet>`;
}

async function only(made: Omit<HandMade, 'sheets'> & { readonly cell: string }) {
  const [found] = await rowsIn(await workbook({ ...made, sheets: [row(1, made.cell)] }));
  return { text: found?.cells[0], mark: found?.marks.get(0) };
}

describe('a number in a workbook', () => {
  test.each([
    ['25.449999999999999', '25.45'],
    ['19.077000000000002', '19.077'],
    ['0.30000000000000004', '0.3'],
    ['1234567.9900000001', '1234567.99'],
    ['3', '3'],
    ['-0', '0'],
    ['1E-3', '0.001'],
    ['1.23E+5', '123000'],
    ['1.5E-7', '0.00000015'],
    ['123456789012345', '123456789012345'],
    ['0.33333333333333331', '0.3333333333333333'],
  ])('%s is %s: the shortest decimal, without the noise of binary fractions, never an exponent', async (raw, text) => {
    expect(await only({ cell: cell('A1', raw) })).toEqual({ text, mark: undefined });
  });

  test.each([
    ['3.5', '0.00', '3.50'],
    ['12345', '#,##0.00', '12345.00'],
    ['25.456', '0.00', '25.456'],
    ['-3.5', '#,##0.00_ ;[Red]\\-#,##0.00\\ ', '-3.50'],
    ['3.5', '&quot;¥&quot;#,##0.00', '3.50'],
    ['3.5', 2, '3.50'],
    ['3.5', 43, '3.50'],
    ['12345', '0.0,', '12345'],
    ['0.5', '# ?/?', '0.5'],
    ['12345', '0.00E+00', '12345'],
    ['3.5', '@', '3.5'],
    ['0.035', '0.00%', '3.50%'],
    ['0.07', 9, '7%'],
    ['1', 10, '100.00%'],
  ])('%s in the format %s is %s: decimals that are shown are added, none is cut off', async (raw, format, text) => {
    expect(await only({ cell: cell('A1', raw, ' s="1"'), styles: styled(format) })).toEqual({ text, mark: undefined });
  });

  test('of 16 digits before the point has lost some, and is marked', async () => {
    expect(await only({ cell: cell('A1', '915119010000000000') })).toEqual({
      text: '915119010000000000',
      mark: 'LONG_NUMBER',
    });
  });
});

describe('a date in a workbook', () => {
  test.each([
    ['45474', 14, '2024-07-01'],
    ['45474.5', 22, '2024-07-01 12:00:00'],
    ['45474', 31, '2024-07-01'],
    ['45474', 'yyyy&quot;年&quot;m&quot;月&quot;', '2024-07-01'],
    ['45474', '[$-804]d;@', '2024-07-01'],
    ['1', 14, '1900-01-01'],
    ['0.25', '[h]:mm', '06:00:00'],
  ])('%s in the format %s is %s, and marked as one', async (raw, format, text) => {
    expect(await only({ cell: cell('A1', raw, ' s="1"'), styles: styled(format) })).toEqual({ text, mark: 'DATE' });
  });

  test('may be counted from 1904', async () => {
    const made = { cell: cell('A1', '44012', ' s="1"'), styles: styled(14), workbookPr: '<workbookPr date1904="1"/>' };
    expect(await only(made)).toEqual({ text: '2024-07-01', mark: 'DATE' });
  });

  test.each(['General', '[Red]0.00', '#,##0&quot;days&quot;', '0\\d'])('%s is no format of a date', async (format) => {
    expect(await only({ cell: cell('A1', '5', ' s="1"'), styles: styled(format) })).toMatchObject({ mark: undefined });
  });
});

describe('a text in a workbook', () => {
  test('may be shared, rich, or inline; pronunciations are no part of it', async () => {
    const sharedStrings =
      '<si><t xml:space="preserve"> 巴州 </t></si>' +
      '<si><r><t>规上</t></r><r><rPr><b/></rPr><t>税收</t></r><rPh sb="0" eb="2"><t>guishang</t></rPh></si>';
    const cells = [cell('A1', '0', ' t="s"'), cell('B1', '1', ' t="s"'), inline('C1', 'a&amp;b')];
    expect(await tableIn(await workbook({ sheets: [row(1, ...cells)], sharedStrings }))).toEqual([
      [1, ' 巴州 ', '规上税收', 'a&b'],
    ]);
  });

  test('keeps every digit, also of a number that is kept as text', async () => {
    expect(await only({ cell: inline('A1', '25.449999999999999') })).toEqual({
      text: '25.449999999999999',
      mark: undefined,
    });
    expect(await only({ cell: inline('A1', '00123456789012345678') })).toMatchObject({ text: '00123456789012345678' });
  });

  test('characters that XML cannot hold come back, and a text that only looks so', async () => {
    expect(await only({ cell: inline('A1', 'a_x000D_b_x005F_x000D_c') })).toMatchObject({ text: 'a\rb_x000D_c' });
  });

  test('an apostrophe that belongs to it is kept: in a workbook it guards nothing', async () => {
    expect(await only({ cell: inline('A1', "'=1") })).toMatchObject({ text: "'=1" });
  });
});

describe('a formula', () => {
  test('counts with its last result, a number or a text', async () => {
    expect(await only({ cell: '<c r="A1"><f>SUM(B1:B2)</f><v>25.449999999999999</v></c>' })).toEqual({
      text: '25.45',
      mark: undefined,
    });
    expect(await only({ cell: '<c r="A1" t="str"><f>A2</f><v>巴州</v></c>' })).toMatchObject({ text: '巴州' });
  });

  test('that was never calculated, or gave an error, is marked', async () => {
    expect(await only({ cell: '<c r="A1"><f>SUM(B1:B2)</f></c>' })).toEqual({ text: '', mark: 'NOT_CALCULATED' });
    expect(await only({ cell: '<c r="A1" t="e"><f>B1</f><v>#REF!</v></c>' })).toEqual({ text: '#REF!', mark: 'ERROR' });
  });
});

describe('the rows of a workbook', () => {
  test('keep the numbers that Excel shows, empty ones left out; cells of merged ones but the first are empty', async () => {
    const sheet =
      row(1, inline('A1', '标题')) +
      '<row r="3"/>' +
      row(5, inline('B5', 'b'), '<c r="C5" s="1"/>', inline('AB5', 'z'));
    const [title, last] = await rowsIn(
      await workbook({ sheets: [`${sheet}</sheetData><mergeCells><mergeCell ref="A1:C1"/></mergeCells><sheetData>`] }),
    );
    expect(title).toMatchObject({ sheet: 'S1', row: 1, cells: ['标题'] });
    expect(last).toMatchObject({ row: 5 });
    expect(last?.cells).toHaveLength(28);
    expect([last?.cells[1], last?.cells[27]]).toEqual(['b', 'z']);
  });

  test('without places follow one another', async () => {
    const sheets = ['<row><c t="b"><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>'];
    expect(await tableIn(await workbook({ sheets }))).toEqual([
      [1, 'TRUE', '2'],
      [2, '3'],
    ]);
  });

  test('of all sheets that can be seen, and of no hidden one', async () => {
    const sheets = ['a', 'b', 'c', 'd'].map((text) => row(1, inline('A1', text)));
    const file = await workbook({ sheets, states: ['', 'state="hidden"', 'state="veryHidden"', 'state="visible"'] });
    expect((await rowsIn(file)).map(({ sheet, cells }) => [sheet, ...cells])).toEqual([
      ['S1', 'a'],
      ['S4', 'd'],
    ]);
  });

  test('with a prefix for every name are read as well', async () => {
    const file = await zipped([
      [
        '_rels/.rels',
        `<p:Relationships xmlns:p="x">${relation('r', 'officeDocument', 'xl/workbook.xml').replace('<', '<p:')}</p:Relationships>`,
      ],
      [
        'xl/workbook.xml',
        '<x:workbook xmlns:x="x" xmlns:r="r"><x:sheets><x:sheet name="S" r:id="r1"/></x:sheets></x:workbook>',
      ],
      [
        'xl/_rels/workbook.xml.rels',
        `<Relationships>${relation('r1', 'worksheet', '/xl/worksheets/s.xml')}</Relationships>`,
      ],
      [
        'xl/worksheets/s.xml',
        '<x:worksheet xmlns:x="x"><x:sheetData><x:row r="2"><x:c r="A2"><x:v>5</x:v></x:c></x:row></x:sheetData></x:worksheet>',
      ],
    ]);
    expect(await tableIn(file)).toEqual([[2, '5']]);
  });
});

describe('a workbook as a form', () => {
  const header = row(1, inline('A1', '指标代码'), inline('B1', '数值'), inline('C1', '说明'));
  const body = (value: string): string => header + row(2, inline('A2', 'TAX_REVENUE'), value);

  test.each([
    ['an error', '<c r="B2" t="e"><v>#DIV/0!</v></c>', 'CELL_ERROR'],
    ['a formula never calculated', '<c r="B2"><f>1+1</f></c>', 'CELL_NOT_CALCULATED'],
    ['a date', cell('B2', '45474', ' s="1"'), 'CELL_IS_DATE'],
    ['a number of too many digits', cell('B2', '1234567890123456'), 'DIGITS_LOST'],
    ['a truth value', '<c r="B2" t="b"><v>1</v></c>', 'NOT_A_NUMBER'],
    ['one third', cell('B2', '0.33333333333333331'), 'NOT_A_NUMBER'],
  ])('with %s in the place of a value is at fault in that cell, once', async (_, value, code) => {
    const { faults, cells } = await formIn(await workbook({ sheets: [body(value)], styles: styled(14) }));
    expect(faults).toMatchObject([{ code, sheet: 'S1', row: 2, column: { letter: 'B', header: '数值' } }]);
    expect(cells).toBe(0);
  });

  test('takes a date for a remark', async () => {
    const sheets = [header + row(2, inline('A2', 'TAX_REVENUE'), cell('C2', '45474', ' s="1"'))];
    expect((await formIn(await workbook({ sheets, styles: styled(14) }))).placed).toMatchObject([
      { item: { note: '2024-07-01' } },
    ]);
  });

  test('a sheet without a header is a warning beside one that has it; the same cell in two sheets is a fault', async () => {
    const sheets = [body(cell('B2', '1')), row(1, inline('A1', '填报说明')), body(cell('B2', '2'))];
    const { faults } = await formIn(await workbook({ sheets }));
    expect(faults).toMatchObject([
      { code: 'DUPLICATE_CELL', sheet: 'S3', row: 2, message: expect.stringContaining('S1 row 2') },
      { code: 'NO_HEADER', severity: 'WARNING', sheet: 'S2' },
    ]);
  });
});

describe('a workbook that is too much, damaged, or none', () => {
  const sheets = [row(1, inline('A1', 'x'.repeat(1000)))];

  test('a zip bomb is refused before it is unpacked', async () => {
    const bomb = await workbook({ sheets: [row(1, inline('A1', ' '.repeat(3_000_000)))] });
    expect(bomb.length).toBeLessThan(10_000);
    await expect(rowsIn(bomb, { unpackedBytes: 1_000_000 })).rejects.toMatchObject({ fault: { code: 'TOO_LARGE' } });
  });

  test('one that lies about its size is not unpacked further than it says', async () => {
    const bomb = await workbook({ sheets: [row(1, inline('A1', ' '.repeat(3_000_000)))] });
    const entry = bomb.indexOf('xl/worksheets/sheet1.xml', bomb.indexOf('PK\u0001\u0002', 0, 'latin1'), 'latin1') - 46;
    bomb.writeUInt32LE(500, entry + 24); // its uncompressed size in the table of contents
    await expect(rowsIn(bomb, { unpackedBytes: 1_000_000 })).rejects.toMatchObject({ fault: { code: 'FILE_DAMAGED' } });
  });

  test.each([
    ['a cell beyond the limit', { cellCharacters: 100 }, 'TOO_LARGE'],
    ['a row beyond the limit', { rows: 0 }, 'TOO_MANY_ROWS'],
    ['a column beyond the limit', { columns: 0 }, 'TOO_LARGE'],
  ])('%s', async (_, limits, code) => {
    await expect(rowsIn(await workbook({ sheets }), limits)).rejects.toMatchObject({
      fault: { code, sheet: 'S1', row: 1 },
    });
  });

  test('shared texts beyond the limit', async () => {
    const file = await workbook({ sheets, sharedStrings: '<si><t>0123456789</t></si>'.repeat(100) });
    await expect(rowsIn(file, { sharedCharacters: 2599 })).rejects.toMatchObject({ fault: { code: 'TOO_LARGE' } });
    expect(await rowsIn(file, { sharedCharacters: 2600 })).toHaveLength(1);
  });

  test.each([
    ['another archive', [['a.txt', 'text']], 'FILE_KIND'],
    [
      'a Word document',
      [
        ['_rels/.rels', `<R>${relation('r', 'officeDocument', 'word/document.xml')}</R>`],
        ['word/document.xml', '<d/>'],
      ],
      'FILE_KIND',
    ],
    [
      'a binary workbook',
      [
        ['_rels/.rels', `<R>${relation('r', 'officeDocument', 'xl/workbook.bin')}</R>`],
        ['xl/workbook.bin', 'x'],
      ],
      'FILE_KIND',
    ],
    ['one whose XML is broken', [['_rels/.rels', '<R><x></R>']], 'FILE_DAMAGED'],
    ['one nested without end', [['_rels/.rels', '<R>'.repeat(1000)]], 'FILE_DAMAGED'],
    [
      'one with attributes without end',
      [['_rels/.rels', `<R ${Array.from({ length: 1000 }, (_, at) => `a${at}=""`).join(' ')}/>`]],
      'FILE_DAMAGED',
    ],
    ['one with entities of its own', [['_rels/.rels', '<!DOCTYPE R [<!ENTITY a "b">]><R/>']], 'FILE_DAMAGED'],
  ] satisfies [string, [string, string][], string][])('%s', async (_, parts, code) => {
    await expect(rowsIn(await zipped(parts))).rejects.toMatchObject({ fault: { code } });
  });

  test('one cut off in the middle', async () => {
    const file = await workbook({ sheets });
    await expect(rowsIn(file.subarray(0, file.length - 100))).rejects.toMatchObject({
      fault: { code: 'FILE_DAMAGED' },
    });
    const middle = file.indexOf('xl/worksheets/sheet1.xml', 0, 'latin1') + 30;
    const broken = Buffer.from(file);
    broken.fill(0xff, middle, middle + 10);
    await expect(rowsIn(broken)).rejects.toMatchObject({ fault: { code: 'FILE_DAMAGED' } });
  });
});
