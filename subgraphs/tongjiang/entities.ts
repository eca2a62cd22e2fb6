import { EntitySchema } from 'typeorm';

export interface TradeLogisticsLineRow {
  name: string;
  sortNo: number;
  block: string;
  source: string;
}

export const TradeLogisticsLineSchema = new EntitySchema<TradeLogisticsLineRow>({
  name: 'TradeLogisticsLine',
  tableName: 'trade_logistics_line',
  columns: {
    name: { type: 'varchar', length: 60, primary: true },
    sortNo: { name: 'sort_no', type: 'int' },
    block: { type: 'varchar', length: 64 },
    source: { type: 'varchar', length: 120 },
  },
});
