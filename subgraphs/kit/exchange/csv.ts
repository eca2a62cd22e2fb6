/** The rows of a text file: separated by commas, tabs or semicolons, quoted as Excel does, in any encoding that it writes. */
import { Readable, pipeline } from 'node:stream';
import { parse, type CsvError } from 'csv-parse';
import { z } from 'zod';
import { encodingOf, textOf } from './encoding.ts';
import { FileFault } from './faults.ts';
import { unguarded } from './guard.ts';
import type { Limits } from './limits.ts';
import { NO_MARKS, type CellMark, type Row } from './row.ts';
import type { Spooled } from './spool.ts';

const SHEET = 'CSV';
const SEPARATORS = [',', '\t', ';'] as const;
type Separator = (typeof SEPARATORS)[number];

/** So much of the text shows what separates its cells. */
const SAMPLE_CHARACTERS = 64 * 1024;

const record = z.array(z.string());

export async function* csvRows(file: Spooled, limits: Limits): AsyncGenerator<Row> {
  const encoding = await encodingOf(file);
  const separator = separatorOf(await sampleOf(textOf(file, encoding)));
  const parser = parse({
    delimiter: separator,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    max_record_size: 16 * limits.cellCharacters, // an unclosed quote would take in the rest of the file
  });
  pipeline(Readable.from(textOf(file, encoding)), parser, () => undefined); // its failure comes out of the loop below
  let row = 0;
  try {
    for await (const read of parser) {
      row += 1;
      const cells = record.parse(read).map(unguarded);
      if (cells.every((cell) => cell.trim() === '')) continue;
      check(cells, row, limits);
      yield { sheet: SHEET, row, cells, marks: separator === ';' ? ambiguities(cells) : NO_MARKS };
    }
  } catch (error) {
    throw isCsvError(error) ? syntaxFault(error) : error;
  } finally {
    parser.destroy();
  }
}

async function sampleOf(text: AsyncIterable<string>): Promise<string> {
  let sample = '';
  for await (const piece of text) {
    sample += piece;
    if (sample.length >= SAMPLE_CHARACTERS) break;
  }
  if (sample.includes('\0')) {
    throw new FileFault('FILE_KIND', '既不是文本也不是 .xlsx 工作簿 / neither a text nor an .xlsx workbook');
  }
  if (/^\s*<(?:!doctype|html|\?xml|table)\b/i.test(sample)) {
    throw new FileFault(
      'FILE_KIND',
      '这是网页,不是表格,请另存为 .xlsx / a web page under another name; save it as .xlsx',
    );
  }
  return sample;
}

/** The one of which most lines have equally many, outside quotes: titles and remarks are few, and have any number. */
function separatorOf(sample: string): Separator {
  const lines = sample.replace(/"(?:[^"]|"")*"/g, '').split(/\r\n|\n|\r/);
  const scores = SEPARATORS.map((separator) => {
    const counts = Map.groupBy(lines, (line) => line.split(separator).length - 1);
    counts.delete(0);
    const usual = [...counts].map(([count, having]) => ({ separator, count, lines: having.length }));
    return usual.sort(byLines)[0];
  });
  const [best] = scores.filter((score) => score !== undefined).sort(byLines);
  return best?.separator ?? ',';
}

interface Score {
  readonly count: number;
  readonly lines: number;
}

function byLines(a: Score, b: Score): number {
  return b.lines - a.lines || b.count - a.count;
}

function check(cells: readonly string[], row: number, { rows, columns, cellCharacters }: Limits): void {
  const at = { sheet: SHEET, row };
  if (row > rows) throw new FileFault('TOO_MANY_ROWS', `超过 ${rows} 行 / more than ${rows} rows`, at);
  if (cells.length > columns) throw new FileFault('TOO_LARGE', `超过 ${columns} 列 / more than ${columns} columns`, at);
  if (cells.some((cell) => cell.length > cellCharacters)) {
    throw new FileFault(
      'TOO_LARGE',
      `单元格超过 ${cellCharacters} 字 / a cell of more than ${cellCharacters} characters`,
      at,
    );
  }
}

/** Where semicolons separate, the comma is often the decimal one: 1,234 may be 1234 or 1.234. */
function ambiguities(cells: readonly string[]): ReadonlyMap<number, CellMark> {
  const found = cells.flatMap((cell, at): [number, CellMark][] =>
    /^\s*[+-]?\d{1,3},\d{3}\s*$/.test(cell) ? [[at, 'AMBIGUOUS_COMMA']] : [],
  );
  return found.length === 0 ? NO_MARKS : new Map(found);
}

function isCsvError(error: unknown): error is CsvError {
  return typeof error === 'object' && error !== null && 'code' in error && String(error.code).startsWith('CSV_');
}

function syntaxFault({ code, ...context }: CsvError): FileFault {
  const why = `引号不成对或位置不对 / a quote that is not closed or stands where none may (${code})`;
  const row = typeof context['records'] === 'number' ? context['records'] + 1 : null; // those before it were sound
  return new FileFault('CSV_SYNTAX', why, { sheet: SHEET, row });
}
