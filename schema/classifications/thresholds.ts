/** Where above-scale begins (规模以上、限额以上), by industry and day: data in above-scale.json, checked when loaded. */
import { z } from 'zod';
import data from './above-scale.json' with { type: 'json' };

/** The groups of the "four above" (四上). INDUSTRY alone is 规上工业. */
export const SCALE_GROUPS = [
  'INDUSTRY',
  'CONSTRUCTION',
  'WHOLESALE',
  'RETAIL',
  'ACCOMMODATION_CATERING',
  'REAL_ESTATE_DEVELOPMENT',
  'SERVICES',
] as const;
export type ScaleGroup = (typeof SCALE_GROUPS)[number];

const revenue = z.int().positive();

const criterion = z.discriminatedUnion('kind', [
  /** Yuan a year. */
  z.strictObject({ kind: z.literal('REVENUE'), revenue }),
  z.strictObject({ kind: z.literal('REVENUE_OR_EMPLOYEES'), revenue, employees: z.int().positive() }),
  z.strictObject({ kind: z.literal('QUALIFIED') }),
  z.strictObject({ kind: z.literal('DEVELOPING') }),
]);
export type ScaleCriterion = z.infer<typeof criterion>;

const threshold = z.strictObject({
  id: z.string().regex(/^[A-Z][A-Z0-9_-]*$/),
  group: z.enum(SCALE_GROUPS),
  /** Codes of GB/T 4754-2017; all that begin with one of them. */
  industries: z.array(z.string().regex(/^[A-T]\d{0,4}$/)).min(1),
  from: z.iso.date(),
  /** The last day; null while it is in force. */
  to: z.iso.date().nullable(),
  criterion,
  verified: z.boolean(),
  note: z.string().min(1),
  sources: z.array(z.url()).min(1),
});
export type ScaleThreshold = z.infer<typeof threshold>;

const file = z.strictObject({ about: z.string(), rules: z.array(threshold) }).superRefine(({ rules }, context) => {
  const fault = (message: string): void => context.addIssue({ code: 'custom', message });
  rules.forEach((rule, at) => {
    if (rule.to !== null && rule.to < rule.from) fault(`${rule.id}: ends before it begins`);
    for (const other of rules.slice(0, at)) {
      if (other.id === rule.id) fault(`${rule.id}: stands there twice`);
      else if (overlap(rule, other) && shareIndustry(rule, other)) fault(`${rule.id} and ${other.id}: both apply`);
    }
  });
});

function overlap(a: ScaleThreshold, b: ScaleThreshold): boolean {
  return (b.to === null || a.from <= b.to) && (a.to === null || b.from <= a.to);
}

function shareIndustry(a: ScaleThreshold, b: ScaleThreshold): boolean {
  return a.industries.some((one) => b.industries.some((other) => one.startsWith(other) || other.startsWith(one)));
}

/** Reads thresholds; throws with every fault listed, two that apply to one industry on one day among them. */
export function parseThresholds(content: unknown): readonly ScaleThreshold[] {
  return file.parse(content).rules;
}

export const SCALE_THRESHOLDS: readonly ScaleThreshold[] = parseThresholds(data);
