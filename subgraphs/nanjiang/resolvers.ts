/** Nanjiang's own fields only; everything shared is the kit's. */
import { MineralResourceSchema } from './entities.ts';
import type { MineralResourceResolvers, NanjiangZoneResolvers } from './generated.ts';

export const resolvers: {
  NanjiangZone: Pick<NanjiangZoneResolvers, 'mineralResources'>;
  MineralResource: Pick<MineralResourceResolvers, 'identifiedResources'>;
} = {
  NanjiangZone: {
    mineralResources: (_, __, { database }) =>
      database.getRepository(MineralResourceSchema).find({ order: { mineralEn: 'DESC' } }),
  },
  MineralResource: {
    identifiedResources: ({ identifiedTonnes }) => identifiedTonnes?.toString() ?? null,
  },
};
