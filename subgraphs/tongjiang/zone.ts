/** 通江县: its own table, its own field, its own data. */
import { defineZone } from '../kit/index.ts';
import { TradeLogisticsLineSchema } from './entities.ts';
import { TradeLogistics1764000001000 } from './migrations/1764000001000-trade-logistics.ts';
import { resolvers } from './resolvers.ts';

const NAMES = ['商贸物流'];

export const zone = defineZone({
  code: 'tongjiang',
  contract: '^1.0.0',
  folder: import.meta.dirname,
  resolvers,
  entities: [TradeLogisticsLineSchema],
  migrations: [TradeLogistics1764000001000],
  seed: async (manager) => {
    const rows = NAMES.map((name, at) => ({ name, sortNo: at + 1, block: 'tongjiang-chengnan', source: '文件 L39' }));
    await manager.insert(TradeLogisticsLineSchema, rows);
  },
});
