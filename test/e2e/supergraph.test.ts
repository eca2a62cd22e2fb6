/** The gateway as a process: it follows its supergraph, reloads on SIGHUP, and starts with the last good one. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { data } from '../support/ask.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/ports.ts';
import { run, temporaryFolder, type Program } from '../support/processes.ts';
import { startSubgraph, supergraphOf } from '../support/subgraphs.ts';
import { answerOf, QUESTION, startTwoVersions, type TwoVersions } from '../support/two-versions.ts';

const HOUR = '3600000';
const lineShape = z.looseObject({ level: z.string(), msg: z.string() });

let versions: TwoVersions;
beforeAll(async () => {
  versions = await startTwoVersions();
});
afterAll(() => versions.stop());

let home: { folder: string; remove: () => void };
let file: string;
let lastGood: string;
const started: Program[] = [];
beforeEach(() => {
  home = temporaryFolder();
  file = path.join(home.folder, 'supergraph.graphql');
  lastGood = path.join(home.folder, 'data', 'gateway', 'last-good.graphql');
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((program) => program.stop()));
  home.remove();
});

interface Gateway extends Program {
  readonly url: string;
}

async function launch(env: Record<string, string>, args: readonly string[] = []): Promise<Gateway> {
  const port = await freePort();
  const common = { PORT: String(port), DATA_DIR: path.join(home.folder, 'data'), SUPERGRAPH_POLL_MS: HOUR };
  const program = run('gateway/main.ts', args, { env: { ...common, SUPERGRAPH: file, ...env } });
  started.push(program);
  return { ...program, url: `http://127.0.0.1:${port}/graphql` };
}

async function start(env: Record<string, string> = {}, args: readonly string[] = []): Promise<Gateway> {
  const gateway = await launch(env, args);
  await gateway.prints('gateway ready');
  return gateway;
}

function linesOf({ output }: Program): z.infer<typeof lineShape>[] {
  return output()
    .split('\n')
    .flatMap((line) => (line.startsWith('{') ? [lineShape.parse(JSON.parse(line))] : []));
}

const saying = (program: Program, text: string) => linesOf(program).filter(({ msg }) => msg.includes(text));

describe('a running gateway', () => {
  test('takes over a new supergraph by itself', async () => {
    writeFileSync(file, versions.supergraphs.first);
    const gateway = await start({ SUPERGRAPH_POLL_MS: '100' });
    expect(await data(gateway.url, QUESTION)).toEqual(answerOf('first'));
    writeFileSync(file, versions.supergraphs.second);
    await eventually(() => saying(gateway, 'supergraph served').length === 2, gateway.output);
    expect(await data(gateway.url, QUESTION)).toEqual(answerOf('second'));
  });

  test('reloads at once on SIGHUP, refuses what is broken, and goes on', async () => {
    writeFileSync(file, versions.supergraphs.first);
    const gateway = await start();
    writeFileSync(file, versions.supergraphs.second);
    gateway.child.kill('SIGHUP');
    await eventually(() => saying(gateway, 'supergraph served').length === 2, gateway.output);
    writeFileSync(file, 'type Query {');
    gateway.child.kill('SIGHUP');
    await eventually(() => saying(gateway, 'the old one keeps serving').length === 1, gateway.output);
    expect(await data(gateway.url, QUESTION)).toEqual(answerOf('second'));
    expect(await gateway.stop()).toBe(0);
  });
});

describe('at its start', () => {
  /** A gateway that has served the first supergraph and was stopped. */
  async function haveServed(): Promise<void> {
    writeFileSync(file, versions.supergraphs.first);
    const gateway = await start();
    await eventually(() => existsSync(lastGood));
    await gateway.stop();
  }

  test.each([
    ['broken', () => writeFileSync(file, versions.supergraphs.first.slice(0, 2000)), 'Syntax Error'],
    ['gone', () => rmSync(file), 'cannot be read (ENOENT)'],
  ])('a gateway whose file is %s serves the last good one, and says so and since when', async (_, spoil, reason) => {
    await haveServed();
    spoil();
    const gateway = await start();
    expect(await data(gateway.url, QUESTION)).toEqual(answerOf('first'));
    const [said, ...more] = saying(gateway, 'serving the last good supergraph instead');
    expect(more).toEqual([]);
    expect(said).toMatchObject({ level: 'error', file, reason: expect.stringContaining(reason) });
    expect(said?.msg).toMatch(/taken over at \d{4}-\d\d-\d\dT/);
    const health: unknown = await (await fetch(gateway.url.replace('/graphql', '/health/ready'))).json();
    expect(health).toMatchObject({ status: 'ready', supergraph: { from: 'last-good' } });

    writeFileSync(file, versions.supergraphs.second);
    gateway.child.kill('SIGHUP');
    await eventually(() => saying(gateway, 'supergraph served').length === 2, gateway.output);
    expect(await data(gateway.url, QUESTION)).toEqual(answerOf('second'));
    await eventually(() => readFileSync(lastGood, 'utf8').endsWith(versions.supergraphs.second));
  });

  test('a gateway with neither refuses to start, in one line', async () => {
    await haveServed();
    rmSync(file);
    writeFileSync(lastGood, readFileSync(lastGood, 'utf8').slice(0, -100));
    const gateway = await launch({});
    expect((await gateway.exited).code).toBe(1);
    expect(gateway.errors()).toBe(
      `yihe: the supergraph ${file} cannot be read (ENOENT). Run "npm run compose" first\n`,
    );
    expect(saying(gateway, 'the last good supergraph cannot be used either')).toHaveLength(1);
  });
});

describe('--supergraph FILE', () => {
  test('is served as it is: nothing is kept, and nothing else is served in its place', async () => {
    writeFileSync(file, versions.supergraphs.first);
    const gateway = await start({ SUPERGRAPH: 'nowhere' }, ['--supergraph', file, '--no-auth']);
    expect(await data(gateway.url, QUESTION)).toEqual(answerOf('first'));
    expect(saying(gateway, '--no-auth')).toHaveLength(1);
    await gateway.stop();
    expect(existsSync(lastGood)).toBe(false);
    rmSync(file);
    const again = await launch({}, ['--supergraph', file]);
    expect((await again.exited).code).toBe(1);
  });

  test('its zones may bear any name, are found by their addresses, and can be told another', async () => {
    const named = (name: string, field: string) =>
      startSubgraph({ name, sdl: `type Query { ${field}: String }`, resolvers: { Query: { [field]: () => name } } });
    const zones = await Promise.all([named('my-Zone.2', 'a'), named('ZONE_3', 'b'), named('third', 'c')]);
    const [moved] = zones;
    const elsewhere = { ...moved, url: 'http://127.0.0.1:1/graphql' };
    writeFileSync(file, supergraphOf([elsewhere, ...zones.slice(1)]));
    const gateway = await start({ ZONE_URL_MY_ZONE_2: moved.url }, ['--supergraph', file]);
    expect(await data(gateway.url, '{ a b c }')).toEqual({ a: 'my-Zone.2', b: 'ZONE_3', c: 'third' });
    await gateway.stop();
    await Promise.all(zones.map((zone) => zone.stop()));
  });
});
