/** What is wrong with a register entry or a cell, for the people who gave it. */

/** Gives each problem a name that stays; errors keep a batch from being written, warnings do not. */
export type ProblemCode =
  | 'USCC_FORMAT'
  | 'USCC_CHECK_DIGIT'
  | 'TWICE_IN_BATCH'
  | 'NAME_MISSING'
  | 'TOO_LONG'
  | 'INDUSTRY_MISSING'
  | 'INDUSTRY_UNKNOWN'
  | 'DAY_MISSING'
  | 'DAY_MALFORMED'
  | 'BLOCK_MISSING'
  | 'BLOCK_UNKNOWN'
  | 'BLOCK_DIFFERS'
  | 'MOVE_DAY_DIFFERS'
  | 'STAY_ENDS_BEFORE_IT_BEGINS'
  | 'STAY_CUTS_A_MOVE'
  | 'NOT_IN_THE_ZONE'
  | 'LATER_MOVE_ON_FILE'
  | 'FIGURES_OUTSIDE_STAY'
  | 'CONFLICT'
  | 'NOT_REGISTERED'
  | 'FORM_UNKNOWN'
  | 'PERIOD_NOT_OF_FORM'
  | 'INDICATOR_NOT_IN_FORM'
  | 'UNIT_MISMATCH'
  | 'STATUS_CONTRADICTS'
  | 'NOT_EXACT'
  | 'SUM_TOO_LARGE';

export interface EnterpriseProblem {
  readonly code: ProblemCode;
  readonly severity: 'ERROR' | 'WARNING';
  /** As it was given; null when it is about the whole batch. */
  readonly uscc: string | null;
  /** The field, or the indicator of a cell. */
  readonly field: string | null;
  readonly message: string;
}

export function problemOf(
  code: ProblemCode,
  uscc: string | null,
  field: string | null,
  message: string,
  severity: EnterpriseProblem['severity'] = 'ERROR',
): EnterpriseProblem {
  return { code, severity, uscc, field, message };
}

export function hasErrors(problems: readonly EnterpriseProblem[]): boolean {
  return problems.some(({ severity }) => severity === 'ERROR');
}
