/** A number as people write it, as the decimal of the contract; a fault where it could be meant in two ways. Pure. */
import { printWritten, readWritten, type Written } from '../statistics/written.ts';
import type { FaultCode } from './faults.ts';

export interface ReadNumber {
  readonly value: string;
  readonly decimals: number;
  /** Written with a per cent sign. */
  readonly percent: boolean;
}

export interface Unreadable {
  readonly code: FaultCode;
  readonly message: string;
}

const PLAIN = /^\d*(?:\.\d+)?$/;
const THOUSANDS = /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;
const EXPONENT = /^\d(?:\.\d+)?e[+-]?\d+$/i;

export function readNumber(text: string): ReadNumber | Unreadable {
  const folded = fold(text);
  const [, sign = '', unsigned = '', percent = ''] = /^([+-]?)(.*?)(%?)$/s.exec(folded) ?? [];
  const digits = THOUSANDS.test(unsigned) ? unsigned.replaceAll(',', '') : unsigned;
  if (!/\d/.test(digits) || !PLAIN.test(digits)) return unreadable(text, unsigned);
  const written = readWritten(`${sign === '-' ? '-' : ''}${digits.startsWith('.') ? '0' : ''}${digits}`);
  return written ? asRead(written, percent === '%') : tooLong(text);
}

function asRead(written: Written, percent: boolean): ReadNumber {
  return { value: printWritten(written), decimals: written.decimals, percent };
}

/** Full-width digits, signs and commas as the plain ones; the apostrophe with which a number is kept as text is no part of it. */
export function fold(text: string): string {
  return text.normalize('NFKC').trim().replace(/^['’]/, '').replace(/^[−–]/, '-');
}

function unreadable(text: string, unsigned: string): Unreadable {
  const quoted = JSON.stringify(text.slice(0, 40));
  if (EXPONENT.test(unsigned)) {
    return {
      code: 'DIGITS_LOST',
      message: `${quoted} 是科学计数法,位数可能已丢失,请写出全部数字 / in exponent notation, digits may be lost; write them all`,
    };
  }
  if (/^[.,]*\d[\d.,]*$/.test(unsigned)) {
    return {
      code: 'AMBIGUOUS_NUMBER',
      message: `${quoted} 有歧义:逗号只能作千位分隔(每三位一个),小数点用 . / ambiguous: a comma may only separate thousands, the point is .`,
    };
  }
  return {
    code: 'NOT_A_NUMBER',
    message: `${quoted} 不是数;缺数请留空并填状态 / not a number; for a missing value leave it empty and state why`,
  };
}

function tooLong(text: string): Unreadable {
  return {
    code: 'NOT_A_NUMBER',
    message: `${JSON.stringify(text.slice(0, 40))} 位数过多:总共不超过 18 位,小数不超过 12 位 / too many digits: at most 18, of them 12 after the point`,
  };
}
