import type { ZoneContext } from '../context.ts';
import { BlockSchema } from './entities.ts';

/** The zone's blocks in the order the zone lists them. */
export function blocks(_: unknown, __: unknown, { database }: ZoneContext) {
  return database.getRepository(BlockSchema).find({ order: { sortNo: 'ASC' } });
}
