import { EntitySchema } from 'typeorm';
import { int64 } from '../kit/index.ts';

export interface MineralResourceRow {
  mineral: string;
  mineralEn: string;
  block: string;
  /** Tonnes; null where nothing is known. */
  identifiedTonnes: bigint | null;
}

export const MineralResourceSchema = new EntitySchema<MineralResourceRow>({
  name: 'MineralResource',
  tableName: 'mineral_resource',
  columns: {
    mineral: { type: 'varchar', length: 40, primary: true },
    mineralEn: { name: 'mineral_en', type: 'varchar', length: 60 },
    block: { type: 'varchar', length: 64 },
    identifiedTonnes: { name: 'identified_tonnes', type: 'bigint', nullable: true, transformer: int64 },
  },
  checks: [{ name: 'ck_mineral_tonnes', expression: 'identified_tonnes >= 0' }],
});
