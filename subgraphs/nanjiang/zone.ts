/** 南江县: its own table, its own field, its own data. */
import { defineZone } from '../kit/index.ts';
import { MineralResourceSchema } from './entities.ts';
import { Minerals1764000001000 } from './migrations/1764000001000-minerals.ts';
import { resolvers } from './resolvers.ts';

const NAMES = ['霞石', '石墨'];

export const zone = defineZone({
  code: 'nanjiang',
  contract: '^1.0.0',
  folder: import.meta.dirname,
  resolvers,
  entities: [MineralResourceSchema],
  migrations: [Minerals1764000001000],
  seed: async (manager) => {
    const rows = NAMES.map((name, at) => ({ name, sortNo: at + 1, block: 'nanjiang-leba', source: '文件 L37' }));
    await manager.insert(MineralResourceSchema, rows);
  },
});
