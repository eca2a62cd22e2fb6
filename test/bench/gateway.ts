/** The gateway against its peers, on zones that cost next to nothing. */
import { cpus } from 'node:os';
import type { Benchmark, Options, Outcome } from './benchmark.ts';
import type { Contender, Say } from './contenders/contender.ts';
import { CONTENDERS } from './contenders/index.ts';
import { compete, enter, type Entrant } from './entrant.ts';
import { startLoad, type LoadClient } from './load/client.ts';
import { faults, jsonOf, report, warnings } from './report.ts';
import { setScene, startContender } from './scene.ts';
import type { Shape } from './shapes/shape.ts';
import { pin } from './tools/pinning.ts';
import type { Stage } from './tools/stage.ts';

export const gateway: Benchmark = {
  name: 'gateway',
  about: 'every contender before zones that answer from memory, in several shapes of supergraph and query',
  contenders: CONTENDERS,
  run: async (stage, options, say): Promise<Outcome> => {
    const pinning = pin();
    say(`${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}; ${pinning.description}`);
    const wrong: string[] = [];
    const fail = (what: string): void => {
      wrong.push(`FAILED: ${what}`);
      say(`FAILED: ${what}`);
    };
    const contenders = await prepared(options.contenders, fail, say);
    const load = await startLoad(stage);
    const texts: string[] = [];
    const json: Record<string, object> = {};
    for (const shape of options.shapes) {
      const own = stage.nested();
      try {
        const entrants = await measured(own, shape, {
          options: { ...options, contenders },
          load,
          prefix: pinning.prefix,
          fail,
          say,
        });
        json[shape.name] = Object.fromEntries(entrants.map((each) => [each.contender.name, jsonOf(each)]));
        const notes = warnings(entrants, pinning);
        for (const note of notes) say(`${shape.name}: ${note}`);
        for (const fault of faults(entrants)) fail(`${shape.name}: ${fault}`);
        texts.push(report(shape, entrants, options, notes));
      } catch (error) {
        if (stage.isEnded) throw error;
        fail(`${shape.name} was not measured: ${messageOf(error)}`);
      } finally {
        await own.end();
      }
    }
    return { text: [...texts, pinning.description, ...wrong].join('\n\n'), json, failed: wrong.length > 0 };
  },
};

/** Those that can be had here. */
async function prepared(
  contenders: readonly Contender[],
  fail: (what: string) => void,
  say: Say,
): Promise<readonly Contender[]> {
  const ready: Contender[] = [];
  for (const contender of contenders) {
    try {
      await contender.prepare?.(say);
      ready.push(contender);
    } catch (error) {
      fail(`${contender.name} is left out: ${messageOf(error)}`);
    }
  }
  return ready;
}

interface Run {
  readonly options: Options;
  readonly load: LoadClient;
  readonly prefix: readonly string[];
  /** Says what makes the run a failed one, and goes on. */
  readonly fail: (what: string) => void;
  readonly say: Say;
}

async function measured(stage: Stage, shape: Shape, { options, load, prefix, fail, say }: Run): Promise<Entrant[]> {
  say(`${shape.name}: ${shape.about}; ${shape.connections} connections`);
  const scene = await setScene(stage, shape);
  const trial = { ...scene, shape, request: { shape: shape.name }, load };
  const entrants: Entrant[] = [];
  for (const contender of options.contenders) {
    try {
      const running = await startContender(stage, contender, scene.supergraph, { prefix });
      entrants.push(await enter(contender, running, trial));
    } catch (error) {
      if (stage.isEnded) throw error;
      fail(`${shape.name}: ${contender.name} is left out: ${messageOf(error)}`);
    }
  }
  await compete(entrants, trial, options, say);
  return entrants;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
