import { EntitySchema } from 'typeorm';

export interface MineralResourceRow {
  name: string;
  sortNo: number;
  block: string;
  source: string;
}

export const MineralResourceSchema = new EntitySchema<MineralResourceRow>({
  name: 'MineralResource',
  tableName: 'mineral_resource',
  columns: {
    name: { type: 'varchar', length: 60, primary: true },
    sortNo: { name: 'sort_no', type: 'int' },
    block: { type: 'varchar', length: 64 },
    source: { type: 'varchar', length: 120 },
  },
});
