/** 巴州区: its own table, its own field, its own data. */
import { defineZone } from '../kit/index.ts';
import { LogisticsServiceSchema } from './entities.ts';
import { Logistics1764000001000 } from './migrations/1764000001000-logistics.ts';
import { resolvers } from './resolvers.ts';

const NAMES = ['仓储物流', '建材批发', '钢材加工', '家具家电'];

export const zone = defineZone({
  code: 'bazhou',
  contract: '^1.0.0',
  folder: import.meta.dirname,
  resolvers,
  entities: [LogisticsServiceSchema],
  migrations: [Logistics1764000001000],
  seed: async (manager) => {
    const rows = NAMES.map((name, at) => ({ name, sortNo: at + 1, block: 'bazhou-panxing', source: '文件 L33' }));
    await manager.insert(LogisticsServiceSchema, rows);
  },
});
