/** Enyang's own fields only; everything shared is the kit's. */
import { TerminalDeviceLineSchema } from './entities.ts';
import type { EnyangZoneResolvers, TerminalDeviceLineResolvers } from './generated.ts';

export const resolvers: {
  EnyangZone: Pick<EnyangZoneResolvers, 'terminalDeviceLines'>;
  TerminalDeviceLine: Pick<TerminalDeviceLineResolvers, 'block'>;
} = {
  EnyangZone: {
    terminalDeviceLines: (_, __, { database }) => database.getRepository(TerminalDeviceLineSchema).find(),
  },
  TerminalDeviceLine: {
    block: ({ blockCode }, _, { loaders }) => loaders.blockByCode.load(blockCode),
  },
};
