/** A made-up year in a zone's database, of the size that the paper gives the zone. */
import type { DataSource } from 'typeorm';
import type { ZoneRuntime } from '../context.ts';
import type { ZoneDefinition } from '../define-zone.ts';
import { OfficeUnreachable, type Office } from '../office/office.ts';
import { readSeed } from '../seed.ts';
import type { Signer } from '../signing/keys.ts';
import { allBlocks } from '../territory/store.ts';
import { checkYear, refuseYearToCome, writeYear, type WrittenYear } from './write.ts';
import { demoYear, type DemoOptions } from './year.ts';

export interface FillOptions extends Pick<DemoOptions, 'seed' | 'year' | 'enterprises'> {
  readonly database: DataSource;
  readonly signer: Signer;
  readonly say: (line: string) => void;
}

export async function fillWithDemo(zone: ZoneDefinition, options: FillOptions): Promise<WrittenYear> {
  refuseYearToCome(options.year);
  const { made, runtime } = await madeFor(zone, options);
  return writeYear(made, runtime, options.say);
}

/** Whether it could be filled. Errors: StartupError, when not; either way nothing is written. */
export async function checkBeforeDemo(zone: ZoneDefinition, options: FillOptions): Promise<void> {
  refuseYearToCome(options.year);
  const { made, runtime } = await madeFor(zone, options);
  await checkYear(made, runtime);
}

async function madeFor(zone: ZoneDefinition, options: FillOptions) {
  const { database, signer, seed, year, enterprises } = options;
  const blocks = await allBlocks(database);
  // As the paper has it, and not as the zone may have corrected it since: the same seed goes on making the same year.
  const known = (readSeed(zone.folder)?.returns ?? []).flatMap(({ observations }) =>
    observations.map((cell) => ({ ...cell, block: cell.block ?? null })),
  );
  const made = demoYear({ zone: zone.code, blocks, known, seed, year, enterprises });
  const keys = { find: () => undefined };
  const runtime: ZoneRuntime = { zone: zone.code, database, signer, keys, office: NOT_ASKED, ownRules: zone.rules };
  return { made, runtime };
}

/** Only first returns are made here, of which no office has decided anything. */
const notAsked = (): Promise<never> => Promise.reject(new OfficeUnreachable('the office is not asked about made-up returns')); // prettier-ignore
const NOT_ASKED: Office = { decisions: notAsked, withdraw: notAsked };
