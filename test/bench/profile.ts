/** Where the gateway's time goes: ours alone, on one shape, under Node's own profiler. */
import { mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import type { Benchmark, Outcome } from './benchmark.ts';
import { contenderNamed } from './contenders/index.ts';
import { enter, measure, warmUp } from './entrant.ts';
import { startLoad } from './load/client.ts';
import { faults } from './report.ts';
import { setScene, startContender } from './scene.ts';
import { zones } from './shapes/zones.ts';
import { costs, profileShape, type Cost } from './tools/cpu-profile.ts';
import { pin } from './tools/pinning.ts';
import { ROOT } from './tools/stage.ts';
import { table } from './tools/table.ts';

const TOP = 40;
const KEPT = path.join('.data', 'profiles');

export const profile: Benchmark = {
  name: 'gateway --profile',
  about: 'ours alone, profiled',
  contenders: [],
  run: async (stage, { shapes: [shape = zones], seconds }, say): Promise<Outcome> => {
    const { prefix } = pin();
    const folder = stage.temporaryFolder();
    const scene = await setScene(stage, shape);
    const own = stage.nested();
    const running = await startContender(own, contenderNamed('ours'), scene.supergraph, {
      prefix,
      nodeOptions: ['--cpu-prof', '--cpu-prof-dir', folder],
    });
    const trial = { ...scene, shape, request: { shape: shape.name }, load: await startLoad(stage) };
    const entrant = await enter(contenderNamed('ours'), running, trial);
    await warmUp(entrant, trial);
    await measure(entrant, trial, seconds, say);
    await own.end(); // the profile is written when the process ends
    const file = path.join(folder, readdirSync(folder).find((name) => name.endsWith('.cpuprofile')) ?? '');
    const { fromUs = 0, toUs = 0 } = entrant.rounds[0] ?? {};
    const parsed = profileShape.parse(JSON.parse(readFileSync(file, 'utf8')));
    const { functions, packages } = costs(parsed, fromUs, toUs);
    const kept = path.join(KEPT, `${shape.name}.cpuprofile`);
    mkdirSync(path.join(ROOT, KEPT), { recursive: true });
    renameSync(file, path.join(ROOT, kept));
    const wrong = faults([entrant]);
    const text = [
      `${shape.name}: share of the busy time of the measured ${seconds} s; the whole profile is in ${kept}`,
      costTable('by package', packages.slice(0, TOP / 2)),
      costTable('by function', functions.slice(0, TOP)),
      ...wrong.map((fault) => `FAILED: ${fault}`),
    ].join('\n\n');
    return {
      text,
      json: { shape: shape.name, packages, functions: functions.slice(0, TOP) },
      failed: wrong.length > 0,
    };
  },
};

function costTable(title: string, all: readonly Cost[]): string {
  const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
  return table(
    [title, 'self', 'with callees'],
    all.map(({ name, self, total }) => [name, percent(self), percent(total)]),
  );
}
