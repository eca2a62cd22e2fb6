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

/** True for a day that exists: 2024-02-29 does, 2023-02-29 does not. */
function exists(date: string): boolean {
  const parsed = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().slice(0, 10) === date;
}

/**
 * Reads a period; undefined when `text` is not one. Years run from 1949 to 2199, so that a slip of the
 * keyboard (20224) is refused rather than answered with "nothing reported".
 */
export function parsePeriod(text: string): ParsedPeriod | undefined {
  const parsed = parse(text);
  if (!parsed) return undefined;
  const within = (date: string): boolean => date >= '1949-01-01' && date <= '2199-12-31';
  return within(parsed.start) && (parsed.end === null || within(parsed.end)) ? parsed : undefined;
}

function parse(text: string): ParsedPeriod | undefined {
  const year = YEAR.exec(text);
  if (year) return { kind: 'YEAR', start: day(Number(year[1]), 1, 1), end: day(Number(year[1]), 12, 31) };
  const quarter = QUARTER.exec(text);
  if (quarter) {
    const first = (Number(quarter[2]) - 1) * 3 + 1;
    return { kind: 'QUARTER', start: day(Number(quarter[1]), first, 1), end: day(Number(quarter[1]), first + 3, 0) };
  }
  const month = MONTH.exec(text);
  if (month) {
    const [y, m] = [Number(month[1]), Number(month[2])];
    return { kind: 'MONTH', start: day(y, m, 1), end: day(y, m + 1, 0) };
  }
  const [, start, end] = INTERVAL.exec(text) ?? [];
  if (start === undefined || end === undefined || !exists(start)) return undefined;
  if (end === '..') return { kind: 'SINCE', start, end: null };
  return exists(end) && start <= end ? { kind: 'INTERVAL', start, end } : undefined;
}
