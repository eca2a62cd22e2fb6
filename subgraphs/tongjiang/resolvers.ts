/** 通江县's own fields only; everything shared is the kit's. */
import { TradeLogisticsLineSchema } from './entities.ts';
import type { TongjiangZoneResolvers } from './generated.ts';

export const resolvers: { TongjiangZone: Pick<TongjiangZoneResolvers, 'tradeLogistics'> } = {
  TongjiangZone: {
    tradeLogistics: (_, __, { database }) =>
      database.getRepository(TradeLogisticsLineSchema).find({ order: { sortNo: 'ASC' } }),
  },
};
