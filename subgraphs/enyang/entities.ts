import { EntitySchema } from 'typeorm';

export interface TerminalDeviceLineRow {
  name: string;
  sortNo: number;
  block: string;
  source: string;
}

export const TerminalDeviceLineSchema = new EntitySchema<TerminalDeviceLineRow>({
  name: 'TerminalDeviceLine',
  tableName: 'terminal_device_line',
  columns: {
    name: { type: 'varchar', length: 60, primary: true },
    sortNo: { name: 'sort_no', type: 'int' },
    block: { type: 'varchar', length: 64 },
    source: { type: 'varchar', length: 120 },
  },
});
