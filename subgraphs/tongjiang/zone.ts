/** 通江县: what is Tongjiang's own is its trade logistics. */
import { defineZone } from '../kit/index.ts';
import { TradeLogisticsSiteSchema } from './entities.ts';
import { TradeLogistics1764000001000 } from './migrations/1764000001000-trade-logistics.ts';
import { resolvers } from './resolvers.ts';

export const zone = defineZone({
  code: 'tongjiang',
  contract: '^2.0.0',
  folder: import.meta.dirname,
  resolvers,
  entities: [TradeLogisticsSiteSchema],
  migrations: [TradeLogistics1764000001000],
  // 文件 L39:城南物流产业园“占地0.4603平方公里,主要发展商贸物流”,“以省道形式物理连接”
  seed: async (manager) => {
    await manager.insert(TradeLogisticsSiteSchema, [
      { block: 'tongjiang-chengnan', business: '商贸物流', areaM2: 460_300n, link: '省道' },
    ]);
  },
});
