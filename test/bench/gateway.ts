/** The gateway against its peers, on zones that cost next to nothing. */
import { cpus } from 'node:os';
import type { Benchmark, Options, Outcome } from './benchmark.ts';
import type { Contender, Say } from './contenders/contender.ts';
import { CONTENDERS } from './contenders/index.ts';
import { assertSameData, enter, measure, warmUp, type Entrant } from './entrant.ts';
import { faults, figuresOf, jsonOf, report, warnings } from './report.ts';
import { setScene, startContender } from './scene.ts';
import type { Shape } from './shapes/shape.ts';
import { pin, type Pinning } from './tools/pinning.ts';
import type { Stage } from './tools/stage.ts';

export const gateway: Benchmark = {
  name: 'gateway',
  about: 'every contender before zones that answer from memory, in shapes (a) zones (b) consolidation (c) heavy',
  contenders: CONTENDERS,
  run: async (stage, options, say): Promise<Outcome> => {
    const pinning = pin();
    say(`${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}; ${pinning.description}`);
    const { ready, left } = await prepared(options.contenders, say);
    const texts: string[] = [];
    const json: Record<string, object> = {};
    const wrong: string[] = [...left];
    for (const shape of options.shapes) {
      const own = stage.nested();
      const entrants = await measureShape(own, shape, ready, options, pinning, wrong, say);
      await own.end();
      json[shape.name] = Object.fromEntries(entrants.map((each) => [each.contender.name, jsonOf(each)]));
      const notes = warnings(entrants, pinning);
      for (const note of [...notes, ...faults(entrants)]) say(`${shape.name}: ${note}`);
      wrong.push(...faults(entrants).map((fault) => `${shape.name}: ${fault}`));
      texts.push(report(shape, entrants, options, notes));
    }
    const bad = wrong.map((line) => `FAILED: ${line}`);
    return { text: [...texts, pinning.description, ...bad].join('\n\n'), json, failed: wrong.length > 0 };
  },
};

/** Those that can be had here, and why the others cannot. */
async function prepared(contenders: readonly Contender[], say: Say): Promise<{ ready: Contender[]; left: string[] }> {
  const ready: Contender[] = [];
  const left: string[] = [];
  for (const contender of contenders) {
    try {
      await contender.prepare?.(say);
      ready.push(contender);
    } catch (error) {
      left.push(leftOut(contender, error));
      say(`LEFT OUT: ${leftOut(contender, error)}`);
    }
  }
  return { ready, left };
}

function leftOut({ name }: Contender, error: unknown): string {
  return `${name} is left out: ${error instanceof Error ? error.message : String(error)}`;
}

async function measureShape(
  stage: Stage,
  shape: Shape,
  contenders: readonly Contender[],
  { seconds, rounds }: Options,
  { prefix }: Pinning,
  wrong: string[],
  say: Say,
): Promise<Entrant[]> {
  say(`${shape.name}: ${shape.about}; ${shape.connections} connections`);
  const scene = await setScene(stage, shape);
  const entrants: Entrant[] = [];
  for (const contender of contenders) {
    try {
      const running = await startContender(stage, contender, scene.supergraph, { prefix });
      entrants.push(await enter(contender, running, shape, scene.asked));
    } catch (error) {
      if (stage.isEnded) throw error;
      wrong.push(`${shape.name}: ${leftOut(contender, error)}`);
      say(`LEFT OUT: ${leftOut(contender, error)}`);
    }
  }
  if (entrants.length === 0) return [];
  assertSameData(entrants);
  for (const entrant of entrants) await warmUp(entrant, shape, scene);
  for (let round = 0; round < rounds; round++) {
    say(`round ${round + 1} of ${rounds}`);
    // Another goes first in each round: what warms up, or slows down, over time favours nobody.
    for (const entrant of rotated(entrants, round)) await measure(entrant, shape, scene, seconds, say);
  }
  say(entrants.map((each) => `${each.contender.name} ${figuresOf(each).rps.toFixed(0)}`).join(', '));
  return entrants;
}

function rotated<Each>(list: readonly Each[], by: number): Each[] {
  const start = list.length === 0 ? 0 : by % list.length;
  return [...list.slice(start), ...list.slice(0, start)];
}
