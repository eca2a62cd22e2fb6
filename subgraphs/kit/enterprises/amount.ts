/**
 * The common scale at which enterprises' values are added up: millionths of the whole unit, as 64-bit integers. Pure.
 *
 * Values come with decimals and multipliers of their own (25.45 at 10^8, 3.5 at 10^4). One fixed scale makes a sum a plain SUM
 * over integers, the same on every database. Nothing is rounded to it: a value that does not fit, finer than 10^-6 or
 * beyond ±9.2 × 10^12 whole units, is refused when it is written, and so is one by which a sum would no longer fit.
 */
import { fitsInt64 } from '../database/columns.ts';
import type { Written } from '../statistics/written.ts';

export const AMOUNT_DECIMALS = 6;

export interface Multiplied extends Written {
  readonly unitMult: number;
}

const isWithin = (value: number, least: number, most: number): boolean =>
  Number.isInteger(value) && value >= least && value <= most;

/** The value in millionths of its unit; undefined where it does not fit exactly. */
export function amountOf({ digits, decimals, unitMult }: Multiplied): bigint | undefined {
  if (!fitsInt64(digits) || !isWithin(decimals, 0, 12) || !isWithin(unitMult, -12, 15)) return undefined;
  const shift = AMOUNT_DECIMALS + unitMult - decimals;
  const factor = 10n ** BigInt(Math.abs(shift));
  if (shift < 0 && digits % factor !== 0n) return undefined;
  const amount = shift < 0 ? digits / factor : digits * factor;
  return fitsInt64(amount) ? amount : undefined;
}
