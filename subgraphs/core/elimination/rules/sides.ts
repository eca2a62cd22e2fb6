/** The observations of a consolidation as sides of eliminations: those with a number in the indicator's own unit. */
import { findIndicator, type Indicator } from '../../../../schema/standard.ts';
import { inUnits } from '../../consolidation/rules/number.ts';
import { contradicts, reportOf } from '../../consolidation/rules/parts.ts';
import type { ZoneAnswer } from '../../consolidation/rules/types.ts';
import type { Side } from './entries.ts';

export type { ZoneAnswer };

export function sidesOf(
  answers: readonly ZoneAnswer[],
  find: (code: string) => Indicator | undefined = findIndicator,
): Side[] {
  return answers.flatMap((answered) => {
    const report = reportOf(answered);
    if (report?.reported !== true) return [];
    const { revision, digest, cells } = report;
    return cells.flatMap((cell) => {
      const { indicator, block, value, unit, unitMult, counterpart } = cell;
      if (value === null || contradicts(cell) || find(indicator)?.unit !== unit) return [];
      const about = { zone: answered.zone, indicator, block, entity: null, counterpart, revision, digest };
      return [{ ...about, value: inUnits(value, unitMult) }];
    });
  });
}
