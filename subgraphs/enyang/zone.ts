/** 恩阳区: its own table, its own field, its own data. */
import { defineZone } from '../kit/index.ts';
import { TerminalDeviceLineSchema } from './entities.ts';
import { TerminalDevices1764000001000 } from './migrations/1764000001000-terminal-devices.ts';
import { resolvers } from './resolvers.ts';

const NAMES = ['智能终端', '智能穿戴', '新型显示', '新型储能'];

export const zone = defineZone({
  code: 'enyang',
  contract: '^1.0.0',
  folder: import.meta.dirname,
  resolvers,
  entities: [TerminalDeviceLineSchema],
  migrations: [TerminalDevices1764000001000],
  seed: async (manager) => {
    const rows = NAMES.map((name, at) => ({ name, sortNo: at + 1, block: 'enyang-lingang', source: '文件 L35' }));
    await manager.insert(TerminalDeviceLineSchema, rows);
  },
});
