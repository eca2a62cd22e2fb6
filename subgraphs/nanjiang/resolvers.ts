/** 南江县's own fields only; everything shared is the kit's. */
import { MineralResourceSchema } from './entities.ts';
import type { NanjiangZoneResolvers } from './generated.ts';

export const resolvers: { NanjiangZone: Pick<NanjiangZoneResolvers, 'mineralResources'> } = {
  NanjiangZone: {
    mineralResources: (_, __, { database }) =>
      database.getRepository(MineralResourceSchema).find({ order: { sortNo: 'ASC' } }),
  },
};
