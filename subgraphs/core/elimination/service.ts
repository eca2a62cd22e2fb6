/** What a consolidation asks of the eliminations. */
import type { HeldBlocks } from '../perimeter/service.ts';
import { ELIMINATIONS } from './file.ts';
import { eliminate, type Eliminations } from './rules/entries.ts';
import { sidesOf, type ZoneAnswer } from './rules/sides.ts';

/** The version of the rules in force. */
export const ELIMINATION_VERSION = ELIMINATIONS.version;

type Held = Pick<HeldBlocks, 'blocks'>;

/** The eliminations of a period, by indicator; of those only for which a rule is on. */
export function eliminationsOf(
  period: string,
  answers: readonly ZoneAnswer[],
  held: Held,
  { rules } = ELIMINATIONS,
): Map<string, Eliminations> {
  const enabled = rules.filter((rule) => rule.enabled);
  if (enabled.length === 0) return new Map();
  const sides = sidesOf(answers);
  const owners = new Map(held.blocks.map((each) => [each.block, ownersOf(each)]));
  const made = Map.groupBy(enabled, ({ indicator }) => indicator);
  return new Map(
    [...made].map(([indicator, its]) => {
      const all = its.map((rule) => eliminate(period, rule, sides, (block) => owners.get(block) ?? []));
      return [
        indicator,
        { entries: all.flatMap(({ entries }) => entries), unmatched: all.flatMap(({ unmatched }) => unmatched) },
      ];
    }),
  );
}

/** Who has the best claim to a block: its holders, the greatest share first, then its territory. */
function ownersOf({ holders, territory }: Held['blocks'][number]): string[] {
  const byShare = holders.toSorted((a, b) => b.share.cmp(a.share));
  return [...byShare.map(({ zone }) => zone), territory];
}
