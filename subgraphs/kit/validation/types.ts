/** What validation works on and what it answers: plain data, no database, no GraphQL. */
import type { ObsStatus } from '../../../schema/obs-status.ts';
import type { Rule } from '../../../schema/rules/rule.ts';
import type { Form, Standard } from '../../../schema/standard.ts';

/** One figure of a return, as written; block and enterprise null: the whole zone. */
export interface ReturnCell {
  readonly indicator: string;
  readonly block: string | null;
  readonly enterprise: string | null;
  readonly value: string | null;
  readonly unit: string;
  readonly unitMult: number;
  readonly obsStatus: ObsStatus;
  readonly counterpart: string | null;
}

/** A block, and the days on which it exists; without them it always does. */
export interface ValidBlock {
  readonly code: string;
  readonly name: string;
  readonly validFrom?: string | null;
  readonly validTo?: string | null;
}

export interface Submission {
  readonly zone: string;
  readonly form: Form;
  readonly period: string;
  readonly cells: readonly ReturnCell[];
  /** Cells of earlier periods of the same form, by period. */
  readonly previous?: ReadonlyMap<string, readonly ReturnCell[]>;
  readonly blocks: readonly ValidBlock[];
  /** The same figures of the zone and its blocks as they follow from the enterprises' returns. */
  readonly recomputed?: readonly ReturnCell[];
  /** The district's own rules, read by readOwnRules. */
  readonly ownRules?: readonly Rule[];
  readonly standard?: Standard;
}

/** VIOLATED; ROUNDING: off, but rounding explains it; RULE_FAILED: the rule itself could not be carried out. */
export type Outcome = 'VIOLATED' | 'ROUNDING' | 'RULE_FAILED';
export type ResultSeverity = 'ERROR' | 'WARNING' | 'INFO';

export interface ValidationResult {
  readonly rule: string;
  readonly outcome: Outcome;
  /** ERROR bars the submission, WARNING needs an explanation, INFO is for the record. */
  readonly severity: ResultSeverity;
  readonly indicator: string | null;
  readonly block: string | null;
  readonly enterprise: string | null;
  /** Decimals in whole units; null where the finding is not about an amount. */
  readonly expected: string | null;
  readonly actual: string | null;
  readonly tolerance: string | null;
  /** 中文 / English */
  readonly message: string;
  readonly needsExplanation: boolean;
}

/** Whom a figure is of. */
export interface Unit {
  readonly block: string | null;
  readonly enterprise: string | null;
}
