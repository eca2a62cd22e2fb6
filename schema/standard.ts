/** The indicator standard (统一标准): a versioned catalogue, checked when it is loaded. Data in standards/VERSION.json. */
import { z } from 'zod';
import { FORM_LEVELS } from './rules/levels.ts';
import { isOwn, OWN_PREFIX, rule, ruleFaults } from './rules/rule.ts';
import v1 from './standards/1.0.0.json' with { type: 'json' };

export const INDICATOR_KINDS = [
  'FLOW',
  'FLOW_YTD',
  'FLOW_SINCE',
  'STOCK_END',
  'STOCK_AVG',
  'RATIO',
  'COUNT_DISTINCT',
  'SCORE',
  'MIN',
  'MAX',
] as const;
export type IndicatorKind = (typeof INDICATOR_KINDS)[number];

/** Kinds whose figures add up over zones, and over enterprises: only of these is a ratio of sums a ratio. */
export const SUMMABLE: readonly IndicatorKind[] = ['FLOW', 'FLOW_YTD', 'FLOW_SINCE', 'STOCK_END', 'STOCK_AVG'];

const code = z.string().regex(/^[A-Z][A-Z0-9_]*$/);

export const indicator = z.strictObject({
  code,
  name: z.string().min(1),
  nameEn: z.string().min(1),
  unit: code,
  /** Digits kept after the point, in whole units (unitMult 0), when a figure is presented. */
  decimals: z.int().min(0).max(12),
  kind: z.enum(INDICATOR_KINDS),
  numerator: code.optional(),
  denominator: code.optional(),
  direction: z.enum(['POSITIVE', 'INVERSE']),
  source: z.string().min(1),
});
export type Indicator = z.infer<typeof indicator>;

/** A form (报表): which indicators, for which units, how often, due when. */
const form = z.strictObject({
  code,
  name: z.string().min(1),
  nameEn: z.string().min(1),
  /** The kind of its periods; SINCE: everything since a day, open or up to a stated day. */
  frequency: z.enum(['SINCE', 'MONTH', 'QUARTER']),
  since: z.iso.date().optional(),
  levels: z.array(z.enum(FORM_LEVELS)).min(1),
  indicators: z.array(code).min(1),
  /** How many days after the period's end it is due; null: no day is set. */
  dueDays: z.int().min(0).max(366).nullable(),
  /** Months for which no return is asked: their figures come with the next month's. */
  withoutMonths: z.array(z.int().min(1).max(12)),
  source: z.string().min(1),
});
export type Form = z.infer<typeof form>;

const standard = z
  .strictObject({
    version: z.string().regex(/^\d+\.\d+\.\d+$/),
    effectiveFrom: z.iso.date(),
    units: z.array(z.strictObject({ code, name: z.string().min(1), nameEn: z.string().min(1) })),
    indicators: z.array(indicator),
    forms: z.array(form),
    rules: z.array(rule),
  })
  .superRefine(({ units, indicators, forms, rules }, context) => {
    const additive = new Set(indicators.filter((each) => SUMMABLE.includes(each.kind)).map((each) => each.code));
    const fault = (each: { code: string }, message: string): void =>
      context.addIssue({ code: 'custom', message: `${each.code}: ${message}` });
    indicators.forEach((each, at) => {
      if (indicators.findIndex((other) => other.code === each.code) !== at) fault(each, 'defined twice');
      if (!units.some((unit) => unit.code === each.unit)) fault(each, `unknown unit ${each.unit}`);
      const parts = [each.numerator, each.denominator];
      if (each.kind !== 'RATIO' && parts.some((part) => part !== undefined)) fault(each, 'only a RATIO has parts');
      if (each.kind === 'RATIO' && !parts.every((part) => part !== undefined && additive.has(part))) {
        fault(each, 'a RATIO needs a numerator and a denominator that add up over zones');
      }
    });
    forms.forEach((each, at) => {
      if (forms.findIndex((other) => other.code === each.code) !== at) fault(each, 'defined twice');
      if ((each.frequency === 'SINCE') !== (each.since !== undefined))
        fault(each, '`since` belongs to SINCE, and only there');
      if (new Set(each.indicators).size < each.indicators.length) fault(each, 'an indicator stands in it twice');
      for (const asked of each.indicators) {
        const kind = indicators.find((other) => other.code === asked)?.kind;
        if (kind === undefined) fault(each, `unknown indicator ${asked}`);
        if (kind === 'RATIO' || kind === 'SCORE') fault(each, `${asked} is computed, and never reported`);
      }
    });
    for (const message of ruleFaults(rules, forms)) context.addIssue({ code: 'custom', message });
    for (const each of rules.filter(isOwn)) fault(each, `${OWN_PREFIX}… is for the rules of a district`);
  });
export type Standard = z.infer<typeof standard>;

/** Reads a catalogue and lists its faults: all of form, or, when its form is right, all of content. */
export function parseStandard(data: unknown): Standard {
  return standard.parse(data);
}

/** Every published version, oldest first; one that is published is never edited. */
export const STANDARDS: readonly Standard[] = [v1].map(parseStandard);

/** The version in force: new returns are made under it, and figures are consolidated by it. */
export const STANDARD: Standard = STANDARDS.at(-1) ?? parseStandard(v1);

export function isStandardVersion(version: string): boolean {
  return STANDARDS.some((each) => each.version === version);
}

const byCode = new Map(STANDARD.indicators.map((each) => [each.code, each]));

export function findIndicator(indicatorCode: string): Indicator | undefined {
  return byCode.get(indicatorCode);
}

export function isUnit(unit: string): boolean {
  return STANDARD.units.some((each) => each.code === unit);
}
