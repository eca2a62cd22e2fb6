/** A made-up year in a zone's database, of the size that the paper gives the zone. */
import type { ZoneDefinition } from '../define-zone.ts';
import { readSeed } from '../seed.ts';
import { allBlocks } from '../territory/store.ts';
import { writeYear, type Where, type WrittenYear } from './write.ts';
import { demoYear, type DemoOptions } from './year.ts';

export type FillOptions = Where & Pick<DemoOptions, 'seed' | 'year' | 'enterprises'>;

export async function fillWithDemo(zone: ZoneDefinition, options: FillOptions): Promise<WrittenYear> {
  const { database, seed, year, enterprises } = options;
  const blocks = await allBlocks(database);
  // As the paper has it, and not as the zone may have corrected it since: the same seed goes on making the same year.
  const known = (readSeed(zone.folder)?.returns ?? []).flatMap(({ observations }) =>
    observations.map((cell) => ({ ...cell, block: cell.block ?? null })),
  );
  return writeYear(demoYear({ zone: zone.code, blocks, known, seed, year, enterprises }), options);
}
