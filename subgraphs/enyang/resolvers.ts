/** 恩阳区's own fields only; everything shared is the kit's. */
import { TerminalDeviceLineSchema } from './entities.ts';
import type { EnyangZoneResolvers } from './generated.ts';

export const resolvers: { EnyangZone: Pick<EnyangZoneResolvers, 'terminalDeviceLines'> } = {
  EnyangZone: {
    terminalDeviceLines: (_, __, { database }) =>
      database.getRepository(TerminalDeviceLineSchema).find({ order: { sortNo: 'ASC' } }),
  },
};
