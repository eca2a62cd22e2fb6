/** What stands around the contenders: zones, real or answering from memory, and their supergraph. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { composeSupergraph } from '../../schema/compose.ts';
import { ZONES } from '../../schema/zones.ts';
import { freePort, freePortRange } from '../support/ports.ts';
import type { Contender } from './contenders/contender.ts';
import { GATEWAY_ENV } from './contenders/index.ts';
import type { Shape } from './shapes/shape.ts';
import type { Launch, Running, Stage } from './tools/stage.ts';

export interface Scene {
  readonly supergraph: string;
  readonly zonesPids: readonly number[];
  /** How often the zones were asked so far, and over how many connections. */
  readonly asked: () => Promise<Counts>;
  /** What the zones were asked, each kind of request once. */
  readonly requests: () => Promise<z.infer<typeof requestList>>;
}

const counts = z.object({ answered: z.number(), connections: z.number() });
export type Counts = z.infer<typeof counts>;
const requestList = z.array(z.object({ zone: z.string(), body: z.string() }));

/** Zones that answer from memory; recorded from the `real` zones if the shape has no answers of its own. */
export async function setScene(stage: Stage, shape: Shape, real?: RealZones): Promise<Scene> {
  const subgraphs = shape.subgraphs();
  const isRecorded = subgraphs.some(({ resolvers }) => !resolvers);
  const recorded = real ?? (isRecorded ? await startRealZones(stage) : new Map());
  const base = await freePortRange(subgraphs.length);
  const zones = await stage.start({
    name: 'the zones that answer from memory',
    program: [
      'test/bench/zones/main.ts',
      ...['--shape', shape.name, '--port', String(base)],
      ...[...recorded].flatMap(([name, { url }]) => ['--recorded', `${name}=${url}`]),
    ],
  });
  const urls = subgraphs.map(({ name }, index) => [name, `http://127.0.0.1:${base + index}/graphql`] as const);
  const supergraph = writeSupergraph(stage, shape, new Map(urls));
  const told = async (what: string): Promise<unknown> => (await fetch(`${zones.url}/${what}`)).json();
  return {
    supergraph,
    zonesPids: [zones.pid],
    asked: async () => counts.parse(await told('counts')),
    requests: async () => requestList.parse(await told('requests')),
  };
}

/** The shape's supergraph with the zones at these addresses, as a file. */
export function writeSupergraph(stage: Stage, shape: Shape, urls: ReadonlyMap<string, string>): string {
  const subgraphs = shape.subgraphs().map(({ name, typeDefs }) => ({ name, typeDefs, url: urls.get(name) ?? '' }));
  const file = path.join(stage.temporaryFolder(), 'supergraph.graphql');
  writeFileSync(file, composeSupergraph(subgraphs));
  return file;
}

export type RealZones = ReadonlyMap<string, Running>;

/** The platform's zones with the paper's figures; `env` says on which database each. */
export async function startRealZones(
  stage: Stage,
  env: (zone: string) => Readonly<Record<string, string>> = () => ({}),
): Promise<RealZones> {
  const DATA_DIR = stage.temporaryFolder();
  const running = new Map<string, Running>();
  for (const { code } of ZONES) {
    const settings = { ...GATEWAY_ENV, DATA_DIR, ZONE_PORT: '0', SEED: 'paper', ...env(code) };
    const program = ['subgraphs/run.ts', code] as const;
    running.set(code, await stage.start({ name: `zone ${code}`, program, env: settings }));
  }
  return running;
}

/** Starts a contender, on a core of its own if the prefix says so. */
export async function startContender(
  stage: Stage,
  contender: Contender,
  supergraph: string,
  start: Pick<Launch, 'prefix' | 'nodeOptions'>,
): Promise<Running> {
  const launch = contender.launch(supergraph, await freePort(), stage.temporaryFolder());
  return await stage.start({ ...launch, ...start });
}
