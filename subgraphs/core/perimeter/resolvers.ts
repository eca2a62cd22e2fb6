/** Perimeters and memberships as data. */
import type { QueryResolvers } from '../generated.ts';
import { MEMBERSHIPS } from './file.ts';
import { isAdditive } from './rules/memberships.ts';
import { membershipsOf } from './service.ts';

const { perimeters, version } = MEMBERSHIPS;

export const perimeterResolvers: { Query: Pick<QueryResolvers, 'perimeters' | 'memberships'> } = {
  Query: {
    perimeters: () => perimeters.map((each) => ({ ...each, additive: isAdditive(each.code), version })),
    memberships: (_, asked) => membershipsOf(asked),
  },
};
