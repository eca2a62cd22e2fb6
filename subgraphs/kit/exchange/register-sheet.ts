/** A list of enterprises for the register: one a row, in any kind of file that a form comes in. */
import { Columns, type Header } from './columns.ts';
import { columnLetter, FaultList, type Fault, type FaultCode, type FaultPlace } from './faults.ts';
import type { Named } from './form-layout.ts';
import { LIMITS } from './limits.ts';
import { MARK_FAULTS } from './marks.ts';
import { fold } from './number-text.ts';
import type { CellMark, Row } from './row.ts';
import { readRows } from './rows.ts';
import { TableReader, type PlacedItem, type TableHandler } from './table.ts';
import { plain } from './vocabulary.ts';

const NAMES = {
  uscc: ['统一社会信用代码', 'uscc', '信用代码', '企业代码', '代码'],
  name: ['企业名称', 'name', '名称', '单位名称'],
  industry: ['行业代码', 'industry', '行业'],
  block: ['区块', 'block', '区块代码', '园区区块'],
  enteredOn: ['入区日期', 'enteredOn', '入园日期', '进入日期'],
  movedOn: ['迁入日期', 'movedOn', '迁入区块日期'],
  leftOn: ['离区日期', 'leftOn', '离园日期', '离开日期'],
  note: ['备注', 'note', '说明', 'remark'],
  checkDigitNote: ['校验位说明', 'checkDigitNote'],
} as const;

export type RegisterColumn = keyof typeof NAMES;

export const REGISTER_KEYS: readonly RegisterColumn[] = [
  ...(['uscc', 'name', 'industry', 'block', 'enteredOn', 'movedOn', 'leftOn', 'note', 'checkDigitNote'] as const),
];
const REGISTER_COLUMNS = new Columns(REGISTER_KEYS, NAMES, [
  ['uscc'],
  ['name'],
  ['industry'],
  ['block'],
  ['enteredOn'],
]);

/** A row as it is written. Undefined: the file has no such column, and says nothing of it; null is an empty cell. */
export interface RegisterEntry {
  readonly uscc: string;
  readonly name: string;
  readonly industry: string;
  readonly block: string;
  readonly enteredOn: string;
  /** Since when it has sat in the block, if it came there from another. */
  readonly movedOn: string | null | undefined;
  readonly leftOn: string | null | undefined;
  readonly note: string | null | undefined;
  readonly checkDigitNote: string | null | undefined;
}

export interface RegisterReading {
  /** Whatever a row says, so that all that is wrong with it can be told. To be read once, to the end; it does not throw for what is wrong in the file. */
  readonly entries: AsyncIterable<PlacedItem<RegisterEntry>>;
  /** Where an entry that was read says this. */
  placeOf(uscc: string, column: RegisterColumn): FaultPlace | undefined;
  report(): {
    readonly faults: readonly Fault[];
    readonly errors: number;
    readonly warnings: number;
    readonly rows: number;
  };
}

export function readRegister(
  file: AsyncIterable<Uint8Array>,
  blocks: readonly Named[],
  name?: string,
): RegisterReading {
  const faults = new FaultList(Infinity);
  const sheet = new RegisterSheet(blocks, faults);
  const table = new TableReader(sheet, faults);
  return {
    entries: table.read(readRows(file, LIMITS, name)),
    placeOf: (uscc, column) => {
      const place = sheet.seen.get(uscc);
      const header = place && table.headers.get(place.sheet);
      return place && { ...place, column: columnOf(column, header) };
    },
    report: () => ({ faults: [...faults.listed], errors: faults.counts.ERROR, warnings: faults.counts.WARNING, rows: table.rows }), // prettier-ignore
  };
}

class RegisterSheet implements TableHandler<RegisterColumn, RegisterEntry> {
  readonly columns = REGISTER_COLUMNS;
  readonly seen = new Map<string, { sheet: string; row: number }>();
  readonly #blocks: ReadonlyMap<string, string>;
  readonly #faults: FaultList;

  constructor(blocks: readonly Named[], faults: FaultList) {
    this.#blocks = new Map(
      blocks.flatMap(
        ({ code, name }) =>
          [
            [plain(name), code],
            [plain(code), code],
          ] as const,
      ),
    );
    this.#faults = faults;
  }

  item(row: Row, header: Header<RegisterColumn>): RegisterEntry | undefined {
    const text = (key: RegisterColumn): string => (row.cells[header.at.get(key) ?? -1] ?? '').trim();
    const optional = (key: RegisterColumn): string | null | undefined =>
      header.at.has(key) ? text(key) || null : undefined;
    const fault = (key: RegisterColumn, code: FaultCode, message: string): void =>
      this.#faults.add({ ...{ code, severity: 'ERROR', message }, ...this.#at(row), column: columnOf(key, header) });
    for (const [key, at] of header.at) {
      const mark = row.marks.get(at);
      if (mark === undefined || HARMLESS[mark].includes(key)) continue;
      fault(key, MARK_FAULTS[mark][0], `${JSON.stringify(text(key).slice(0, 40))} ${MARK_FAULTS[mark][1]}`);
    }
    const uscc = fold(text('uscc')).toUpperCase().replace(/\s+/g, '');
    const first = this.seen.get(uscc);
    if (uscc !== '' && first) {
      fault('uscc', 'DUPLICATE_ENTRY', `与第 ${first.row} 行是同一企业 / the same enterprise as in row ${first.row}`);
      return undefined;
    }
    this.seen.set(uscc, this.#at(row));
    const block = this.#blocks.get(plain(text('block'))) ?? text('block'); // one that is not known the register refuses
    const [leftOn, movedOn] = [optional('leftOn'), optional('movedOn')];
    return {
      ...{ uscc, block, name: text('name'), industry: text('industry'), enteredOn: day(text('enteredOn')) },
      ...{ leftOn: leftOn && day(leftOn), movedOn: movedOn && day(movedOn) },
      ...{ note: optional('note'), checkDigitNote: optional('checkDigitNote') },
    };
  }

  #at({ sheet, row }: Row) {
    return { sheet, row };
  }
}

/** In which columns an odd cell does no harm. */
const HARMLESS: Readonly<Record<CellMark, readonly RegisterColumn[]>> = {
  ERROR: [],
  NOT_CALCULATED: [],
  DATE: ['enteredOn', 'movedOn', 'leftOn', 'note', 'checkDigitNote'],
  LONG_NUMBER: ['name', 'note', 'checkDigitNote'],
  AMBIGUOUS_COMMA: REGISTER_KEYS,
};

function columnOf(key: RegisterColumn, header: Header<RegisterColumn> | undefined) {
  const at = header?.at.get(key);
  return at === undefined ? null : { letter: columnLetter(at), header: header?.texts[at] ?? null };
}

/** 2024/1/5, 2024.1.5 and 2024年1月5日 are meant for 2024-01-05; anything else is left for the register to refuse. */
function day(text: string): string {
  const [, year, month = '', date = ''] =
    /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]00:00(?::00)?)?$/.exec(fold(text)) ?? [];
  return year === undefined ? text : `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
}
