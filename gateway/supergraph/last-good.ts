/**
 * The supergraph last served, on disk, for a start when the configured one is broken. Its hash stands in the first line,
 * which is a GraphQL comment: a torn file is noticed, and a whole one is itself a supergraph that can be put back by hand.
 */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { writeAtomically } from '../../infra/runtime/atomic-write.ts';
import { reasonOf } from '../../infra/runtime/startup-error.ts';
import { idOf } from './load.ts';

const MARK = '# yihe last good supergraph ';

const head = z.object({
  sha256: z.string(),
  /** When it was first served. */
  since: z.coerce.date(),
  /** The file that it was read from. */
  file: z.string(),
});

export interface LastGood {
  readonly sdl: string;
  readonly since: Date;
  readonly file: string;
}

/** Writes it, unless the file holds the same text already: then it keeps its date. */
export async function keepLastGood(path: string, { sdl, since, file }: LastGood): Promise<void> {
  const kept = await readLastGood(path).catch(() => undefined);
  if (kept?.sdl === sdl) return;
  const line = JSON.stringify({ sha256: idOf(sdl), since, file });
  await writeAtomically(path, `${MARK}${line}\n${sdl}`);
}

/** Undefined when there is none; throws when there is one that is not whole. */
export async function readLastGood(path: string): Promise<LastGood | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (reasonOf(error) === 'ENOENT') return undefined;
    throw error;
  }
  const end = text.indexOf('\n');
  const sdl = text.slice(end + 1);
  const said = text.startsWith(MARK) ? headIn(text.slice(MARK.length, end)) : undefined;
  if (said?.sha256 !== idOf(sdl)) throw new Error('its text is not the one that its first line names');
  return { sdl, since: said.since, file: said.file };
}

function headIn(json: string): z.infer<typeof head> | undefined {
  try {
    return head.parse(JSON.parse(json));
  } catch {
    return undefined;
  }
}
