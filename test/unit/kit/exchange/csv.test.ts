import { describe, expect, test } from '@jest/globals';
import { collect, inPieces, rowsIn, tableIn, workbook } from './files.ts';
import { readRows } from '../../../../subgraphs/kit/exchange/rows.ts';

const TEXT = '指标代码,数值\r\nTAX_REVENUE,25.45\r\n巴州区,𠮷\r\n';
const TABLE = [
  [1, '指标代码', '数值'],
  [2, 'TAX_REVENUE', '25.45'],
  [3, '巴州区', '𠮷'],
];
/** 指标代码,数值 … in GB18030; 𠮷 takes four bytes there. */
const GB18030 = Buffer.concat([
  Buffer.from('d6b8b1eab4fac2eb2ccafdd6b50d0a', 'hex'),
  Buffer.from('TAX_REVENUE,25.45\r\n'),
  Buffer.from('b0cdd6ddc7f82c9534b2350d0a', 'hex'),
]); // prettier-ignore

function utf16(text: string, bigEndian: boolean): Buffer {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return bigEndian ? bytes.swap16() : bytes;
}

describe('the encoding of a text', () => {
  test.each([
    ['UTF-8', Buffer.from(TEXT)],
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${TEXT}`)],
    ['GB18030', GB18030],
    ['UTF-16 little-endian, as “Unicode text”', utf16(TEXT.replaceAll(',', '\t'), false)],
    ['UTF-16 big-endian', utf16(TEXT, true)],
  ])('%s is recognised', async (_, file) => {
    expect(await tableIn(file)).toEqual(TABLE);
  });

  test('does not depend on where the pieces of the file end', async () => {
    for (const size of [1, 2, 3, 5]) {
      const rows = await collect(readRows(inPieces(GB18030, size)));
      expect(rows.map(({ row, cells }) => [row, ...cells])).toEqual(TABLE);
    }
  });

  test('is decided by the whole file: a GB18030 text whose first Chinese character comes late', async () => {
    const long = 'A,1\n'.repeat(50_000);
    const rows = await rowsIn(Buffer.concat([Buffer.from(long), GB18030]));
    expect(rows.at(-1)?.cells).toEqual(['巴州区', '𠮷']);
  });

  test('that is none of them is a fault, with the byte and the line for each', async () => {
    const file = Buffer.concat([Buffer.from('A,1\nB,'), Buffer.from([0xff, 0xff]), Buffer.from('\n')]);
    await expect(rowsIn(file)).rejects.toMatchObject({
      fault: {
        code: 'FILE_ENCODING',
        message: expect.stringMatching(/UTF-8: 第 6 字节.*byte 6, line 2.*GB18030: .*line 2/s),
      },
    });
  });

  test('a character cut off at the end is a fault', async () => {
    await expect(rowsIn(Buffer.from('A,区块').subarray(0, 7))).rejects.toMatchObject({
      fault: { code: 'FILE_ENCODING' },
    });
  });

  test('a byte order mark is believed: a damaged UTF-8 text is not read as GB18030', async () => {
    const file = Buffer.concat([Buffer.from('\ufeffA,'), Buffer.from('b0cd', 'hex')]);
    await expect(rowsIn(file)).rejects.toMatchObject({ fault: { code: 'FILE_ENCODING' } });
  });
});

describe('the rows of a text', () => {
  test('quotes hold separators, quotes and line ends; rows are counted as Excel shows them', async () => {
    expect(await tableIn('a,"b,""c""\r\nd"\r\n\r\n"x",y\n')).toEqual([
      [1, 'a', 'b,"c"\r\nd'],
      [3, 'x', 'y'],
    ]);
  });

  test.each([',', '\t', ';'])('are separated by %j', async (separator) => {
    const lines = ['标题,有逗号', 'a,b,c,d', '1,"2,5;6\t7",3,4', '1,2,3,4'].map((line, at) =>
      at === 0 ? line : line.replace(/"[^"]*"|,/g, (each) => (each === ',' ? separator : each)),
    );
    expect((await rowsIn(lines.join('\n'))).slice(1).map(({ cells }) => cells)).toEqual([
      ['a', 'b', 'c', 'd'],
      ['1', '2,5;6\t7', '3', '4'],
      ['1', '2', '3', '4'],
    ]);
  });

  test('in a file separated by semicolons 1,234 may mean 1.234', async () => {
    const [, row] = await rowsIn('a;b\n1,234;1,234,567\n');
    expect([...(row?.marks ?? [])]).toEqual([[0, 'AMBIGUOUS_COMMA']]);
  });

  test('an unclosed quote is a fault with its row, and not the rest of the file in one cell', async () => {
    await expect(rowsIn('a,b\nc,"d\ne,f\n')).rejects.toMatchObject({ fault: { code: 'CSV_SYNTAX', row: 2 } });
  });

  test('a text that Excel would take for a formula comes without the apostrophe that guards it', async () => {
    expect(await tableIn("'=1+1,'-5,''@x,'abc\n")).toEqual([[1, '=1+1', '-5', "'@x", "'abc"]]);
  });
});

describe('what is too much, or no table at all', () => {
  test.each([
    ['an empty file', '', {}, 'FILE_EMPTY'],
    ['an old .xls', Buffer.from('d0cf11e0a1b11ae1', 'hex'), {}, 'FILE_KIND'],
    ['a web page named .xls', '<html><table><tr><td>1</td></tr></table>', {}, 'FILE_KIND'],
    ['a binary file', Buffer.from('a,b\0\0c'), {}, 'FILE_KIND'],
    ['a file beyond the limit', 'a,b,c,d,e', { fileBytes: 8 }, 'TOO_LARGE'],
    ['a row beyond the limit', 'a\nb\nc\n', { rows: 2 }, 'TOO_MANY_ROWS'],
    ['a column beyond the limit', 'a,b,c\n', { columns: 2 }, 'TOO_LARGE'],
    ['a cell beyond the limit', 'aaaa\n', { cellCharacters: 3 }, 'TOO_LARGE'],
  ])('%s is refused', async (_, file, limits, code) => {
    await expect(rowsIn(file, limits)).rejects.toMatchObject({ fault: { code, severity: 'ERROR' } });
  });
});

describe('whoever reads the rows', () => {
  test.each(['csv', 'xlsx'])('may stop after the first one: the file is let go (%s)', async (kind) => {
    const sheets = ['<row><c><v>1</v></c></row>'.repeat(20_000)];
    const rows = readRows(inPieces(kind === 'csv' ? 'a,b\n'.repeat(20_000) : await workbook({ sheets }), 1000));
    for await (const { row } of rows) {
      expect(row).toBe(1);
      break;
    }
    expect(await rows.next()).toEqual({ done: true, value: undefined });
  });

  test('hears of a source that fails', async () => {
    const broken = async function* (): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(Buffer.from('a,b\n'));
      throw new Error('connection lost');
    };
    await expect(collect(readRows(broken()))).rejects.toThrow('connection lost');
  });
});
