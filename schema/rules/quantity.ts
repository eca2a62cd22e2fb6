/**
 * A number of the rules' language: an exact decimal, or missing, that remembers what it was made of. Pure.
 * From its sources follow what rounding can explain (the written places) and what a missing-value strategy asks (how many were given).
 */
import { Big } from 'big.js';

interface Made {
  readonly value: Big | null;
  /** How many written values went in, and how many were missing. */
  readonly given: number;
  readonly missing: number;
  /** The exponent of the last written place of the most precise source; null: exact (counts, constants). */
  readonly lastPlace: number | null;
  /** How often such a place was rounded: the sum of the sources' factors. */
  readonly roundings: Big;
}

const NONE = new Big(0);

export class Quantity implements Made {
  readonly value: Big | null;
  readonly given: number;
  readonly missing: number;
  readonly lastPlace: number | null;
  readonly roundings: Big;

  constructor(made: Made) {
    this.value = made.value;
    this.given = made.given;
    this.missing = made.missing;
    this.lastPlace = made.lastPlace;
    this.roundings = made.roundings;
  }

  /** A value as written in 10^unitMult units. One of a count that is written to the last one is exact. */
  static written(text: string, unitMult: number, countable: boolean): Quantity {
    const lastPlace = unitMult - (text.split('.')[1]?.length ?? 0);
    const exact = countable && lastPlace <= 0;
    const value = new Big(`${text}e${unitMult}`);
    const roundings = exact ? NONE : new Big(1);
    return new Quantity({ value, given: 1, missing: 0, lastPlace: exact ? null : lastPlace, roundings });
  }

  static constant(value: Big): Quantity {
    return new Quantity({ value, given: 0, missing: 0, lastPlace: null, roundings: NONE });
  }

  static get missing(): Quantity {
    return new Quantity({ value: null, given: 0, missing: 1, lastPlace: null, roundings: NONE });
  }

  static get nothing(): Quantity {
    return new Quantity({ value: null, given: 0, missing: 0, lastPlace: null, roundings: NONE });
  }

  static sum(all: readonly Quantity[]): Quantity {
    const [first, ...rest] = all;
    return first ? rest.reduce((sum, each) => sum.plus(each), first) : Quantity.nothing;
  }

  plus(other: Quantity): Quantity {
    return this.#joined(other, (a, b) => a.plus(b));
  }

  minus(other: Quantity): Quantity {
    return this.#joined(other, (a, b) => a.minus(b));
  }

  /** One of the two is a constant: of a product of two rounded figures the bound would not be elementary. */
  times(other: Quantity): Quantity {
    const [factor, figure] = this.#isConstant() ? [this, other] : [other, this];
    if (!factor.#isConstant() || factor.value === null) throw new Error('two reported values cannot be multiplied');
    const by = factor.value;
    return new Quantity({
      value: figure.value?.times(by) ?? null,
      given: figure.given,
      missing: figure.missing,
      lastPlace: figure.lastPlace,
      roundings: figure.roundings.times(by.abs()),
    });
  }

  /** The rule that says so takes a missing value for zero. */
  orZero(): Quantity {
    return this.value === null ? new Quantity({ ...this.#made(), value: NONE }) : this;
  }

  /** What rounding can explain: half a unit of the last written place, for each source (statistics: 0.5·10^-d·n). */
  get rounding(): Big {
    return this.lastPlace === null ? NONE : this.roundings.times(`5e${this.lastPlace - 1}`);
  }

  #isConstant(): boolean {
    return this.given === 0 && this.missing === 0;
  }

  #joined(other: Quantity, combine: (a: Big, b: Big) => Big): Quantity {
    const places = [this.lastPlace, other.lastPlace].filter((each) => each !== null);
    return new Quantity({
      value: this.value && other.value ? combine(this.value, other.value) : null,
      given: this.given + other.given,
      missing: this.missing + other.missing,
      lastPlace: places.length === 0 ? null : Math.min(...places),
      roundings: this.roundings.plus(other.roundings),
    });
  }

  #made(): Made {
    const { value, given, missing, lastPlace, roundings } = this;
    return { value, given, missing, lastPlace, roundings };
  }
}
