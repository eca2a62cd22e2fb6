/** A form as a CSV file that Excel opens as it is: UTF-8 with a byte order mark, and no text that it would take for a formula. */
import { Readable } from 'node:stream';
import { columnsOf } from './columns.ts';
import { linesOf, type FormFile, type LineCell } from './form-lines.ts';
import { guarded } from './guard.ts';

export function writeFormCsv(file: FormFile): Readable {
  return Readable.from(bytes(file), { objectMode: false });
}

async function* bytes(file: FormFile): AsyncGenerator<Buffer> {
  let ready = '\ufeff';
  const width = columnsOf(file.layout).length; // every line as long as the header, as Excel writes them
  for await (const { cells } of linesOf(file)) {
    ready += `${cells.map(field).join(',')}${','.repeat(width - cells.length)}\r\n`;
    if (ready.length < PIECE) continue;
    yield Buffer.from(ready);
    ready = '';
  }
  if (ready !== '') yield Buffer.from(ready);
}

/** Characters that are handed on at once. */
const PIECE = 64 * 1024;

function field({ kind, text }: LineCell): string {
  const safe = kind === 'NUMBER' ? text : guarded(text);
  return /[",;\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
