/** What the arithmetic works on: plain values, no database, no GraphQL. */
import type { TechnicalGap } from '../../../../schema/gap-reasons.ts';
import type { ReturnState, Timeliness, Verdict } from '../../../../schema/return-states.ts';

/** What a zone says of one return, with what the office has decided of the revision it names. */
export interface Known {
  readonly period: string;
  readonly drafting: boolean;
  readonly revision: number | null;
  readonly digest: string | null;
  readonly recordedAt: string | null;
  readonly firstSubmittedAt: string | null;
  readonly synthetic: boolean;
  readonly verdict: Verdict | null;
  /** Why the office sent it back. */
  readonly verdictReason: string | null;
  /** The revision no longer stands, as the core knows and the zone does not: so what does is not known. */
  readonly superseded: boolean;
}

/** One expected zone: its returns, one a period and in the order of the periods, or why it gave no answer. */
export interface ZoneReturns {
  readonly zone: string;
  readonly answer: readonly Known[] | TechnicalGap;
}

export interface Cell {
  readonly period: string;
  /** Null when it is not known: see gap. */
  readonly state: ReturnState | null;
  readonly timeliness: Timeliness | null;
  readonly gap: TechnicalGap | 'SUPERSEDED' | null;
  /** Whether the period is open for reporting. */
  readonly expected: boolean;
  /** In, and not sent back. */
  readonly reported: boolean;
  readonly verdict: Verdict | null;
  readonly verdictReason: string | null;
  readonly dueOn: string | null;
  readonly revision: number | null;
  readonly firstSubmittedAt: string | null;
  readonly recordedAt: string | null;
  readonly synthetic: boolean;
}

export interface Count {
  readonly expected: number;
  readonly reported: number;
  readonly accepted: number;
  readonly onTime: number;
  readonly late: number;
  readonly overdue: number;
  readonly unknown: number;
  /** reported / expected, rounded down to four decimals; null while a zone does not answer, or nothing is expected. */
  readonly rate: string | null;
}

export interface ZoneRow {
  readonly zone: string;
  readonly gap: TechnicalGap | null;
  readonly total: Count;
  readonly cells: readonly Cell[];
}

export interface Matrix {
  readonly total: Count;
  readonly zones: readonly ZoneRow[];
}

export interface Reminder {
  readonly zone: string;
  readonly form: string;
  readonly period: string;
  readonly state: ReturnState;
  readonly dueOn: string | null;
  readonly daysLate: number;
  readonly message: string;
}
