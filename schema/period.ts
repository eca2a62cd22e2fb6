/** Reporting periods in SDMX / ISO 8601 form, with the open interval that "2021年以来" needs. Pure. */

export type PeriodKind = 'YEAR' | 'QUARTER' | 'MONTH' | 'INTERVAL' | 'SINCE';

export interface ParsedPeriod {
  readonly kind: PeriodKind;
  /** First day, YYYY-MM-DD. */
  readonly start: string;
  /** Last day, YYYY-MM-DD; null when the period has no end ("since"). */
  readonly end: string | null;
}

const YEAR = /^(\d{4})$/;
const QUARTER = /^(\d{4})-Q([1-4])$/;
const MONTH = /^(\d{4})-(0[1-9]|1[0-2])$/;
const INTERVAL = /^(\d{4}-\d{2}-\d{2})\/(\d{4}-\d{2}-\d{2}|\.\.)$/;

function day(year: number, month: number, dayOfMonth: number): string {
  return new Date(Date.UTC(year, month - 1, dayOfMonth)).toISOString().slice(0, 10);
}

/** True for a day that exists: 2024-02-29 does, 2023-02-29 does not. Asked for every period of every answer: no ISO texts here. */
function exists(date: string): boolean {
  const [year = 0, month = 0, dayOfMonth = 0] = date.split('-').map(Number);
  const sound = month >= 1 && month <= 12 && dayOfMonth >= 1 && dayOfMonth <= daysIn(year, month);
  return sound && inRange(year);
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** Years beyond these are a slip of the keyboard (20224, 0204), better refused than answered with "nothing reported". */
const FIRST_YEAR = 1949;
const LAST_YEAR = 2199;

/** Reads a period; undefined when `text` is not one. */
export function parsePeriod(text: string): ParsedPeriod | undefined {
  const [, start, end] = INTERVAL.exec(text) ?? [];
  if (start !== undefined && end !== undefined) return interval(start, end);
  const [kind, [, yearText = '', part = '']] = calendarPeriod(text) ?? ['YEAR', []];
  const year = Number(yearText);
  if (yearText === '' || !inRange(year)) return undefined;
  if (kind === 'YEAR') return { kind, start: day(year, 1, 1), end: day(year, 12, 31) };
  const first = kind === 'MONTH' ? Number(part) : Number(part) * 3 - 2;
  const months = kind === 'MONTH' ? 1 : 3;
  return { kind, start: day(year, first, 1), end: day(year, first + months, 0) };
}

function calendarPeriod(text: string): ['YEAR' | 'QUARTER' | 'MONTH', RegExpExecArray] | undefined {
  for (const [kind, form] of [
    ['YEAR', YEAR],
    ['QUARTER', QUARTER],
    ['MONTH', MONTH],
  ] as const) {
    const match = form.exec(text);
    if (match) return [kind, match];
  }
  return undefined;
}

function interval(start: string, end: string): ParsedPeriod | undefined {
  if (!exists(start)) return undefined;
  if (end === '..') return { kind: 'SINCE', start, end: null };
  return exists(end) && start <= end ? { kind: 'INTERVAL', start, end } : undefined;
}

function inRange(year: number): boolean {
  return year >= FIRST_YEAR && year <= LAST_YEAR;
}

const CHINA = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' });

/** The day that an instant falls on where the returns are made: due dates are days in China. */
export function dayOf(instant: Date): string {
  return CHINA.format(instant);
}
