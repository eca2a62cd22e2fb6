/** Bazhou's own fields only; everything shared is the kit's. */
import { LogisticsServiceSchema } from './entities.ts';
import type { BazhouZoneResolvers } from './generated.ts';

export const resolvers: { BazhouZone: Pick<BazhouZoneResolvers, 'logistics'> } = {
  BazhouZone: {
    logistics: (_, { activity }, { database }) =>
      database
        .getRepository(LogisticsServiceSchema)
        .find({ where: activity ? { activity } : {}, order: { name: 'ASC' } }),
  },
};
