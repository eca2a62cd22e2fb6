/** What the names in a rule's expression stand for, for one unit: only what is asked is looked up. Pure. */
import type { Quantity } from '../../../schema/rules/quantity.ts';
import type { Read, Values } from '../../../schema/rules/language.ts';
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

/** The values that an expression reads, and no others. */
export function valuesOf(sources: Sources, unit: Unit, each: RuleCase, reads: readonly Read[]): Values {
  const values: Record<string, unknown> = { period: sources.period };
  for (const { source, name } of reads) {
    if (source === 'period') continue;
    const indicator = Object.hasOwn(each, name) ? (each[name] ?? name) : name;
    if (source === null) values[name] = sources.current.quantity(unit, indicator);
    else values[source] = { ...part(values[source]), [name]: valueOf(sources, source, unit, indicator) };
  }
  return values;
}

function part(made: unknown): object {
  return typeof made === 'object' && made !== null ? made : {};
}

function valueOf(sources: Sources, source: string, unit: Unit, indicator: string): unknown {
  switch (source) {
    case 'previous':
    case 'yearAgo':
    case 'recomputed':
      return sources[source].quantity(unit, indicator);
    case 'history':
      return sources.history.map((cells) => cells.quantity(unit, indicator)).filter(isGiven);
    case 'blocks':
      return ofBlocks(sources, indicator);
    default:
      throw new Error(`no source ${source}`);
  }
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
