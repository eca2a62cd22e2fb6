/** The registry of zones: one core zone and its hosted zones. Data in zones.json; a new zone is one more entry. */
import { z } from 'zod';
import registered from './zones.json' with { type: 'json' };

/** A zone's code is the name of its folder, its subgraph, its root field, and the prefix of its types. */
export const ZONE_CODE = /^[a-z][a-z0-9]{1,30}$/;

const zoneEntry = z.strictObject({
  code: z.string().regex(ZONE_CODE),
  name: z.string().min(1),
  nameEn: z.string().min(1),
  kind: z.enum(['CORE', 'HOSTED']),
});

export type ZoneEntry = z.infer<typeof zoneEntry>;

const registry = z
  .array(zoneEntry)
  .refine((zones) => zones[0]?.kind === 'CORE' && zones.filter((zone) => zone.kind === 'CORE').length === 1, {
    error: 'the first entry, and only the first, is the core zone',
  })
  .refine((zones) => new Set(zones.map((zone) => zone.code)).size === zones.length, { error: 'zone codes are unique' });

export const ZONES: readonly ZoneEntry[] = registry.parse(registered);
export const CORE = 'core';
export const HOSTED_ZONES: readonly ZoneEntry[] = ZONES.filter((zone) => zone.kind === 'HOSTED');

export function findZone(code: string): ZoneEntry | undefined {
  return ZONES.find((zone) => zone.code === code);
}

/** bazhou -> BazhouZone */
export function zoneTypeName(code: string): string {
  return `${code.charAt(0).toUpperCase()}${code.slice(1)}Zone`;
}

/** bazhou -> BazhouMutations */
export function zoneMutationsName(code: string): string {
  return `${code.charAt(0).toUpperCase()}${code.slice(1)}Mutations`;
}

/** The gateway listens on the base port, the zones on the ports after it, in the order of the registry. */
export function zonePort(code: string, basePort: number): number {
  return basePort + 1 + ZONES.findIndex((zone) => zone.code === code);
}
