import { EntitySchema } from 'typeorm';
import { int64 } from '../kit/index.ts';

export interface TradeLogisticsSiteRow {
  block: string;
  business: string;
  areaM2: bigint;
  link: string;
}

export const TradeLogisticsSiteSchema = new EntitySchema<TradeLogisticsSiteRow>({
  name: 'TradeLogisticsSite',
  tableName: 'trade_logistics_site',
  columns: {
    block: { type: 'varchar', length: 64, primary: true },
    business: { type: 'varchar', length: 60 },
    areaM2: { name: 'area_m2', type: 'bigint', transformer: int64 },
    link: { type: 'varchar', length: 60 },
  },
});
