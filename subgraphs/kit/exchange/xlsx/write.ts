/** A form as a workbook: frozen header, drop-down for the status, codes as text, values as numbers with the decimals they have. */
import { PassThrough, Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { columnsOf } from '../columns.ts';
import { columnLetter } from '../faults.ts';
import { headLines, linesOf, type FormFile, type Line, type LineCell } from '../form-lines.ts';
import { OBS_STATUS_CODES } from '../obs-status.ts';
import { guarded } from '../guard.ts';
import { shownNumber } from './numbers.ts';
import { escaped, partsAround, STYLES, XML_HEAD } from './parts.ts';

/** Fixed, so that the same form gives the same file. */
const WRITTEN_AT = new Date(Date.UTC(2000, 0, 1, 12));
const LAST_ROW = 1_048_576;
const PIECE = 64 * 1024;

export function writeFormXlsx(file: FormFile): Readable {
  const zip = new ZipFile();
  const out = new PassThrough();
  const sheet = Readable.from(bytes(file), { objectMode: false });
  const options = { mtime: WRITTEN_AT };
  const fail = (error: Error): void => void out.destroy(error);
  sheet.on('error', fail);
  zip.on('error', fail);
  out.on('close', () => sheet.destroy()); // whoever reads it has gone
  zip.outputStream.pipe(out);
  for (const [part, text] of partsAround(file)) zip.addBuffer(Buffer.from(text), part, options);
  zip.addReadStream(sheet, 'xl/worksheets/sheet1.xml', options);
  zip.end();
  return out;
}

async function* bytes(file: FormFile): AsyncGenerator<Buffer> {
  let ready = opening(file);
  let row = 0;
  for await (const line of linesOf(file)) {
    row += 1;
    ready += rowXml(line, row);
    if (ready.length < PIECE) continue;
    yield Buffer.from(ready);
    ready = '';
  }
  yield Buffer.from(`${ready}</sheetData>${dropDown(file)}</worksheet>`);
}

const WIDTHS: Readonly<Record<string, number>> = {
  indicatorName: 32,
  enterprise: 22,
  enterpriseName: 28,
  value: 18,
  note: 40,
  indicator: 28,
};

function opening(file: FormFile): string {
  const frozen = headLines(file).length;
  const columns = columnsOf(file.layout).map((key, at) => {
    return `<col min="${at + 1}" max="${at + 1}" width="${WIDTHS[key] ?? 14}" customWidth="1"/>`;
  });
  return (
    `${XML_HEAD}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">` +
    `<sheetViews><sheetView workbookViewId="0"><pane ySplit="${frozen}" topLeftCell="A${frozen + 1}" ` +
    `activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${columns.join('')}</cols><sheetData>`
  );
}

function rowXml({ kind, cells }: Line, row: number): string {
  const written = cells.map((cell, at) => cellXml(cell, `${columnLetter(at)}${row}`, kind !== 'CELL'));
  return `<row r="${row}">${written.join('')}</row>`;
}

function cellXml({ kind, text }: LineCell, at: string, bold: boolean): string {
  if (text === '') return '';
  if (kind === 'NUMBER' && comesBack(text))
    return `<c r="${at}" s="${STYLES.number(decimalsOf(text))}"><v>${text}</v></c>`;
  const style = bold
    ? STYLES.bold
    : guarded(text) !== text
      ? STYLES.guarded
      : kind === 'TEXT'
        ? STYLES.general
        : STYLES.text;
  return `<c r="${at}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`;
}

/** A number that a binary double would change, or Excel cut off after 15 digits, is written as text. */
function comesBack(text: string): boolean {
  const { text: shown, mark } = shownNumber(text, { kind: 'NUMBER', decimals: decimalsOf(text) }, false);
  return shown === text && mark === undefined && text.replace(/\D/g, '').length <= 15;
}

function decimalsOf(text: string): number {
  return text.split('.')[1]?.length ?? 0;
}

function dropDown(file: FormFile): string {
  const column = columnLetter(columnsOf(file.layout).indexOf('obsStatus'));
  const first = headLines(file).length + 1;
  return (
    `<dataValidations count="1"><dataValidation type="list" allowBlank="1" showErrorMessage="1" ` +
    `sqref="${column}${first}:${column}${LAST_ROW}"><formula1>"${OBS_STATUS_CODES.join(',')}"</formula1>` +
    '</dataValidation></dataValidations>'
  );
}
