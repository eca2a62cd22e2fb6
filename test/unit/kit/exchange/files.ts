/** Files made by hand, as Excel and others write them. */
import { fromBufferPromise } from 'yauzl';
import { ZipFile } from 'yazl';
import type { DraftCell, FormLayout } from '../../../../subgraphs/kit/exchange/form-layout.ts';
import { readForm, type FormReport } from '../../../../subgraphs/kit/exchange/form-sheet.ts';
import { LIMITS, type Limits } from '../../../../subgraphs/kit/exchange/limits.ts';
import type { Row } from '../../../../subgraphs/kit/exchange/row.ts';
import { readRows } from '../../../../subgraphs/kit/exchange/rows.ts';
import type { PlacedItem } from '../../../../subgraphs/kit/exchange/table.ts';

export const LAYOUT: FormLayout = {
  code: 'ENTERPRISE_MONTHLY',
  name: '企业月报',
  nameEn: 'Enterprises, monthly',
  period: '2024-07',
  zone: 'bazhou',
  levels: ['ZONE', 'BLOCK', 'ENTERPRISE'],
  indicators: [
    { code: 'TAX_REVENUE', name: '规上税收', nameEn: 'Tax revenue', unit: 'CNY', decimals: 2 },
    { code: 'ENTERPRISES', name: '入园企业数', nameEn: 'Enterprises', unit: 'COUNT', decimals: 0 },
    { code: 'TAX_TO_REVENUE', name: '税收占营业收入比重', nameEn: 'Tax to revenue', unit: 'PERCENT', decimals: 2 },
  ],
  blocks: [
    { code: 'jintang', name: '金堂区块' },
    { code: 'qingjiang', name: '清江区块' },
  ],
  units: [
    { code: 'CNY', name: '元' },
    { code: 'COUNT', name: '家' },
    { code: 'PERCENT', name: '%' },
  ],
  zones: [
    { code: 'core', name: '核心区' },
    { code: 'bazhou', name: '巴州区' },
  ],
};

/** In small pieces, as a network delivers them. */
export async function* inPieces(file: Uint8Array | string, size = 7): AsyncGenerator<Uint8Array> {
  const bytes = typeof file === 'string' ? Buffer.from(file) : file;
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

export async function collect<T>(from: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const each of from) all.push(each);
  return all;
}

export async function rowsIn(file: Uint8Array | string, limits: Partial<Limits> = {}): Promise<Row[]> {
  return collect(readRows(inPieces(file, 1000), { ...LIMITS, ...limits }));
}

/** [row, ...cells] of every row, which most tests are about. */
export async function tableIn(file: Uint8Array | string): Promise<(string | number)[][]> {
  return (await rowsIn(file)).map(({ row, cells }) => [row, ...cells]);
}

export interface Read extends FormReport {
  readonly placed: readonly PlacedItem<DraftCell>[];
}

export async function formIn(file: Uint8Array | string, layout = LAYOUT, limits: Partial<Limits> = {}): Promise<Read> {
  const reading = readForm(inPieces(file, 1000), layout, { limits: { ...LIMITS, ...limits } });
  const placed = await collect(reading.cells);
  return { ...reading.report(), placed };
}

export interface HandMade {
  /** XML within <sheetData>, for each sheet. */
  readonly sheets: readonly string[];
  readonly sharedStrings?: string;
  readonly styles?: string;
  readonly workbookPr?: string;
  /** For each sheet, e.g. `state="hidden"`. */
  readonly states?: readonly string[];
  readonly compress?: boolean;
}

const RELATIONSHIPS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

export function relation(id: string, kind: string, target: string): string {
  return `<Relationship Id="${id}" Type="${RELATIONSHIPS}/${kind}" Target="${target}"/>`;
}

/** The shared strings come last in the archive, as Excel puts them. */
export function workbook({ sheets, sharedStrings, styles, workbookPr = '', states = [] }: HandMade): Promise<Buffer> {
  const listed = sheets.map(
    (_, at) => `<sheet name="S${at + 1}" sheetId="${at + 1}" r:id="r${at + 1}" ${states[at] ?? ''}/>`,
  );
  return zipped([
    ['_rels/.rels', `<Relationships>${relation('r', 'officeDocument', '/xl/workbook.xml')}</Relationships>`],
    [
      'xl/workbook.xml',
      `<workbook xmlns:r="${RELATIONSHIPS}">${workbookPr}<sheets>${listed.join('')}</sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      `<Relationships>${sheets.map((_, at) => relation(`r${at + 1}`, 'worksheet', `worksheets/sheet${at + 1}.xml`)).join('')}${
        relation('s', 'sharedStrings', 'sharedStrings.xml') + relation('y', 'styles', 'styles.xml')
      }</Relationships>`,
    ],
    ...sheets.map((data, at): [string, string] => [
      `xl/worksheets/sheet${at + 1}.xml`,
      `<worksheet><sheetData>${data}</sheetData></worksheet>`,
    ]),
    ...(styles === undefined ? [] : [['xl/styles.xml', styles] satisfies [string, string]]),
    ...(sharedStrings === undefined
      ? []
      : [['xl/sharedStrings.xml', `<sst>${sharedStrings}</sst>`] satisfies [string, string]]),
  ]);
}

export async function zipped(parts: readonly [name: string, text: string][]): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, text] of parts) zip.addBuffer(Buffer.from(text), name);
  zip.end();
  return bytesOf(zip.outputStream);
}

export async function bytesOf(stream: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream)
    if (ArrayBuffer.isView(chunk)) chunks.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
  return Buffer.concat(chunks);
}

/** The parts of an archive by name. */
export async function partsIn(archive: Buffer): Promise<Map<string, string>> {
  const zip = await fromBufferPromise(archive, { lazyEntries: true });
  const parts = new Map<string, string>();
  for await (const entry of zip.eachEntry()) {
    parts.set(entry.fileName, (await bytesOf(await zip.openReadStreamPromise(entry))).toString());
  }
  return parts;
}
