import { EntitySchema } from 'typeorm';

export interface LogisticsServiceRow {
  name: string;
  activity: 'STORAGE' | 'WHOLESALE' | 'PROCESSING' | 'FURNISHING';
  block: string;
}

export const LogisticsServiceSchema = new EntitySchema<LogisticsServiceRow>({
  name: 'LogisticsService',
  tableName: 'logistics_service',
  columns: {
    name: { type: 'varchar', length: 60, primary: true },
    activity: { type: 'varchar', length: 16 },
    block: { type: 'varchar', length: 64 },
  },
});
