/** The columns of a form's sheet, known by their headers in Chinese, English or both, in any order. */
import { columnLetter, type FaultColumn } from './faults.ts';
import type { FormLayout } from './form-layout.ts';

const COLUMNS = {
  indicator: ['指标代码', 'indicator', '代码', '指标编码'],
  indicatorName: ['指标名称', 'indicator name', '指标'],
  block: ['区块', 'block', '区块代码', '园区区块'],
  enterprise: ['企业', 'enterprise', '统一社会信用代码', '企业代码'],
  unit: ['计量单位', 'unit', '单位'],
  unitMult: ['单位乘数', 'unitMult', 'unit multiplier'],
  value: ['数值', 'value', '本期数', '值'],
  obsStatus: ['状态', 'obsStatus', '观测状态', 'status'],
  counterpart: ['对应区', 'counterpart'],
  note: ['说明', 'note', '备注', 'remark'],
} as const;

export type ColumnKey = keyof typeof COLUMNS;

/** In the order in which they are written. */
const COLUMN_KEYS: readonly ColumnKey[] = [
  'indicator',
  'indicatorName',
  'block',
  'enterprise',
  'value',
  'unit',
  'unitMult',
  'obsStatus',
  'counterpart',
  'note',
];

/** The columns that a form of these levels has. */
export function columnsOf({ levels }: FormLayout): ColumnKey[] {
  const absent: ColumnKey[] = [];
  if (!levels.includes('ENTERPRISE')) absent.push('enterprise');
  if (!levels.includes('BLOCK') && !levels.includes('ENTERPRISE')) absent.push('block');
  return COLUMN_KEYS.filter((key) => !absent.includes(key));
}

/** "数值 value": as it is written. */
export function headerOf(key: ColumnKey): string {
  return `${COLUMNS[key][0]} ${COLUMNS[key][1]}`;
}

const BY_HEADER: ReadonlyMap<string, ColumnKey> = new Map(
  COLUMN_KEYS.flatMap((key) =>
    [headerOf(key), ...COLUMNS[key]].map((header): [string, ColumnKey] => [folded(header), key]),
  ),
);

/** Blanks, brackets and full-width letters make no difference. */
function folded(header: string): string {
  return header
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\ufeff()/*_:]/g, '');
}

export interface Header {
  readonly row: number;
  /** Where each known column stands; the first, when there are several. */
  readonly at: ReadonlyMap<ColumnKey, number>;
  readonly unknown: readonly FaultColumn[];
  readonly doubled: readonly FaultColumn[];
  readonly texts: readonly string[];
}

/** The header, if this row is one: it names the value and the indicator. */
export function readHeader(row: number, cells: readonly string[]): Header | undefined {
  const at = new Map<ColumnKey, number>();
  const unknown: FaultColumn[] = [];
  const doubled: FaultColumn[] = [];
  cells.forEach((text, place) => {
    if (text.trim() === '') return;
    const key = BY_HEADER.get(folded(text));
    const column = { letter: columnLetter(place), header: text.trim() };
    if (key === undefined) unknown.push(column);
    else if (at.has(key)) doubled.push(column);
    else at.set(key, place);
  });
  const isHeader = at.has('value') && (at.has('indicator') || at.has('indicatorName'));
  return isHeader ? { row, at, unknown, doubled, texts: cells.map((text) => text.trim()) } : undefined;
}
