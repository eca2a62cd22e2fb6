/** Which supergraph a gateway starts with: the configured file's; when that is broken the last good one, said loudly. */
import { StartupError } from '../../infra/runtime/startup-error.ts';
import type { ServedSupergraph } from './events.ts';
import { readLastGood } from './last-good.ts';
import { loadSupergraph, refusalOf, shortId, type LoadedSupergraph } from './load.ts';
import type { ManagerOptions } from './manager.ts';
import { loadReading, type Reading } from './supergraph-file.ts';

export interface Candidate {
  readonly version: LoadedSupergraph;
  readonly from: ServedSupergraph['from'];
  readonly since: Date;
}

/** A StartupError when there is neither. */
export async function firstSupergraph(reading: Reading, options: ManagerOptions): Promise<Candidate> {
  const { file, log, events } = options;
  try {
    return { version: await loadReading(reading, options), from: 'file', since: new Date() };
  } catch (error) {
    const lastGood = await loadLastGood(options);
    if (!lastGood) throw startupFault(file, reading, error);
    const reason = refusalOf(error);
    const since = lastGood.since.toISOString();
    events?.refused?.({ id: reading.id, reason });
    log.error(
      { file, reason, supergraph: shortId(lastGood.version.id) },
      `${file} 不可用,改用 ${since} 起用的最近可用超图 / ${file} cannot be served; serving the last good supergraph instead, taken over at ${since}`,
    );
    return lastGood;
  }
}

async function loadLastGood(options: ManagerOptions): Promise<Candidate | undefined> {
  const { lastGoodFile, log } = options;
  if (lastGoodFile === undefined) return undefined;
  try {
    const kept = await readLastGood(lastGoodFile);
    return kept && { version: await loadSupergraph(kept.sdl, options), from: 'last-good', since: kept.since };
  } catch (error) {
    const reason = refusalOf(error);
    log.error(
      { file: lastGoodFile, reason },
      '最近可用的超图亦不可用 / the last good supergraph cannot be used either',
    );
    return undefined;
  }
}

function startupFault(file: string, reading: Reading, cause: unknown): StartupError {
  if (reading.sdl === undefined)
    return new StartupError(`the supergraph ${file} cannot be read (${reading.mark}). Run "npm run compose" first`);
  if (cause instanceof StartupError) return cause;
  return new StartupError(`${file} is no supergraph (${refusalOf(cause)}). Run "npm run compose"`, { cause });
}
