/**
 * Loads a zone's first data (seed.json in its folder: the figures of the paper, each with its paragraph) into an empty
 * database, in one transaction. Into one that holds anything only blocks come that it does not know yet.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { formFor, formOf } from '../../schema/forms.ts';
import { findIndicator, isUnit, STANDARD } from '../../schema/standard.ts';
import { StartupError, reasonOf } from '../../infra/runtime/startup-error.ts';
import type { Signer } from './signing/keys.ts';
import { RevisionSchema } from './statistics/entities.ts';
import { addRevision } from './statistics/store.ts';
import { readWritten } from './statistics/written.ts';
import { BlockSchema } from './territory/entities.ts';
import type { ZoneDefinition } from './define-zone.ts';

const observation = z.strictObject({
  indicator: z.string().refine((code) => findIndicator(code) !== undefined, { error: 'unknown indicator' }),
  block: z.string().optional(),
  value: z
    .string()
    .refine((text) => readWritten(text) !== undefined, { error: 'not a decimal of at most 18 digits' })
    .nullable(),
  unit: z.string().refine(isUnit, { error: 'unknown unit' }),
  unitMult: z.int().min(-12).max(15).default(0),
  obsStatus: z.enum(['A', 'E', 'P', 'U', 'L', 'M', 'O']).default('A'),
  note: z.string().max(500).optional(),
  source: z.string().describe('paragraph of the paper, e.g. L33'),
});

const seedFile = z
  .strictObject({
    blocks: z.array(
      z.strictObject({
        code: z.string().regex(/^[a-z][a-z0-9-]{1,63}$/),
        name: z.string(),
        aliases: z.array(z.string()).default([]),
        leadingIndustries: z.array(z.string()).default([]),
        note: z.string().max(500).optional(),
      }),
    ),
    returns: z.array(
      z.strictObject({
        period: z.string().refine((text) => formOf(text) !== undefined, { error: 'not a period that a form asks for' }),
        observations: z.array(observation),
      }),
    ),
  })
  .superRefine(({ blocks, returns }, context) => {
    const codes = new Set(blocks.map((block) => block.code));
    for (const cell of returns.flatMap((each) => each.observations)) {
      if (cell.block !== undefined && !codes.has(cell.block)) {
        context.addIssue({ code: 'custom', message: `unknown block ${cell.block}` });
      }
      const missing = ['L', 'M', 'O'].includes(cell.obsStatus);
      if (missing !== (cell.value === null)) {
        context.addIssue({
          code: 'custom',
          message: `${cell.indicator}: obsStatus ${cell.obsStatus} and value disagree`,
        });
      }
    }
  });
export type SeedFile = z.infer<typeof seedFile>;

/** Reads and checks a zone's seed.json; undefined when it has none. Throws with every fault listed. */
export function readSeed(folder: string): SeedFile | undefined {
  const file = path.join(folder, 'seed.json');
  if (!existsSync(file)) return undefined;
  const read = seedFile.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (read.success) return read.data;
  const faults = read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new StartupError(`the seed of zone ${path.basename(folder)} is not usable: ${faults.join('; ')}`);
}

/** Loads the seed into an empty database; true when it did. One that is not empty gets the blocks that it does not know. */
export async function seedDatabase(database: DataSource, zone: ZoneDefinition, signer: Signer): Promise<boolean> {
  const seed = readSeed(zone.folder);
  if (!seed || (seed.blocks.length === 0 && seed.returns.length === 0)) return false;
  try {
    return await load(database, zone, seed, signer);
  } catch (error) {
    throw new StartupError(
      `the first data of ${zone.code} could not be loaded (${reasonOf(error)}); nothing of them was kept. Start again`,
      { cause: error },
    );
  }
}

function load(database: DataSource, zone: ZoneDefinition, seed: SeedFile, signer: Signer): Promise<boolean> {
  return database.transaction(async (manager) => {
    const known = new Set((await manager.find(BlockSchema)).map(({ code }) => code));
    const isNew = known.size === 0 && (await manager.count(RevisionSchema)) === 0;
    const blocks = seed.blocks.map((block, at) => ({ ...block, sortNo: at + 1, note: block.note ?? null }));
    const added = blocks.filter(({ code }) => !known.has(code)); // a block that is drawn later is added at the next start
    if (added.length > 0) await manager.insert(BlockSchema, added);
    if (!isNew) return false;
    for (const { period, observations } of seed.returns) {
      const cells = observations.map((cell) => ({
        block: cell.block ?? '',
        indicator: cell.indicator,
        ...(cell.value === null ? { digits: null, decimals: 0 } : (readWritten(cell.value) ?? unreadable(cell.value))),
        unit: cell.unit,
        unitMult: cell.unitMult,
        obsStatus: cell.obsStatus,
        counterpart: null,
        note: [cell.note, `文件 ${cell.source}`].filter((part) => part !== undefined).join(';'),
      }));
      const form = formFor(undefined, period).code;
      const revision = { zone: zone.code, form, period, standardVersion: STANDARD.version, observations: cells };
      await addRevision(manager, revision, signer);
    }
    await zone.seed?.(manager);
    return true;
  });
}

function unreadable(value: string): never {
  throw new StartupError(`the seed holds a value that is no decimal: ${value}`);
}
