/** The calendar of the forms (报表): which periods a form has, and when its returns open and fall due. Pure. */
import { problem } from './error-codes.ts';
import { parsePeriod, type PeriodKind } from './period.ts';
import { STANDARD, type Form } from './standard.ts';

const KINDS: Readonly<Record<Form['frequency'], readonly PeriodKind[]>> = {
  SINCE: ['SINCE', 'INTERVAL'],
  MONTH: ['MONTH'],
  QUARTER: ['QUARTER'],
};

const byCode = new Map(STANDARD.forms.map((form) => [form.code, form]));

export function findForm(code: string): Form | undefined {
  return byCode.get(code);
}

/** The form that asks whole zones for figures of such a period; undefined when none does. */
export function formOf(period: string): Form | undefined {
  const kind = parsePeriod(period)?.kind;
  return STANDARD.forms.find(
    (form) => form.levels.includes('ZONE') && KINDS[form.frequency].some((each) => each === kind),
  );
}

/** The form that is named, or that asks zones for such a period. A GraphQLError FORM_NOT_FOUND that lists what there is. */
export function formFor(code: string | null | undefined, period: string): Form {
  const form = code === null || code === undefined ? formOf(period) : findForm(code);
  if (form) return form;
  const known = STANDARD.forms.map((each) => `${each.code}(${each.name})`).join(', ');
  const asked =
    code === null || code === undefined
      ? `没有报表采集该时期 / no form asks for ${period}`
      : `没有报表 / no form ${code.slice(0, 64)}`;
  throw problem('FORM_NOT_FOUND', `${asked}。可用 / there are: ${known}`);
}

/** Whether a return of this form can be made for the period: of its kind, and not one that is left out. */
export function hasPeriod(form: Form, period: string): boolean {
  const parsed = parsePeriod(period);
  if (!parsed || !KINDS[form.frequency].includes(parsed.kind)) return false;
  if (form.since !== undefined) return parsed.start === form.since;
  return form.frequency !== 'MONTH' || !form.withoutMonths.includes(Number(parsed.start.slice(5, 7)));
}

/** The first day on which the return can be made: the one after the period's end; of an open period its first. */
export function opensOn(period: string): string | undefined {
  const parsed = parsePeriod(period);
  return parsed && (parsed.end === null ? parsed.start : addDays(parsed.end, 1));
}

/** The last day on which the return is on time; undefined where no day is set. */
export function dueOn(form: Form, period: string): string | undefined {
  const end = parsePeriod(period)?.end ?? null;
  return end === null || form.dueDays === null ? undefined : addDays(end, form.dueDays);
}

/**
 * The periods of the form that lie in a span, oldest first: those that begin on `from` or later and end on `to` or earlier.
 * A form without a calendar of its own has none but the open period since its day.
 */
export function periodsOf(form: Form, from: string, to: string): string[] {
  if (form.since !== undefined) return [`${form.since}/..`];
  const months = form.frequency === 'MONTH' ? 1 : 3;
  const periods: string[] = [];
  for (let year = Number(from.slice(0, 4)); year <= Number(to.slice(0, 4)); year += 1) {
    for (let part = 1; part <= 12 / months; part += 1) {
      const period = months === 1 ? `${year}-${String(part).padStart(2, '0')}` : `${year}-Q${part}`;
      const parsed = parsePeriod(period);
      if (!parsed || parsed.start < from || (parsed.end ?? '') > to || !hasPeriod(form, period)) continue;
      periods.push(period);
    }
  }
  return periods;
}

function addDays(date: string, days: number): string {
  const moved = new Date(`${date}T00:00:00Z`);
  moved.setUTCDate(moved.getUTCDate() + days);
  return moved.toISOString().slice(0, 10);
}
