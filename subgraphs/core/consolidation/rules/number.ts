/** Exact decimals: scaling by UNIT_MULT, one rounding at presentation, canonical text. */
import { Big, type BigConstructor, type RoundingMode } from 'big.js';

/** GB/T 8170: half to even, once. */
export const ROUNDING: RoundingMode = 2;
export const ROUND_DOWN: RoundingMode = 0;

/** 10^exponent, exact for negative exponents too. */
export function pow10(exponent: number): Big {
  return new Big(`1e${exponent}`);
}

/** A value as written, in whole units: "25.45" with unitMult 8 is 2545000000. */
export function inUnits(value: string, unitMult: number): Big {
  return new Big(`${value}e${unitMult}`);
}

/** Big keeps precision and rounding in its constructor, which is dear to make: one for each pair, and there are few. */
const dividers = new Map<string, BigConstructor>();

function divider(decimals: number, rounding: RoundingMode): BigConstructor {
  const name = `${decimals} ${rounding}`;
  const made = dividers.get(name) ?? Object.assign(Big(), { DP: decimals, RM: rounding });
  dividers.set(name, made);
  return made;
}

/** numerator / denominator, rounded once; the denominator is not 0. */
export function divide(numerator: Big, denominator: Big, decimals: number, rounding: RoundingMode = ROUNDING): Big {
  const Exact = divider(decimals, rounding);
  return new Big(new Exact(numerator).div(denominator));
}

/** The text a client sees: rounded to `decimals` of the whole unit, given in 10^unitMult units, no padding zeros. */
export function present(value: Big, decimals: number, unitMult: number): string {
  const rounded = value.round(decimals, ROUNDING).times(pow10(-unitMult));
  return rounded.eq(0) ? '0' : rounded.toFixed();
}
