import { EntitySchema } from 'typeorm';

export interface LogisticsServiceRow {
  name: string;
  sortNo: number;
  block: string;
  source: string;
}

export const LogisticsServiceSchema = new EntitySchema<LogisticsServiceRow>({
  name: 'LogisticsService',
  tableName: 'logistics_service',
  columns: {
    name: { type: 'varchar', length: 60, primary: true },
    sortNo: { name: 'sort_no', type: 'int' },
    block: { type: 'varchar', length: 64 },
    source: { type: 'varchar', length: 120 },
  },
});
