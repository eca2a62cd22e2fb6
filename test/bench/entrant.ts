/** A contender that runs before the zones of a shape: checked once, warmed up, then measured in rounds. */
import { z } from 'zod';
import type { Contender, Say } from './contenders/contender.ts';
import type { LoadClient } from './load/client.ts';
import type { LoadOrder, LoadResult } from './load/order.ts';
import type { Counts } from './scene.ts';
import { requestBody, type Shape } from './shapes/shape.ts';
import { firstDifference } from './tools/difference.ts';
import type { Running } from './tools/stage.ts';

const WARM_UP_SECONDS = 6;
/** Before each round: the caches of the machine are another's by then. */
const SETTLING_SECONDS = 1;

/** What all entrants are put to. */
export interface Trial {
  readonly shape: Shape;
  readonly request: LoadOrder['request'];
  readonly load: LoadClient;
  readonly zonesPids: readonly number[];
  /** How often the zones were asked so far, where somebody counts. */
  readonly asked?: () => Promise<Counts>;
}

export interface Entrant {
  readonly contender: Contender;
  readonly running: Running;
  /** The answer to request 0, as text. */
  readonly answer: string;
  readonly data: unknown;
  /** How often it asks the zones for one answer when nothing else is under way; undefined when nobody counts. */
  readonly fetches: number | undefined;
  readonly rounds: Round[];
  /** Of all that was sent, warm-up included. */
  errors: number;
  firstError: string | null;
}

export interface Round extends LoadResult {
  /** Where somebody counts. */
  readonly fetchesPerRequest: number | undefined;
  readonly connectionsPerRequest: number | undefined;
}

const answerShape = z.object({ data: z.record(z.string(), z.unknown()), errors: z.undefined().optional() });

/** Asks once, and refuses an answer that is not a clean and whole one. */
export async function enter(
  contender: Contender,
  running: Running,
  { shape, asked }: Pick<Trial, 'shape' | 'asked'>,
): Promise<Entrant> {
  await ask(running.url, shape); // the first may plan, connect, fetch schemas
  const before = await asked?.();
  const answer = await ask(running.url, shape);
  const after = await asked?.();
  const parsed = answerShape.safeParse(JSON.parse(answer));
  if (!parsed.success) throw new Error(`${contender.name} answers ${answer.slice(0, 500)}`);
  if (!shape.isWhole(answer))
    throw new Error(`${contender.name} answers less than it should, ${answer.length} bytes: ${answer.slice(0, 500)}`);
  return {
    contender,
    running,
    answer,
    data: parsed.data.data,
    fetches: after && before && after.answered - before.answered,
    rounds: [],
    errors: 0,
    firstError: null,
  };
}

async function ask(url: string, shape: Shape): Promise<string> {
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: requestBody(shape, 0) });
  return await response.text();
}

/** A faster gateway that answers something else would make the comparison worthless. */
function assertSameData([first, ...others]: readonly Entrant[]): void {
  for (const other of others) {
    const difference = firstDifference(first?.data, other.data);
    if (difference !== undefined)
      throw new Error(`${other.contender.name} answers otherwise than ${first?.contender.name ?? ''}: ${difference}`);
  }
}

export async function warmUp(entrant: Entrant, trial: Trial): Promise<void> {
  await turn(entrant, trial, 0, WARM_UP_SECONDS);
}

export async function measure(entrant: Entrant, trial: Trial, seconds: number, say: Say): Promise<void> {
  const before = await trial.asked?.();
  const result = await turn(entrant, trial, SETTLING_SECONDS, seconds);
  const after = await trial.asked?.();
  entrant.rounds.push({
    ...result,
    fetchesPerRequest: after && before && (after.answered - before.answered) / result.sent,
    connectionsPerRequest: after && before && (after.connections - before.connections) / result.sent,
  });
  say(`  ${entrant.contender.name}: ${progress(result)}`);
}

/** Warms all up, then measures them in turn; another goes first in each round, so that drift favours nobody. */
export async function compete(
  entrants: readonly Entrant[],
  trial: Trial,
  { seconds, rounds }: { readonly seconds: number; readonly rounds: number },
  say: Say,
): Promise<void> {
  assertSameData(entrants);
  for (const entrant of entrants) await warmUp(entrant, trial);
  for (let round = 0; round < rounds; round++) {
    say(`round ${round + 1} of ${rounds}`);
    const start = round % (entrants.length || 1);
    for (const entrant of [...entrants.slice(start), ...entrants.slice(0, start)]) {
      await measure(entrant, trial, seconds, say);
    }
  }
}

function progress({ requests, seconds, gatewayCpuMs, zonesCpuMs, loadCpuMs }: LoadResult): string {
  const share = (ms: number | null): string => `${((ms ?? 0) / seconds / 10).toFixed(0)} %`;
  const shares = `gateway ${share(gatewayCpuMs)} of its core, zones ${share(zonesCpuMs)} and load ${share(loadCpuMs)} of theirs`;
  return `${(requests / seconds).toFixed(1)} req/s (${shares})`;
}

async function turn(entrant: Entrant, trial: Trial, warmUpSeconds: number, seconds: number): Promise<LoadResult> {
  const { url, pid } = entrant.running;
  const { shape, request, zonesPids } = trial;
  const what = { url, pid, zonesPids: [...zonesPids], request, connections: shape.connections, answer: entrant.answer };
  const result = await trial.load({ ...what, warmUpSeconds, seconds });
  entrant.errors += result.errors;
  entrant.firstError ??= result.firstError;
  return result;
}
