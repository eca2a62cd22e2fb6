/** A value as it was written: its digits and how many of them stand after the point. Exact, both ways. Pure. */
import { fitsInt64, type Int64 } from '../database/columns.ts';

export interface Written {
  readonly digits: bigint;
  readonly decimals: number;
}

const NUMBER = /^-?\d+(?:\.(\d{1,12}))?$/;

/** "25.45" -> 2545 with 2 decimals; undefined when it is no decimal, or too long to be kept exactly (int64). */
export function readWritten(text: string): Written | undefined {
  const match = NUMBER.exec(text);
  if (!match) return undefined;
  const digits = BigInt(text.replace('.', ''));
  return fitsInt64(digits) ? { digits, decimals: match[1]?.length ?? 0 } : undefined;
}

/** 2545 with 2 decimals -> "25.45"; the written precision stays visible: 350 with 2 decimals -> "3.50". */
export function printWritten({ digits, decimals }: { digits: Int64; decimals: number }): string {
  const text = digits.toString();
  const sign = text.startsWith('-') ? '-' : '';
  const padded = text.slice(sign.length).padStart(decimals + 1, '0');
  const point = padded.length - decimals;
  return decimals === 0 ? text : `${sign}${padded.slice(0, point)}.${padded.slice(point)}`;
}
