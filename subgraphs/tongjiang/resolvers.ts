/** Tongjiang's own fields only; everything shared is the kit's. */
import { TradeLogisticsSiteSchema } from './entities.ts';
import type { TongjiangZoneResolvers, TradeLogisticsSiteResolvers } from './generated.ts';

export const resolvers: {
  TongjiangZone: Pick<TongjiangZoneResolvers, 'tradeLogistics'>;
  TradeLogisticsSite: Pick<TradeLogisticsSiteResolvers, 'area'>;
} = {
  TongjiangZone: {
    tradeLogistics: (_, __, { database }) => database.getRepository(TradeLogisticsSiteSchema).find(),
  },
  TradeLogisticsSite: { area: ({ areaM2 }) => areaM2.toString() },
};
