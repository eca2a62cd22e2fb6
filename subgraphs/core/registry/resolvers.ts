/** The registry of zones: codes, names and kinds; every further field of a zone comes from the zone itself. */
import { HOSTED_ZONES, ZONES, findZone, zoneTypeName, type ZoneEntry } from '../../../schema/zones.ts';
import type { Resolvers } from '../../kit/index.ts';

const hosted: Resolvers = Object.fromEntries(
  HOSTED_ZONES.map(({ code }) => [
    zoneTypeName(code),
    { __resolveReference: (reference: { code: string }) => (reference.code === code ? findZone(code) : null) },
  ]),
);

export const registryResolvers: Resolvers = {
  Query: {
    zones: () => ZONES,
    zone: (_: unknown, { code }: { code: string }) => findZone(code) ?? null,
  },
  Zone: { __resolveType: ({ code }: ZoneEntry) => zoneTypeName(code) },
  ...hosted,
};
