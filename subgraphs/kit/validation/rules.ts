/** Carries out the rules of validation on one return. Pure: the same return gives the same results in the same order. */
import { Big } from 'big.js';
import { placeOf } from './calendar.ts';
import { Cells } from './cells.ts';
import { checkOwnRules } from './own-rules.ts';
import { sentence } from './message.ts';
import { existsIn, levelOf, structureResults, WHOLE_ZONE } from './structure.ts';
import type { Outcome, ResultSeverity, Submission, Unit, ValidationResult } from './types.ts';
import { valuesOf, type Sources } from './values.ts';
import { Check } from '../../../schema/rules/check.ts';
import { MissingValue } from '../../../schema/rules/language.ts';
import { casesOf, expressionOf, firstLine, type Rule, type RuleCase } from '../../../schema/rules/rule.ts';
import { STANDARD, type Standard } from '../../../schema/standard.ts';

const GRAVITY: readonly ResultSeverity[] = ['ERROR', 'WARNING', 'INFO'];

/** All that the checks find, gravest first; then zone, blocks, enterprises; then as form and rules are ordered. */
export function validate(submission: Submission): ValidationResult[] {
  const { zone, form, ownRules = [], blocks, standard = STANDARD } = submission;
  checkOwnRules(zone, ownRules, standard);
  const sources = sourcesOf(submission, standard);
  const units = unitsOf(submission);
  const rules = [...standard.rules, ...ownRules].filter((rule) => rule.forms.includes(form.code));
  const found = rules.flatMap((rule) => {
    const asked = rule.levels.filter((level) => form.levels.includes(level));
    const concerned = units.filter((unit) => asked.includes(levelOf(unit)));
    return casesOf(rule, form).flatMap((each) => {
      const expression = expressionOf(rule, form, each);
      return concerned.flatMap((unit) => {
        const verdict = verdictOf(rule, () => expression.evaluate(valuesOf(sources, unit, each, expression.reads)));
        return verdict ? [resultOf(rule, each, unit, verdict, standard)] : [];
      });
    });
  });
  const results = [...structureResults(submission, standard), ...found];
  const blockOrder = blocks.map((each) => each.code);
  const place = ({ block }: Unit): number => (block === null ? -1 : blockOrder.indexOf(block));
  const order = (each: ValidationResult): number => form.indicators.indexOf(each.indicator ?? '');
  return results.toSorted(
    (a, b) =>
      GRAVITY.indexOf(a.severity) - GRAVITY.indexOf(b.severity) ||
      compare(a.enterprise ?? '', b.enterprise ?? '') ||
      place(a) - place(b) ||
      compare(a.block ?? '', b.block ?? '') ||
      order(a) - order(b) ||
      compare(a.indicator ?? '', b.indicator ?? ''),
  );
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function sourcesOf({ form, period, cells, previous, blocks, recomputed }: Submission, standard: Standard): Sources {
  const earlier = previous ?? new Map<string, never[]>();
  const place = placeOf(form, period, earlier.keys());
  const read = (name: string | undefined): Cells => new Cells(earlier.get(name ?? '') ?? [], standard);
  return {
    form,
    current: new Cells(cells, standard),
    previous: read(place.previous),
    yearAgo: read(place.yearAgo),
    history: place.history.map(read),
    recomputed: new Cells(recomputed ?? [], standard),
    blocks: blocks.filter((each) => existsIn(each, period)).map((each) => each.code),
    period: { firstOfYear: place.firstOfYear, startsYear: place.startsYear },
  };
}

/** The zone, its blocks, and every enterprise that the return names. */
function unitsOf({ cells, blocks, period }: Submission): Unit[] {
  const enterprises = new Map(cells.flatMap((cell) => (cell.enterprise === null ? [] : [[cell.enterprise, cell]])));
  return [
    WHOLE_ZONE,
    ...blocks.filter((each) => existsIn(each, period)).map(({ code }) => ({ block: code, enterprise: null })),
    ...[...enterprises.values()].map(({ block, enterprise }) => ({ block, enterprise })),
  ];
}

interface Verdict {
  readonly outcome: Outcome;
  readonly check: Check | null;
  readonly tolerance: Big | null;
  /** Why the rule failed. */
  readonly reason: string;
}

/** What comes of a rule for one unit; undefined: nothing to tell. */
function verdictOf(rule: Rule, evaluate: () => unknown): Verdict | undefined {
  const violated: Verdict = { outcome: 'VIOLATED', check: null, tolerance: null, reason: '' };
  let answer: unknown;
  try {
    answer = evaluate();
  } catch (error) {
    if (error instanceof MissingValue) return skips(rule, error.whole) ? undefined : violated;
    return { ...violated, outcome: 'RULE_FAILED', reason: firstLine(error) };
  }
  if (answer === true) return undefined;
  if (answer === false) return violated;
  if (!(answer instanceof Check)) return { ...violated, outcome: 'RULE_FAILED', reason: 'no Check' };
  if (answer.skipped) return undefined;
  const sides = [answer.actual, answer.expected];
  const nothingGiven = sides.every((each) => each.given === 0) && sides.some((each) => each.missing > 0);
  if (rule.missing === 'SKIP_IF_ALL_MISSING' && nothingGiven) return undefined;
  if (answer.excess === null) return skips(rule, nothingGiven) ? undefined : { ...violated, check: answer };
  if (answer.excess.lte(0)) return undefined;
  const tolerance = answer.band ?? toleranceOf(rule, answer);
  const explained = answer.band === null && answer.excess.lte(tolerance);
  return { ...violated, outcome: explained ? 'ROUNDING' : 'VIOLATED', check: answer, tolerance };
}

function skips({ missing }: Rule, whole: boolean): boolean {
  return missing === 'SKIP_IF_ANY_MISSING' || (missing === 'SKIP_IF_ALL_MISSING' && whole);
}

function toleranceOf({ tolerance }: Rule, check: Check): Big {
  if (tolerance === 'ROUNDING') return check.rounding;
  return new Big(tolerance === 'NONE' ? 0 : tolerance);
}

/** As a decimal of the contract: exact, but for a rule that multiplies its way beyond forty places; zero has no sign. */
function shown(amount: Big): string {
  const text = amount.round(40, Big.roundHalfEven).toFixed();
  return text === '-0' ? '0' : text;
}

function resultOf(rule: Rule, { value }: RuleCase, unit: Unit, verdict: Verdict, standard: Standard): ValidationResult {
  const text = (amount: Big | null | undefined): string | null => (amount ? shown(amount) : null);
  const amounts = {
    expected: text(verdict.check?.expected.value),
    actual: text(verdict.check?.actual.value),
    tolerance: text(verdict.tolerance),
  };
  const severity = verdict.outcome === 'ROUNDING' ? 'INFO' : rule.severity;
  return {
    rule: rule.code,
    outcome: verdict.outcome,
    severity,
    indicator: value,
    ...unit,
    ...amounts,
    message: sentence(
      { rule, indicator: value, outcome: verdict.outcome, reason: verdict.reason, ...amounts },
      standard,
    ),
    needsExplanation: severity === 'WARNING',
  };
}
