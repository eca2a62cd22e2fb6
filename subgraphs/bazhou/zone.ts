/** 巴州区: what is Bazhou's own is the logistics of its Panxing park. */
import { defineZone } from '../kit/index.ts';
import { LogisticsServiceSchema } from './entities.ts';
import { Logistics1764000001000 } from './migrations/1764000001000-logistics.ts';
import { resolvers } from './resolvers.ts';

export const zone = defineZone({
  code: 'bazhou',
  contract: '^2.0.0',
  folder: import.meta.dirname,
  resolvers,
  entities: [LogisticsServiceSchema],
  migrations: [Logistics1764000001000],
  // 文件 L33:盘兴物流园“主攻仓储物流、建材批发、钢材加工、家具家电等”
  seed: async (manager) => {
    await manager.insert(LogisticsServiceSchema, [
      { name: '仓储物流', activity: 'STORAGE', block: 'bazhou-panxing' },
      { name: '建材批发', activity: 'WHOLESALE', block: 'bazhou-panxing' },
      { name: '钢材加工', activity: 'PROCESSING', block: 'bazhou-panxing' },
      { name: '家具家电', activity: 'FURNISHING', block: 'bazhou-panxing' },
    ]);
  },
});
