/** What stands in the way of an action, as clients are told. Plain data with the name of its type. */
import type { ReturnState } from '../../../schema/return-states.ts';
import type { EnterpriseProblem } from '../enterprises/problems.ts';
import type { Fault } from '../exchange/faults.ts';
import type { ValidationResult } from '../validation/types.ts';

export type Severity = 'ERROR' | 'WARNING' | 'INFO';

export type ActionCode =
  | 'VERSION_CONFLICT'
  | 'NOT_ALLOWED'
  | 'NOTHING_TO_SUBMIT'
  | 'NOTHING_CHANGED'
  | 'NIL_NOT_OF_FORM'
  | 'UNEXPLAINED'
  | 'NO_SUCH_WARNING'
  | 'TEXT_TOO_LONG'
  | 'TEXT_SAYS_NOTHING'
  | 'OFFICE_UNREACHABLE'
  | 'OFFICE_REFUSED'
  | 'MIXES_SYNTHETIC';

export interface ActionProblem {
  readonly __typename: 'ActionProblem';
  readonly code: ActionCode;
  readonly severity: Severity;
  readonly message: string;
  readonly zone: string | null;
  readonly state: ReturnState | null;
  readonly version: number | null;
}

export interface ValidationProblem extends Omit<ValidationResult, 'rule'> {
  readonly __typename: 'ValidationProblem';
  readonly code: string;
  readonly explanation: string | null;
}

export interface FileProblem {
  readonly __typename: 'FileProblem';
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly sheet: string | null;
  readonly row: number | null;
  readonly column: string | null;
  readonly header: string | null;
}

export type Problem = ActionProblem | ValidationProblem | FileProblem;

export function actionProblem(
  code: ActionCode,
  message: string,
  facts: Partial<Pick<ActionProblem, 'zone' | 'state' | 'version'>> = {},
): ActionProblem {
  return {
    __typename: 'ActionProblem',
    code,
    severity: 'ERROR',
    message,
    zone: null,
    state: null,
    version: null,
    ...facts,
  };
}

export function validationProblem(
  { rule, ...result }: ValidationResult,
  explanation: string | null,
): ValidationProblem {
  return { __typename: 'ValidationProblem', code: rule, ...result, explanation };
}

export function enterpriseProblem({ code, severity, uscc, field, message }: EnterpriseProblem): ValidationProblem {
  return {
    __typename: 'ValidationProblem',
    ...{ code, severity, message, outcome: 'VIOLATED', indicator: field, block: null, enterprise: uscc },
    ...{ expected: null, actual: null, tolerance: null, needsExplanation: false, explanation: null },
  };
}

export function fileProblem({ code, severity, message, sheet, row, column }: Fault): FileProblem {
  const place = { sheet, row, column: column?.letter ?? null, header: column?.header ?? null };
  return { __typename: 'FileProblem', code, severity, message, ...place };
}

const GRAVITY: readonly Severity[] = ['ERROR', 'WARNING', 'INFO'];

/** More than so many are not listed in one answer: nobody reads on, and what is kept for its key has its limits. */
export const MAX_LISTED = 100;

/** Gravest first; an error that bars the way is never left out for a warning. */
export function listed<P extends Problem>(problems: readonly P[]): P[] {
  const order = problems.toSorted((a, b) => GRAVITY.indexOf(a.severity) - GRAVITY.indexOf(b.severity));
  return order.slice(0, MAX_LISTED);
}

export function isError({ severity }: Pick<Problem, 'severity'>): boolean {
  return severity === 'ERROR';
}
