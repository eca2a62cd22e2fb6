/**
 * The life of a return, zone by form by period: what it is, from the facts that are known of it, and what may be done with it.
 * The zone's own acts and the office's verdicts are facts of different databases; here they make one state. Pure.
 */
import { dueOn, opensOn } from './forms.ts';
import type { Form } from './standard.ts';

export const RETURN_STATES = ['NOT_DUE', 'DUE', 'DRAFT', 'SUBMITTED', 'RETURNED', 'ACCEPTED', 'FINAL'] as const;
export type ReturnState = (typeof RETURN_STATES)[number];

/** What the zone does: save, submit, withdraw, revise. What the office does: accept, send back, close. */
export const RETURN_ACTIONS = ['SAVE', 'SUBMIT', 'WITHDRAW', 'REVISE', 'ACCEPT', 'SEND_BACK', 'CLOSE'] as const;
export type ReturnAction = (typeof RETURN_ACTIONS)[number];

/** What the office has said of a revision. */
export type Verdict = 'RETURNED' | 'ACCEPTED' | 'FINAL';

export interface ReturnFacts {
  /** The day it is, YYYY-MM-DD, in the zone's time. */
  readonly today: string;
  /** The first day on which the return can be made. */
  readonly opensOn: string;
  /** Whether the zone is writing: a first return, or a correction of one that it has submitted. */
  readonly hasDraft: boolean;
  /** The latest revision that the zone has submitted and not withdrawn, by what the office has said of it: null is nothing yet. */
  readonly submitted: { readonly verdict: Verdict | null } | undefined;
}

export function stateOf({ today, opensOn: opens, hasDraft, submitted }: ReturnFacts): ReturnState {
  if (hasDraft) return 'DRAFT';
  if (submitted) return submitted.verdict ?? 'SUBMITTED';
  return today < opens ? 'NOT_DUE' : 'DUE';
}

/** Where each action leads from each state; what is not here may not be done. */
const STEPS: Readonly<Record<ReturnState, Partial<Record<ReturnAction, ReturnState>>>> = {
  NOT_DUE: {},
  DUE: { SAVE: 'DRAFT' },
  DRAFT: { SAVE: 'DRAFT', SUBMIT: 'SUBMITTED' },
  SUBMITTED: { WITHDRAW: 'DRAFT', ACCEPT: 'ACCEPTED', SEND_BACK: 'RETURNED' },
  RETURNED: { SAVE: 'DRAFT', REVISE: 'DRAFT' },
  ACCEPTED: { REVISE: 'DRAFT', CLOSE: 'FINAL' },
  FINAL: { REVISE: 'DRAFT' }, // what was released stays; the correction goes into the next release
};

/** The state after the action; undefined when it may not be done. */
export function after(state: ReturnState, action: ReturnAction): ReturnState | undefined {
  return STEPS[state][action];
}

/** The actions that a state allows, in the order of RETURN_ACTIONS. */
export function allowedIn(state: ReturnState): ReturnAction[] {
  return RETURN_ACTIONS.filter((action) => after(state, action) !== undefined);
}

export type Timeliness = 'ON_TIME' | 'LATE' | 'OVERDUE' | 'OPEN';

/** Whether what is asked for came in time: by its first submission, and by today where nothing has come. */
export function timeliness(
  form: Form,
  period: string,
  firstSubmittedOn: string | undefined,
  today: string,
): Timeliness {
  const due = dueOn(form, period);
  if (firstSubmittedOn !== undefined) return due !== undefined && firstSubmittedOn > due ? 'LATE' : 'ON_TIME';
  return due !== undefined && today > due ? 'OVERDUE' : 'OPEN';
}

/** The facts of a return of which nothing is known but its calendar. */
export function blank(period: string, today: string): ReturnFacts {
  return { today, opensOn: opensOn(period) ?? today, hasDraft: false, submitted: undefined };
}
