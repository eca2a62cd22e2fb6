import { EntitySchema } from 'typeorm';

/** A block (区块) of the zone: the lowest territorial key of every figure. */
export interface BlockRow {
  code: string;
  sortNo: number;
  name: string;
  aliases: string[];
  leadingIndustries: string[];
  note: string | null;
}

export const BlockSchema = new EntitySchema<BlockRow>({
  name: 'Block',
  tableName: 'block',
  columns: {
    code: { type: 'varchar', length: 64, primary: true },
    sortNo: { name: 'sort_no', type: 'int' },
    name: { type: 'varchar', length: 120 },
    aliases: { type: 'json' },
    leadingIndustries: { name: 'leading_industries', type: 'json' },
    note: { type: 'varchar', length: 500, nullable: true },
  },
});
