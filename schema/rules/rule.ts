/** A rule of validation (审核关系): data of the standard, or of a district; checked when it is read. */
import { z } from 'zod';
import { FORM_LEVELS, type FormLevel } from './levels.ts';
import { compile, type Expression } from './language.ts';

export const RULE_SEVERITIES = ['ERROR', 'WARNING'] as const;
export const MISSING_STRATEGIES = ['SKIP_IF_ANY_MISSING', 'SKIP_IF_ALL_MISSING', 'NEVER_SKIP'] as const;

/** What a message may quote. */
export const PLACEHOLDERS = ['indicator', 'unit', 'actual', 'expected', 'tolerance'] as const;
const PLACEHOLDER = /\{([^{}]*)\}/g;

const code = z.string().regex(/^[A-Z][A-Z0-9_]{1,63}$/);
const message = z
  .string()
  .min(1)
  .max(300)
  .refine((text) => [...text.matchAll(PLACEHOLDER)].every(([, name]) => PLACEHOLDERS.some((each) => each === name)), {
    error: `quotes something else than {${PLACEHOLDERS.join('}, {')}}`,
  });

export const rule = z.strictObject({
  code,
  name: z.string().min(1).max(100),
  nameEn: z.string().min(1).max(100),
  forms: z.array(code).min(1),
  /** ERROR bars the submission; WARNING needs a written explanation, and then passes. */
  severity: z.enum(RULE_SEVERITIES),
  levels: z.array(z.enum(FORM_LEVELS)).min(1),
  /** It is checked once for each; the finding is about `value`. Other names, as `flow`, are the rule's own. */
  for: z
    .array(z.object({ value: code }).catchall(code))
    .min(1)
    .max(50),
  expression: z.string().min(1),
  missing: z.enum(MISSING_STRATEGIES).default('SKIP_IF_ANY_MISSING'),
  /** NONE; ROUNDING: what the written places explain, 0 for counts; or a decimal in whole units. */
  tolerance: z.union([z.enum(['NONE', 'ROUNDING']), z.string().regex(/^\d{1,18}(\.\d{1,12})?$/)]).default('NONE'),
  message,
  messageEn: message,
  source: z.string().min(1).max(500),
});
export type Rule = z.infer<typeof rule>;
export type RuleCase = Rule['for'][number];

/** Codes of a district's own rules begin so; the standard's never do: neither can ever bear the other's code. */
export const OWN_PREFIX = 'OWN_';

export function isOwn({ code: ofRule }: { readonly code: string }): boolean {
  return ofRule.startsWith(OWN_PREFIX);
}

interface Asked {
  readonly code: string;
  readonly levels: readonly FormLevel[];
  readonly indicators: readonly string[];
}

/** The cases of the rule whose indicators the form asks for. */
export function casesOf({ for: cases }: Rule, { indicators }: Asked): RuleCase[] {
  return cases.filter((each) => Object.values(each).every((indicator) => indicators.includes(indicator)));
}

const compiled = new Map<string, Expression>();

/** The rule's expression over one form and its own names. */
export function expressionOf({ expression }: Rule, { indicators }: Asked, each: RuleCase): Expression {
  const names = [...indicators, ...Object.keys(each)];
  const key = JSON.stringify([expression, names]);
  const made = compiled.get(key) ?? compile(expression, names);
  compiled.set(key, made);
  return made;
}

/** All that is wrong with a set of rules, each with the rule it is about. */
export function ruleFaults(rules: readonly Rule[], forms: readonly Asked[]): string[] {
  const twice = rules.filter((each, at) => rules.findIndex((other) => other.code === each.code) !== at);
  return [...twice.map((each) => `${each.code}: defined twice`), ...rules.flatMap((each) => faultsOf(each, forms))];
}

function faultsOf(each: Rule, forms: readonly Asked[]): string[] {
  const faults: string[] = [];
  const asked = each.forms.flatMap((name) => {
    const form = forms.find((other) => other.code === name);
    if (!form) faults.push(`unknown form ${name}`);
    return form ?? [];
  });
  if (each.for.some((one) => Object.keys(one).some((name) => !/^[a-z][A-Za-z]{0,19}$/.test(name)))) {
    faults.push('a name of its own begins with a small letter');
    return faults.map((fault) => `${each.code}: ${fault}`);
  }
  for (const one of each.for) {
    if (asked.some((form) => casesOf({ ...each, for: [one] }, form).length > 0)) continue;
    faults.push(`no form of it asks for ${Object.values(one).join(' and ')}`);
  }
  for (const form of asked) faults.push(...inForm(each, form).map((fault) => `in ${form.code}: ${fault}`));
  return faults.map((fault) => `${each.code}: ${fault}`);
}

function inForm(each: Rule, form: Asked): string[] {
  const cases = casesOf(each, form);
  const levels = each.levels.filter((level) => form.levels.includes(level));
  if (cases.length === 0) return ['the form asks for none of its indicators'];
  if (levels.length === 0) return ['the form is not asked of these levels'];
  return cases.flatMap((one) => {
    try {
      const { type, uses } = expressionOf(each, form, one);
      if (uses.has('blocks') && levels.some((level) => level !== 'ZONE')) return ['only a zone has blocks'];
      const own = type === 'bool' || uses.has('zWithin') || uses.has('modifiedZWithin');
      return own && each.tolerance !== 'NONE' ? ['a condition or an outlier test takes no tolerance'] : [];
    } catch (error) {
      return [`the expression is not usable: ${firstLine(error)}`];
    }
  });
}

/** What went wrong, without the drawing of the place below it. */
export function firstLine(error: unknown): string {
  const text =
    typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
  return (text.split('\n')[0] ?? '').slice(0, 200);
}
