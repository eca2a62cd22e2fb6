import { EntitySchema } from 'typeorm';

export interface TerminalDeviceLineRow {
  name: string;
  blockCode: string;
}

export const TerminalDeviceLineSchema = new EntitySchema<TerminalDeviceLineRow>({
  name: 'TerminalDeviceLine',
  tableName: 'terminal_device_line',
  columns: {
    name: { type: 'varchar', length: 60, primary: true },
    blockCode: { name: 'block_code', type: 'varchar', length: 64 },
  },
});
