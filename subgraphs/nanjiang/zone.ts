/** 南江县: what is Nanjiang's own are the minerals of its Leba park. */
import { defineZone } from '../kit/index.ts';
import { MineralResourceSchema } from './entities.ts';
import { Minerals1764000001000 } from './migrations/1764000001000-minerals.ts';
import { resolvers } from './resolvers.ts';

export const zone = defineZone({
  code: 'nanjiang',
  contract: '^2.0.0',
  folder: import.meta.dirname,
  resolvers,
  entities: [MineralResourceSchema],
  migrations: [Minerals1764000001000],
  // 文件 L37:乐坝新材料产业园“主要发展霞石、石墨等战略型资源产业”;未给出资源量
  seed: async (manager) => {
    await manager.insert(MineralResourceSchema, [
      { mineral: '霞石', mineralEn: 'nepheline', block: 'nanjiang-leba', identifiedTonnes: null },
      { mineral: '石墨', mineralEn: 'graphite', block: 'nanjiang-leba', identifiedTonnes: null },
    ]);
  },
});
