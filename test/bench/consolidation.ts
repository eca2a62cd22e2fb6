/** The whole path: the consolidation through real zones and their databases. */
import type { Benchmark, Outcome } from './benchmark.ts';
import { contenderNamed } from './contenders/index.ts';
import { databases } from './databases.ts';
import { compete, enter, type Entrant } from './entrant.ts';
import { startLoad } from './load/client.ts';
import { measurePath } from './path.ts';
import { faults, jsonOf, report, warnings, zonesCpu } from './report.ts';
import { startContender, startRealZones, writeSupergraph } from './scene.ts';
import { reported } from './shapes/consolidation.ts';
import { requestBody } from './shapes/shape.ts';
import { pin } from './tools/pinning.ts';

export const consolidation: Benchmark = {
  name: 'consolidation',
  about: 'the whole path through real zones and databases: against the slowest zone asked alone, and against stock',
  contenders: ['ours', 'stock'].map(contenderNamed),
  run: async (stage, options, say): Promise<Outcome> => {
    say(`real zones on ${options.database}`);
    const zones = await startRealZones(stage, await databases(stage, options.database));
    const urls = new Map([...zones].map(([name, { url }]) => [name, url]));
    const supergraph = writeSupergraph(stage, reported, urls);
    const alone = stage.nested();
    const path = await measurePath(alone, zones, supergraph, options, say);
    await alone.end();

    const zonesPids = [...zones.values()].map(({ pid }) => pid);
    const pinning = pin(zonesPids);
    say(`${reported.connections} connections; ${pinning.description}`);
    const trial = {
      shape: reported,
      request: { body: requestBody(reported, 0) },
      load: await startLoad(stage),
      zonesPids,
    };
    const entrants: Entrant[] = [];
    for (const contender of options.contenders) {
      await contender.prepare?.(say);
      const running = await startContender(stage, contender, supergraph, { prefix: pinning.prefix });
      entrants.push(await enter(contender, running, trial));
    }
    await compete(entrants, trial, options, say);
    const wrong = faults(entrants).map((fault) => `FAILED: ${fault}`);
    for (const line of wrong) say(line);
    const text = [
      report(reported, entrants, options, warnings(entrants, pinning)),
      zonesCpu(entrants),
      pinning.description,
    ];
    const figures = Object.fromEntries(entrants.map((each) => [each.contender.name, jsonOf(each)]));
    return {
      text: [path.text, ...text, ...wrong].join('\n\n'),
      json: { database: options.database, path: path.json, consolidation: figures },
      failed: wrong.length > 0,
    };
  },
};
