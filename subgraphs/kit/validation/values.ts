/** What the names in a rule's expression stand for, for one unit: only what is asked is looked up. Pure. */
import type { Quantity } from '../../../schema/rules/quantity.ts';
import type { Values } from '../../../schema/rules/language.ts';
import type { RuleCase } from '../../../schema/rules/rule.ts';
import type { Form } from '../../../schema/standard.ts';
import type { Cells } from './cells.ts';
import type { Unit } from './types.ts';

export interface Sources {
  readonly form: Form;
  readonly current: Cells;
  readonly previous: Cells;
  readonly yearAgo: Cells;
  readonly recomputed: Cells;
  /** Oldest first. */
  readonly history: readonly Cells[];
  /** The blocks that exist in the period. */
  readonly blocks: readonly string[];
  readonly period: { readonly firstOfYear: boolean; readonly startsYear: boolean };
}

export function valuesOf(sources: Sources, unit: Unit, each: RuleCase): Values {
  const names = new Map([...sources.form.indicators.map((code) => [code, code] as const), ...Object.entries(each)]);
  const over = (read: (indicator: string) => unknown): Values => {
    const values: Record<string, unknown> = {};
    for (const [name, indicator] of names) {
      Object.defineProperty(values, name, { enumerable: true, get: () => read(indicator) });
    }
    return values;
  };
  const from = (cells: Cells) => over((indicator) => cells.quantity(unit, indicator));
  return Object.defineProperties(from(sources.current), {
    period: { value: sources.period, enumerable: true },
    previous: { value: from(sources.previous), enumerable: true },
    yearAgo: { value: from(sources.yearAgo), enumerable: true },
    recomputed: { value: from(sources.recomputed), enumerable: true },
    history: {
      value: over((indicator) => sources.history.map((cells) => cells.quantity(unit, indicator)).filter(isGiven)),
      enumerable: true,
    },
    blocks: { value: over((indicator) => ofBlocks(sources, indicator)), enumerable: true },
  });
}

/** One quantity a block; a block where the figure cannot exist (M), or is in another's (K), is not expected to give one. */
function ofBlocks({ blocks, current }: Sources, indicator: string): Quantity[] {
  return blocks.flatMap((block) => {
    const unit = { block, enterprise: null };
    const status = current.find(unit, indicator)?.obsStatus;
    return status === 'M' || status === 'K' ? [] : [current.quantity(unit, indicator)];
  });
}

function isGiven(quantity: Quantity): boolean {
  return quantity.value !== null;
}
