/** 恩阳区: what is Enyang's own is its smart-device industry. */
import { defineZone } from '../kit/index.ts';
import { TerminalDeviceLineSchema } from './entities.ts';
import { TerminalDevices1764000001000 } from './migrations/1764000001000-terminal-devices.ts';
import { resolvers } from './resolvers.ts';

export const zone = defineZone({
  code: 'enyang',
  contract: '^2.0.0',
  folder: import.meta.dirname,
  resolvers,
  entities: [TerminalDeviceLineSchema],
  migrations: [TerminalDevices1764000001000],
  // 文件 L35:临港产业园“主攻智能终端、智能穿戴、新型显示、新型储能”
  seed: async (manager) => {
    const names = ['智能终端', '智能穿戴', '新型显示', '新型储能'];
    await manager.insert(
      TerminalDeviceLineSchema,
      names.map((name) => ({ name, blockCode: 'enyang-lingang' })),
    );
  },
});
