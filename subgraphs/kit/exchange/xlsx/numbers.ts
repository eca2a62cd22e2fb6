/** A cell's number as the text that its writer sees: exact, in plain notation, with the decimals of its format. Pure. */
import type { CellMark } from '../row.ts';
import type { NumberFormat } from './formats.ts';

export interface Shown {
  readonly text: string;
  readonly mark?: CellMark;
}

/** So many digits Excel keeps of what is typed in, and shows. */
const DIGITS = 15;
/** So many digits are enough to know that a number's further ones came of computing with binary fractions. */
const DIGITS_WITHOUT_NOISE = 13;
const MAX_DECIMALS = 12;

/** The text of a file is that of a binary double: "25.449999999999999" is the 25.45 that was typed in. */
export function shownNumber(raw: string, format: NumberFormat, from1904: boolean): Shown {
  const number = Number(raw);
  if (!Number.isFinite(number)) return { text: raw };
  if (format.kind === 'DATE') return { text: isoDate(number, from1904), mark: 'DATE' };
  const plain = plainDecimal(withoutNoise(number));
  if (format.kind === 'PERCENT') return { text: `${padded(shifted(plain, 2), format.decimals)}%` };
  const text = padded(plain, format.decimals);
  return Math.abs(number) >= 10 ** DIGITS ? { text, mark: 'LONG_NUMBER' } : { text };
}

/** 0.1 + 0.2 is stored as 0.30000000000000004, and everybody sees 0.3. 1 / 3 stays what it is. */
function withoutNoise(number: number): number {
  const rounded = Number(number.toPrecision(DIGITS));
  return significantDigits(number) > DIGITS && significantDigits(rounded) <= DIGITS_WITHOUT_NOISE ? rounded : number;
}

function significantDigits(number: number): number {
  const [mantissa = ''] = String(Math.abs(number)).split('e');
  const digits = mantissa.replace('.', '').replace(/^0+/, '');
  return mantissa.includes('.') ? digits.length : digits.replace(/0+$/, '').length;
}

/** The shortest decimal that is this double, never with an exponent. */
export function plainDecimal(number: number): string {
  const [mantissa = '', exponent] = String(number).split('e');
  return exponent === undefined ? mantissa : shifted(mantissa, Number(exponent));
}

/** Moves the point: ("0.035", 2) -> "3.5". */
function shifted(decimal: string, places: number): string {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(decimal) ?? [];
  const digits = whole + fraction;
  const point = whole.length + places;
  const left = (point > 0 ? digits.slice(0, point).padEnd(point, '0') : '').replace(/^0+(?=\d)/, '') || '0';
  const right = (point > 0 ? digits.slice(point) : '0'.repeat(-point) + digits).replace(/0+$/, '');
  return `${sign}${left}${right === '' ? '' : `.${right}`}`;
}

/** 3.5 shown with two decimals is 3.50, and was meant to that precision; digits are only ever added. */
function padded(decimal: string, decimals: number): string {
  const [whole = '', fraction = ''] = decimal.split('.');
  const filled = fraction.padEnd(Math.min(decimals, MAX_DECIMALS), '0');
  return filled === '' ? whole : `${whole}.${filled}`;
}

const DAY = 86_400_000;

/** 45474 -> 2024-07-01; without a day, the time only. */
function isoDate(serial: number, from1904: boolean): string {
  // Excel counts a 29 February 1900 that never was.
  const first = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, serial < 60 ? 31 : 30);
  const date = new Date(first + Math.round((serial * DAY) / 1000) * 1000);
  if (Number.isNaN(date.getTime())) return plainDecimal(serial);
  const [day = '', time = ''] = date.toISOString().slice(0, 19).split('T');
  if (serial < 1 && !from1904) return time;
  return time === '00:00:00' ? day : `${day} ${time}`;
}
