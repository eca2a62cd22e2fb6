/** The columns of a sheet, known by their headers in Chinese, English or both, in any order. */
import { columnLetter, type FaultColumn } from './faults.ts';
import type { FormLayout } from './form-layout.ts';

export interface Header<Key extends string = ColumnKey> {
  readonly row: number;
  /** Where each known column stands; the first, when there are several. */
  readonly at: ReadonlyMap<Key, number>;
  readonly unknown: readonly FaultColumn[];
  readonly doubled: readonly FaultColumn[];
  readonly texts: readonly string[];
}

/** The columns that a kind of sheet may have; each is known by any of its names, and written by the first two. */
export class Columns<Key extends string> {
  readonly #names: Readonly<Record<Key, readonly string[]>>;
  readonly #byHeader: ReadonlyMap<string, Key>;
  readonly #needed: readonly (readonly Key[])[];

  /** `needed`: a row is the header when it names one of each of these. */
  constructor(
    keys: readonly Key[],
    names: Readonly<Record<Key, readonly string[]>>,
    needed: readonly (readonly Key[])[],
  ) {
    this.#names = names;
    this.#needed = needed;
    this.#byHeader = new Map(
      keys.flatMap((key) => [this.#written(key), ...names[key]].map((header): [string, Key] => [folded(header), key])),
    );
  }

  /** "数值 value": as it is written. */
  headerOf(key: Key): string {
    return this.#written(key);
  }

  #written(key: Key): string {
    return this.#names[key].slice(0, 2).join(' ');
  }

  /** The headers without which a row is none. */
  get needed(): string {
    return this.#needed.flatMap((keys) => keys.slice(0, 1)).map((key) => this.headerOf(key)).join(', '); // prettier-ignore
  }

  /** The header, if this row is one. */
  read(row: number, cells: readonly string[]): Header<Key> | undefined {
    const at = new Map<Key, number>();
    const unknown: FaultColumn[] = [];
    const doubled: FaultColumn[] = [];
    cells.forEach((text, place) => {
      if (text.trim() === '') return;
      const key = this.#byHeader.get(folded(text));
      const column = { letter: columnLetter(place), header: text.trim() };
      if (key === undefined) unknown.push(column);
      else if (at.has(key)) doubled.push(column);
      else at.set(key, place);
    });
    const isHeader = this.#needed.every((keys) => keys.some((key) => at.has(key)));
    return isHeader ? { row, at, unknown, doubled, texts: cells.map((text) => text.trim()) } : undefined;
  }
}

/** Blanks, brackets and full-width letters make no difference. */
function folded(header: string): string {
  return header
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\ufeff()/*_:]/g, '');
}

const NAMES = {
  indicator: ['指标代码', 'indicator', '代码', '指标编码'],
  indicatorName: ['指标名称', 'indicator name', '指标'],
  block: ['区块', 'block', '区块代码', '园区区块'],
  enterprise: ['企业', 'enterprise', '统一社会信用代码', '企业代码'],
  enterpriseName: ['企业名称', 'enterpriseName', 'enterprise name'],
  unit: ['计量单位', 'unit', '单位'],
  unitMult: ['单位乘数', 'unitMult', 'unit multiplier'],
  value: ['数值', 'value', '本期数', '值'],
  obsStatus: ['状态', 'obsStatus', '观测状态', 'status'],
  counterpart: ['对应区', 'counterpart'],
  note: ['说明', 'note', '备注', 'remark'],
} as const;

export type ColumnKey = keyof typeof NAMES;

/** In the order in which they are written. */
const COLUMN_KEYS: readonly ColumnKey[] = [
  'indicator',
  'indicatorName',
  'block',
  'enterprise',
  'enterpriseName',
  'value',
  'unit',
  'unitMult',
  'obsStatus',
  'counterpart',
  'note',
];

/** Of a form. */
export const FORM_COLUMNS = new Columns(COLUMN_KEYS, NAMES, [['indicator', 'indicatorName'], ['value']]);

/** The columns that a form of these levels has. */
export function columnsOf({ levels }: FormLayout): ColumnKey[] {
  const absent: ColumnKey[] = [];
  if (!levels.includes('ENTERPRISE')) absent.push('enterprise', 'enterpriseName');
  if (!levels.includes('BLOCK') && !levels.includes('ENTERPRISE')) absent.push('block');
  return COLUMN_KEYS.filter((key) => !absent.includes(key));
}
