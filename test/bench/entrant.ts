/** A contender that runs before the zones of a shape: checked once, warmed up, then measured in rounds. */
import { z } from 'zod';
import type { Contender, Say } from './contenders/contender.ts';
import type { LoadResult } from './load/order.ts';
import type { Scene } from './scene.ts';
import { requestBody, type Shape } from './shapes/shape.ts';
import { firstDifference } from './tools/difference.ts';
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
    const difference = firstDifference(first?.data, other.data);
    if (difference !== undefined)
      throw new Error(`${other.contender.name} answers otherwise than ${first?.contender.name ?? ''}: ${difference}`);
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
  say(`  ${entrant.contender.name}: ${progress(result)}`);
}

function progress({ requests, seconds, gatewayCpuMs, zonesCpuMs, loadCpuMs }: LoadResult): string {
  const share = (ms: number | null): string => `${((ms ?? 0) / seconds / 10).toFixed(0)} %`;
  const shares = `gateway ${share(gatewayCpuMs)} of its core, zones ${share(zonesCpuMs)} and load ${share(loadCpuMs)} of theirs`;
  return `${(requests / seconds).toFixed(1)} req/s (${shares})`;
}

async function turn(
  entrant: Entrant,
  shape: Shape,
  { load, zonesPid }: Scene,
  warmUpSeconds: number,
  seconds: number,
): Promise<LoadResult> {
  const { url, pid } = entrant.running;
  const { connections, name } = shape;
  const result = await load({
    url,
    pid,
    zonesPid,
    shape: name,
    connections,
    warmUpSeconds,
    seconds,
    answer: entrant.answer,
  });
  entrant.errors += result.errors;
  entrant.firstError ??= result.firstError;
  return result;
}
