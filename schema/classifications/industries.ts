/** GB/T 4754-2017, sections and divisions: data in gb-t-4754-2017.json, checked when loaded. What is not verified stands there. */
import { z } from 'zod';
import edition2017 from './gb-t-4754-2017.json' with { type: 'json' };

const named = { name: z.string().min(1), nameEn: z.string().min(1) };

const division = z.strictObject({ code: z.string().regex(/^\d{2}$/), ...named });
export type Division = z.infer<typeof division>;

const section = z.strictObject({ code: z.string().regex(/^[A-T]$/), ...named, divisions: z.array(division).min(1) });
export type Section = z.infer<typeof section>;

const classification = z
  .strictObject({
    standard: z.string().min(1),
    /** The year by which a register entry names the edition that its code was taken from. */
    edition: z.string().regex(/^\d{4}$/),
    issued: z.iso.date(),
    effectiveFrom: z.iso.date(),
    levels: z.string().min(1),
    verified: z.array(z.string()),
    notVerified: z.array(z.string()),
    sources: z.array(z.url()).min(1),
    sections: z.array(section),
  })
  .superRefine(({ sections }, context) => {
    const codes = [...sections, ...sections.flatMap((each) => each.divisions)].map((each) => each.code);
    for (const [at, code] of codes.entries()) {
      if (codes.indexOf(code) !== at) context.addIssue({ code: 'custom', message: `${code}: stands there twice` });
    }
  });
export type IndustryClassification = z.infer<typeof classification>;

export function parseIndustries(data: unknown): IndustryClassification {
  return classification.parse(data);
}

export const INDUSTRIES: IndustryClassification = parseIndustries(edition2017);

const sectionByCode = new Map(INDUSTRIES.sections.map((each) => [each.code, each]));
const byDivision = new Map(
  INDUSTRIES.sections.flatMap((each) =>
    each.divisions.map((part) => [part.code, { section: each, division: part }] as const),
  ),
);

export function findSection(code: string): Section | undefined {
  return sectionByCode.get(code);
}

/** A division with the section that it belongs to: the digits alone say which one that is. */
export function findDivision(code: string): { readonly section: Section; readonly division: Division } | undefined {
  return byDivision.get(code);
}
