/** 巴州区's own fields only; everything shared is the kit's. */
import { LogisticsServiceSchema } from './entities.ts';
import type { BazhouZoneResolvers } from './generated.ts';

export const resolvers: { BazhouZone: Pick<BazhouZoneResolvers, 'logistics'> } = {
  BazhouZone: {
    logistics: (_, __, { database }) =>
      database.getRepository(LogisticsServiceSchema).find({ order: { sortNo: 'ASC' } }),
  },
};
