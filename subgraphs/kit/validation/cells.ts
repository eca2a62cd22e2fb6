/** The cells of returns by whom and what they are of, as exact quantities. Pure. */
import { Quantity } from '../../../schema/rules/quantity.ts';
import type { Standard } from '../../../schema/standard.ts';
import { readWritten } from '../statistics/written.ts';
import type { ReturnCell, Unit } from './types.ts';

export const COUNT_UNITS: readonly string[] = ['COUNT', 'PERSON'];
export const MAX_UNIT_MULT = 15;
export const MIN_UNIT_MULT = -12;

/** Whether the value can be calculated with: what is wrong with it otherwise is a finding of its own. */
export function isReadable({ value, unitMult }: ReturnCell): boolean {
  const inRange = Number.isInteger(unitMult) && unitMult >= MIN_UNIT_MULT && unitMult <= MAX_UNIT_MULT;
  return inRange && value !== null && readWritten(value) !== undefined;
}

export function unitKey({ block, enterprise }: Unit, indicator: string): string {
  return JSON.stringify([enterprise === null ? block : null, enterprise, indicator]);
}

/** The cells of one return. Of duplicates, which are a finding, the first counts. */
export class Cells {
  readonly #byKey = new Map<string, ReturnCell>();
  readonly #units: ReadonlyMap<string, string>;

  constructor(cells: readonly ReturnCell[], standard: Standard) {
    this.#units = new Map(standard.indicators.map((each) => [each.code, each.unit]));
    for (const cell of cells) {
      const key = unitKey(cell, cell.indicator);
      if (!this.#byKey.has(key)) this.#byKey.set(key, cell);
    }
  }

  find(unit: Unit, indicator: string): ReturnCell | undefined {
    return this.#byKey.get(unitKey(unit, indicator));
  }

  quantity(unit: Unit, indicator: string): Quantity {
    const cell = this.find(unit, indicator);
    if (!cell || cell.value === null || !isReadable(cell)) return Quantity.missing;
    return Quantity.written(cell.value, cell.unitMult, COUNT_UNITS.includes(this.#units.get(indicator) ?? ''));
  }
}
