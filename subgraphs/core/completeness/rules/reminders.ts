/** What to remind the zones of: what is due and not in, or has been sent back. Pure. */
import type { ReturnState } from '../../../../schema/return-states.ts';
import type { Form } from '../../../../schema/standard.ts';
import { findZone } from '../../../../schema/zones.ts';
import type { Cell, Matrix, Reminder } from './types.ts';

/** The most urgent first: the longest overdue, then what was sent back, then what falls due first. */
export function remindersOf(form: Form, { zones }: Matrix, today: string): Reminder[] {
  const found = zones.flatMap(({ zone, cells }) => cells.flatMap((cell) => reminder(form, zone, cell, today)));
  return found.toSorted(
    (a, b) =>
      b.daysLate - a.daysLate ||
      Number(b.state === 'RETURNED') - Number(a.state === 'RETURNED') ||
      inOrder(a.dueOn ?? NEVER, b.dueOn ?? NEVER) ||
      inOrder(a.period, b.period),
  ); // equals stay in the order of the registry
}

const NEVER = '9999-12-31';

function inOrder(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function reminder(form: Form, zone: string, cell: Cell, today: string): Reminder[] {
  const { period, state, dueOn, expected, reported } = cell;
  if (!expected || reported || state === null) return [];
  const daysLate = dueOn !== null && today > dueOn ? daysBetween(dueOn, today) : 0;
  if (state === 'DRAFT' && daysLate === 0) return []; // it is on its way
  return [{ zone, form: form.code, period, state, dueOn, daysLate, message: words(form, zone, cell, daysLate) }];
}

function daysBetween(from: string, to: string): number {
  return (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000;
}

/** What is still to be done, by the state of a return that is not in. */
const TO_DO: Partial<Readonly<Record<ReturnState, readonly [zh: string, en: string]>>> = {
  DUE: ['尚未填报', 'not begun'],
  DRAFT: ['填报中,尚未报送', 'being written, not submitted'],
  RETURNED: ['已退回,请修改后重报', 'sent back; correct it and submit it again'],
};

function words(form: Form, zone: string, { period, state, dueOn, verdictReason }: Cell, daysLate: number): string {
  const { name, nameEn } = findZone(zone) ?? { name: zone, nameEn: zone };
  const [zh, en] = TO_DO[state ?? 'DUE'] ?? ['', ''];
  const reason = state === 'RETURNED' ? verdictReason : null;
  const chinese = [
    zh,
    ...(reason === null ? [] : [`理由:${reason}`]),
    ...(dueOn === null ? [] : [`期限 ${dueOn}`]),
    ...(daysLate === 0 ? [] : [`已逾期 ${daysLate} 天`]),
  ];
  const english = [
    en,
    ...(reason === null ? [] : [`reason: ${reason}`]),
    ...(dueOn === null ? [] : [`due ${dueOn}`]),
    ...(daysLate === 0 ? [] : [`${daysLate} ${daysLate === 1 ? 'day' : 'days'} overdue`]),
  ];
  return `${name} ${period} ${form.name}:${chinese.join(';')} / ${nameEn}, ${form.nameEn}, ${period}: ${english.join('; ')}`;
}
