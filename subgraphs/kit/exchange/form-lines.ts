/** A form, empty or filled in, as the lines of a sheet: title, whose it is, how to fill it in, header, cells. */
import { columnsOf, FORM_COLUMNS, type ColumnKey } from './columns.ts';
import { identityLine, SYNTHETIC_MARK, type DraftCell, type FormLayout } from './form-layout.ts';

/** A cell as a file shows it: an enterprise with its name, for whoever fills it in. */
export interface FormCell extends DraftCell {
  readonly enterpriseName?: string | null;
}

export interface FormEnterprise {
  readonly code: string;
  readonly name: string;
  readonly block: string | null;
}

export interface FormFile {
  readonly layout: FormLayout;
  readonly cells: Iterable<FormCell> | AsyncIterable<FormCell>;
  /** The figures are made up: the file says so wherever it can. */
  readonly synthetic?: boolean;
}

export interface Line {
  readonly kind: 'TITLE' | 'HEADER' | 'CELL';
  readonly cells: readonly LineCell[];
}

export interface LineCell {
  readonly text: string;
  /** A code is never to be taken for a number, a number never for a text. */
  readonly kind: 'TEXT' | 'CODE' | 'NUMBER';
}

const HELP =
  '数值留空即未报(L),0 即零;单位乘数 4 = 万,8 = 亿 / an empty value is missing (L), 0 is zero; unitMult 4 = ten thousands';

/** Lines above the header, and with it. */
export function headLines({ layout, synthetic = false }: FormFile): Line[] {
  const title = `${layout.name} ${layout.nameEn}${synthetic ? ` · ${SYNTHETIC_MARK}` : ''}`;
  const header = columnsOf(layout).map((key) => text(FORM_COLUMNS.headerOf(key)));
  return [
    ...[title, identityLine(layout), HELP].map((line): Line => ({ kind: 'TITLE', cells: [text(line)] })),
    { kind: 'HEADER', cells: header },
  ];
}

export async function* linesOf(file: FormFile): AsyncGenerator<Line> {
  yield* headLines(file);
  const columns = columnsOf(file.layout);
  const names = new Map(file.layout.indicators.map(({ code, name }) => [code, name]));
  for await (const cell of file.cells) yield { kind: 'CELL', cells: columns.map((key) => lineCell(key, cell, names)) };
}

function lineCell(key: ColumnKey, cell: FormCell, names: ReadonlyMap<string, string>): LineCell {
  switch (key) {
    case 'indicatorName':
      return text(names.get(cell.indicator) ?? '');
    case 'enterpriseName':
      return text(cell.enterpriseName ?? '');
    case 'value':
      return { kind: 'NUMBER', text: cell.value ?? '' };
    case 'unitMult':
      return { kind: 'NUMBER', text: String(cell.unitMult) };
    case 'obsStatus':
      // What an empty value means anyway is not written: whoever fills it in need not take it away.
      return text(cell.value === null && cell.obsStatus === 'L' ? '' : cell.obsStatus);
    case 'note':
      return text(cell.note ?? '');
    case 'indicator':
    case 'block':
    case 'enterprise':
    case 'unit':
    case 'counterpart':
      return { kind: 'CODE', text: cell[key] ?? '' };
  }
}

function text(of: string): LineCell {
  return { kind: 'TEXT', text: of };
}

/** Every cell that a form asks for, with nothing in it. Enterprises are those of the zone's register. */
export async function* emptyCells(
  layout: FormLayout,
  enterprises: Iterable<FormEnterprise> | AsyncIterable<FormEnterprise> = [],
): AsyncGenerator<FormCell> {
  const { levels, blocks } = layout;
  if (levels.includes('ZONE')) yield* emptyOf(layout, null);
  if (levels.includes('BLOCK')) for (const { code } of blocks) yield* emptyOf(layout, code);
  if (levels.includes('ENTERPRISE')) for await (const each of enterprises) yield* emptyOf(layout, each.block, each);
}

function* emptyOf({ indicators }: FormLayout, block: string | null, of?: FormEnterprise): Generator<FormCell> {
  const named = { enterprise: of?.code ?? null, enterpriseName: of?.name ?? null };
  const nothing = { value: null, unitMult: 0, decimals: 0, obsStatus: 'L', counterpart: null, note: null };
  for (const { code, unit } of indicators) yield { indicator: code, block, ...named, unit, ...nothing };
}
