/** One row of a form's sheet as the cell of a return that it states, and everything that is wrong with it. */
import type { ColumnKey, Header } from './columns.ts';
import { columnLetter, type Fault, type FaultCode, type Severity } from './faults.ts';
import type { FormLevel } from '../../../schema/rules/levels.ts';
import type { DraftCell, FormIndicator } from './form-layout.ts';
import { fold, readNumber } from './number-text.ts';
import { isHarmless, MARK_FAULTS } from './marks.ts';
import { isObsStatus, mayStandWithNumber, mayStandWithoutNumber, OBS_STATUS_CODES } from './obs-status.ts';
import type { Row } from './row.ts';
import { validCodes } from './valid-codes.ts';
import { namesOf, plain, type FormVocabulary } from './vocabulary.ts';

const MAX_NOTE = 500;
const MAX_CODE = 64;
const UNIT_MULTS: ReadonlyMap<string, number> = new Map([
  ['千', 3],
  ['万', 4],
  ['百万', 6],
  ['亿', 8],
]);

export interface ReadRow {
  /** Undefined when something is wrong with it. */
  readonly cell: DraftCell | undefined;
  /** Which cell of the return it is about, as far as that can be told. */
  readonly key: string | undefined;
  readonly faults: readonly Fault[];
}

export function readFormRow(row: Row, header: Header, vocabulary: FormVocabulary): ReadRow {
  return new RowReader(row, header, vocabulary).read();
}

class RowReader {
  readonly #row: Row;
  readonly #header: Header;
  readonly #known: FormVocabulary;
  readonly #faults: Fault[] = [];

  constructor(row: Row, header: Header, known: FormVocabulary) {
    this.#row = row;
    this.#header = header;
    this.#known = known;
  }

  read(): ReadRow {
    const odd = new Set([...this.#header.at.keys()].filter((key) => this.#isOdd(key)));
    const indicator = this.#indicator();
    const blockCodes = this.#known.layout.blocks.map(({ code }) => code);
    const block = this.#named('block', this.#known.blocks, 'UNKNOWN_BLOCK', () => `没有此区块 / no such block;${validCodes(blockCodes)}`); // prettier-ignore
    const enterprise = odd.has('enterprise') ? undefined : this.#enterprise();
    if (block !== undefined && enterprise !== undefined) this.#checkLevel(levelOf(block, enterprise));
    const { unit, unitMult } = this.#measure(indicator);
    const number = odd.has('value') ? undefined : this.#value(unit);
    const obsStatus = this.#obsStatus(number === undefined ? undefined : number !== null);
    const zones = this.#known.layout.zones.map(({ code }) => code);
    const counterpart = this.#named('counterpart', this.#known.zones, 'UNKNOWN_COUNTERPART', () => `没有此区 / no such zone;${validCodes(zones, '')}`); // prettier-ignore
    const note = this.#note();
    const faults = this.#faults;
    if (!indicator || block === undefined || enterprise === undefined)
      return { cell: undefined, key: undefined, faults };
    const key = keyOf({ indicator: indicator.code, block, enterprise });
    if (counterpart === undefined || faults.some(({ severity }) => severity === 'ERROR')) {
      return { cell: undefined, key, faults };
    }
    const { value, decimals } = number ?? { value: null, decimals: 0 };
    const measured = { value, unit, unitMult, decimals, obsStatus };
    return { cell: { indicator: indicator.code, block, enterprise, ...measured, counterpart, note }, key, faults };
  }

  #text(key: ColumnKey): string {
    const at = this.#header.at.get(key);
    return at === undefined ? '' : (this.#row.cells[at] ?? '');
  }

  #folded(key: ColumnKey): string {
    return fold(this.#text(key));
  }

  #fault(key: ColumnKey, code: FaultCode, message: string, severity: Severity = 'ERROR'): void {
    const at = this.#header.at.get(key);
    const column = at === undefined ? null : { letter: columnLetter(at), header: this.#header.texts[at] ?? null };
    this.#faults.push({ code, severity, sheet: this.#row.sheet, row: this.#row.row, column, message });
  }

  #isOdd(key: ColumnKey): boolean {
    const mark = this.#row.marks.get(this.#header.at.get(key) ?? -1);
    if (mark === undefined || isHarmless(mark, key)) return false;
    const [code, message] = MARK_FAULTS[mark];
    this.#fault(key, code, `${quoted(this.#text(key))} ${message}`);
    return true;
  }

  #indicator(): FormIndicator | undefined {
    const [code, name] = [this.#text('indicator'), this.#text('indicatorName')];
    const column = this.#header.at.has('indicator') ? 'indicator' : 'indicatorName';
    if (plain(code) === '' && plain(name) === '') {
      this.#fault(
        column,
        'MISSING_INDICATOR',
        '没有指标代码(合并单元格只有左上角有值)/ no indicator code (of merged cells only the first holds it)',
      );
      return undefined;
    }
    const found = this.#known.indicators.get(plain(plain(code) === '' ? name : code));
    if (!found) {
      const codes = this.#known.layout.indicators.map((each) => each.code);
      const message = `本表没有指标 ${quoted(code || name)} / no such indicator in this form;${validCodes(codes)}`;
      this.#fault(column, 'UNKNOWN_INDICATOR', message);
    } else if (plain(name) !== '' && !namesOf(found).includes(plain(name))) {
      this.#fault(
        'indicatorName',
        'NAME_DIFFERS',
        `指标 ${found.code} 的名称是“${found.name}”,不是 ${quoted(name)},请核对是否错行 / not this indicator's name; has a row slipped?`,
        'WARNING',
      );
    }
    return found;
  }

  /** Null is an empty cell, undefined one that names nothing known. */
  #named(
    key: ColumnKey,
    known: ReadonlyMap<string, string>,
    code: FaultCode,
    message: () => string,
  ): string | null | undefined {
    const text = this.#text(key);
    if (plain(text) === '') return null;
    const found = known.get(plain(text));
    if (found === undefined) this.#fault(key, code, `${quoted(text)} ${message()}`);
    return found;
  }

  #enterprise(): string | null {
    const text = this.#folded('enterprise').toUpperCase().replace(/\s+/g, '');
    if (text === '') return null;
    if (/^\d(?:\.\d+)?E\+\d+$/.test(text)) {
      this.#fault(
        'enterprise',
        'DIGITS_LOST',
        `${quoted(text)} 的位数已丢失,请设为文本后重填 / its digits are lost; format as text and enter it again`,
      );
    } else if (text.length > MAX_CODE) {
      this.#fault('enterprise', 'TEXT_TOO_LONG', `超过 ${MAX_CODE} 字 / more than ${MAX_CODE} characters`);
    }
    return text;
  }

  #checkLevel(level: FormLevel): void {
    const { levels } = this.#known.layout;
    if (levels.includes(level)) return;
    const missing = levels.includes('ENTERPRISE') ? 'enterprise' : 'block';
    this.#fault(
      level === 'ENTERPRISE' ? 'enterprise' : level === 'BLOCK' ? 'block' : missing,
      'LEVEL_NOT_IN_FORM',
      `本表不填${LEVEL_NAMES[level]}的数 / this form asks for no figure of ${level.toLowerCase()} level`,
    );
  }

  /** Unit and multiplier: "万元" says both. */
  #measure(indicator: FormIndicator | undefined): { unit: string; unitMult: number } {
    const text = this.#folded('unit');
    const [, prefix = ''] = /^(百万|[千万亿])./.exec(text) ?? [];
    const direct = this.#known.units.get(plain(text));
    const unit = direct ?? this.#known.units.get(plain(text.slice(prefix.length)));
    const inUnit = direct === undefined ? UNIT_MULTS.get(prefix) : undefined;
    if (text !== '' && unit === undefined)
      this.#fault('unit', 'UNKNOWN_UNIT', `${quoted(text)} 不是标准中的单位 / no unit of the standard`);
    else if (text !== '' && indicator && unit !== indicator.unit) {
      this.#fault(
        'unit',
        'UNIT_DIFFERS',
        `本指标的单位是 ${indicator.unit} / the indicator's unit is ${indicator.unit}`,
        'WARNING',
      );
    }
    return { unit: unit ?? indicator?.unit ?? '', unitMult: this.#unitMult(inUnit) };
  }

  #unitMult(inUnit: number | undefined): number {
    const text = this.#folded('unitMult');
    if (text === '') return inUnit ?? 0;
    const [, digits] = /^([+-]?\d+)(?:\.0+)?$/.exec(text) ?? [];
    const read = digits === undefined ? UNIT_MULTS.get(text) : Number(digits);
    if (read === undefined || read < -12 || read > 15) {
      this.#fault(
        'unitMult',
        'INVALID_UNIT_MULT',
        `${quoted(text)} 应为 -12 至 15 的整数,4 = 万,8 = 亿 / an integer from -12 to 15, 4 = 万, 8 = 亿`,
      );
    } else if (inUnit !== undefined && read !== inUnit) {
      this.#fault('unitMult', 'INVALID_UNIT_MULT', `与单位 ${quoted(this.#text('unit'))} 不符 / contradicts the unit`);
    }
    return read ?? 0;
  }

  /** Null is an empty cell, undefined one that cannot be read. */
  #value(unit: string): { value: string; decimals: number } | null | undefined {
    const text = this.#text('value');
    if (fold(text) === '') return null;
    const read = readNumber(text);
    if ('code' in read) {
      this.#fault('value', read.code, read.message);
      return undefined;
    }
    if (read.percent && unit !== 'PERCENT') {
      const message = `${quoted(text)} 带 %,但单位不是 % / a per cent sign where the unit is none`;
      this.#fault('value', 'UNIT_DIFFERS', message);
      return undefined;
    }
    return read;
  }

  /** `hasNumber` is undefined when it cannot be told; an empty status is A beside a number, and L without one. */
  #obsStatus(hasNumber: boolean | undefined): string {
    const text = this.#folded('obsStatus').toUpperCase();
    if (text === '') return hasNumber === false ? 'L' : 'A';
    if (!isObsStatus(text)) {
      this.#fault('obsStatus', 'UNKNOWN_STATUS', `${quoted(text)} 应为 / must be one of ${OBS_STATUS_CODES.join(' ')}`);
    } else if (hasNumber === true && !mayStandWithNumber(text)) {
      this.#fault(
        'obsStatus',
        'STATUS_CONTRADICTS_VALUE',
        `状态 ${text} 表示缺数,却填了数值 / status ${text} says that there is no value, yet there is one`,
      );
    } else if (hasNumber === false && !mayStandWithoutNumber(text)) {
      this.#fault(
        'obsStatus',
        'STATUS_CONTRADICTS_VALUE',
        `状态 ${text} 须有数值;缺数请填 L、M 或 O / status ${text} needs a value; for a missing one state L, M or O`,
      );
    }
    return text;
  }

  #note(): string | null {
    const text = this.#text('note');
    if (text.length > MAX_NOTE)
      this.#fault('note', 'TEXT_TOO_LONG', `超过 ${MAX_NOTE} 字 / more than ${MAX_NOTE} characters`);
    return text.trim() === '' ? null : text;
  }
}

/** An enterprise sits in one block, so naming that makes it no other cell. */
export function keyOf({ indicator, block, enterprise }: Pick<DraftCell, 'indicator' | 'block' | 'enterprise'>): string {
  return [indicator, enterprise === null ? (block ?? '') : '', enterprise ?? ''].join('\n');
}

function levelOf(block: string | null, enterprise: string | null): FormLevel {
  return enterprise !== null ? 'ENTERPRISE' : block !== null ? 'BLOCK' : 'ZONE';
}

const LEVEL_NAMES: Readonly<Record<FormLevel, string>> = { ZONE: '全区', BLOCK: '区块', ENTERPRISE: '企业' };

function quoted(text: string): string {
  return JSON.stringify(text.slice(0, 40));
}
