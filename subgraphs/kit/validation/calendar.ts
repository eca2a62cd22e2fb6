/** Which periods of a form came before one, and where in its year it stands. Pure. */
import { hasPeriod, periodsOf } from '../../../schema/forms.ts';
import { parsePeriod } from '../../../schema/period.ts';
import type { Form } from '../../../schema/standard.ts';

/** How many earlier periods an outlier is judged against, at most: three years of months. */
const HISTORY = 36;

export interface Place {
  readonly firstOfYear: boolean;
  readonly startsYear: boolean;
  readonly previous: string | undefined;
  readonly yearAgo: string | undefined;
  /** Oldest first. */
  readonly history: readonly string[];
}

export function placeOf(form: Form, period: string, given: Iterable<string>): Place {
  const start = parsePeriod(period)?.start ?? '';
  const startsYear = start.endsWith('-01-01');
  if (form.frequency === 'SINCE') {
    return { firstOfYear: true, startsYear, previous: undefined, yearAgo: undefined, history: [] };
  }
  const year = Number(start.slice(0, 4));
  const ofYear = periodsOf(form, `${year}-01-01`, `${year}-12-31`);
  const all = [...periodsOf(form, `${year - 1}-01-01`, `${year - 1}-12-31`), ...ofYear];
  const isEarlier = (each: string): boolean => hasPeriod(form, each) && (parsePeriod(each)?.start ?? start) < start;
  const history = [...given].filter(isEarlier).toSorted().slice(-HISTORY);
  return {
    firstOfYear: ofYear[0] === period,
    startsYear,
    previous: all.findLast(isEarlier),
    yearAgo: `${year - 1}${period.slice(4)}`,
    history,
  };
}
