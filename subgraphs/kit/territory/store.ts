import { In, type DataSource } from 'typeorm';
import { BlockSchema, type BlockRow } from './entities.ts';

/** The zone's blocks in the order in which the zone lists them. */
export function allBlocks(database: DataSource): Promise<BlockRow[]> {
  return database.getRepository(BlockSchema).find({ order: { sortNo: 'ASC' } });
}

/** The blocks with these codes, in their order; null where there is none. */
export async function blocksByCode(database: DataSource, codes: readonly string[]): Promise<(BlockRow | null)[]> {
  const rows = await database.getRepository(BlockSchema).findBy({ code: In([...codes]) });
  const byCode = new Map(rows.map((row) => [row.code, row]));
  return codes.map((code) => byCode.get(code) ?? null);
}
