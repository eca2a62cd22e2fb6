/** A contender that runs before the zones of a shape: checked once, warmed up, then measured in rounds. */
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { Contender, Say } from './contenders/contender.ts';
import type { LoadResult } from './load/order.ts';
import type { Scene } from './scene.ts';
import { requestBody, type Shape } from './shapes/shape.ts';
import type { Running } from './tools/stage.ts';

const WARM_UP_SECONDS = 6;
/** Before each round: the caches of the machine are another's by then. */
const SETTLING_SECONDS = 1;

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
  readonly fetchesPerRequest: number;
  readonly connectionsPerRequest: number;
}

const answerShape = z.object({ data: z.record(z.string(), z.unknown()), errors: z.undefined().optional() });

/** Asks once, and refuses an answer that is not a clean and whole one. */
export async function enter(
  contender: Contender,
  running: Running,
  shape: Shape,
  asked?: Scene['asked'],
): Promise<Entrant> {
  await ask(running.url, shape); // the first may plan, connect, fetch schemas
  const before = await asked?.();
  const answer = await ask(running.url, shape);
  const after = await asked?.();
  const parsed = answerShape.safeParse(JSON.parse(answer));
  if (!parsed.success) throw new Error(`${contender.name} answers ${answer.slice(0, 500)}`);
  if (answer.length < shape.answerBytes)
    throw new Error(
      `${contender.name} answers ${answer.length} bytes, expected ${shape.answerBytes} at least: ${answer}`,
    );
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
export function assertSameData([first, ...others]: readonly Entrant[]): void {
  for (const other of others) {
    if (first && !isDeepStrictEqual(first.data, other.data))
      throw new Error(`${other.contender.name} does not give the same data as ${first.contender.name}`);
  }
}

export async function warmUp(entrant: Entrant, shape: Shape, scene: Scene): Promise<void> {
  await turn(entrant, shape, scene, 0, WARM_UP_SECONDS);
}

export async function measure(entrant: Entrant, shape: Shape, scene: Scene, seconds: number, say: Say): Promise<void> {
  const before = await scene.asked();
  const result = await turn(entrant, shape, scene, SETTLING_SECONDS, seconds);
  const after = await scene.asked();
  entrant.rounds.push({
    ...result,
    fetchesPerRequest: (after.answered - before.answered) / result.sent,
    connectionsPerRequest: (after.connections - before.connections) / result.sent,
  });
  say(`  ${entrant.contender.name}: ${(result.requests / result.seconds).toFixed(1)} req/s`);
}

async function turn(
  entrant: Entrant,
  shape: Shape,
  { load }: Scene,
  warmUpSeconds: number,
  seconds: number,
): Promise<LoadResult> {
  const { url, pid } = entrant.running;
  const { connections, name } = shape;
  const result = await load({ url, pid, shape: name, connections, warmUpSeconds, seconds, answer: entrant.answer });
  entrant.errors += result.errors;
  entrant.firstError ??= result.firstError;
  return result;
}
