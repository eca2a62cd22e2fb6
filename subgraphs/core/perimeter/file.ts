/** The blocks and their memberships as versioned data, checked when they are loaded. Data in versions/VERSION.json. */
import { z } from 'zod';
import { findZone } from '../../../schema/zones.ts';
import { PERIMETERS, membershipFaults } from './rules/memberships.ts';
import v1 from './versions/1.0.0.json' with { type: 'json' };

const text = z.string().min(1);
const zone = z.string().refine((code) => findZone(code) !== undefined, { error: 'no such zone' });

const memberships = z
  .strictObject({
    version: z.string().regex(/^\d+\.\d+\.\d+$/),
    /** Before this day nothing is on file but the territory. */
    effectiveFrom: z.iso.date(),
    perimeters: z.array(z.strictObject({ code: z.enum(PERIMETERS), name: text, nameEn: text, source: text })),
    /** Places that lie over several zones; what is counted are their blocks, each where it belongs. */
    parks: z.array(z.strictObject({ code: text, name: text, nameEn: text, source: text })),
    blocks: z.array(
      z.strictObject({
        code: text,
        name: text,
        territory: zone,
        park: text.optional(),
        /** Blocks that may be the same land, as far as is known: figures of both are looked into. */
        overlaps: z.array(text).optional(),
        source: text,
      }),
    ),
    memberships: z.array(
      z.strictObject({
        block: text,
        perimeter: z.enum(PERIMETERS),
        zone,
        share: z.string().regex(/^\d+(\.\d+)?$/),
        validFrom: z.iso.date(),
        validTo: z.iso.date().nullable(),
        /** True where something here is not said by the source and was supposed. */
        assumption: z.boolean(),
        source: text,
      }),
    ),
  })
  .superRefine((file, context) => {
    const faults = membershipFaults(file);
    for (const perimeter of PERIMETERS) {
      if (!file.perimeters.some(({ code }) => code === perimeter)) faults.push(`${perimeter}: not described`);
    }
    for (const { code, park, overlaps = [] } of file.blocks) {
      if (park !== undefined && !file.parks.some((each) => each.code === park)) faults.push(`${code}: no park ${park}`);
      for (const other of overlaps) {
        if (!file.blocks.some((each) => each.code === other)) faults.push(`${code}: overlaps ${other}, not on file`);
      }
    }
    for (const message of faults) context.addIssue({ code: 'custom', message });
  });
export type MembershipFile = z.infer<typeof memberships>;

/** Reads memberships and lists their faults. */
export function parseMemberships(data: unknown): MembershipFile {
  return memberships.parse(data);
}

/** Every published version, oldest first; one that is published is never edited. */
export const MEMBERSHIP_FILES: readonly MembershipFile[] = [v1].map(parseMemberships);

/** The version in force. */
export const MEMBERSHIPS: MembershipFile = MEMBERSHIP_FILES.at(-1) ?? parseMemberships(v1);
