/** The supergraph is replaced while clients ask: no request fails, and every answer is wholly of one version. */
import { renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { gatewayConfig, type GatewayConfig } from '../../gateway/config.ts';
import { startGateway, type RunningGateway } from '../../gateway/server.ts';
import { ask, data } from '../support/ask.ts';
import { eventually } from '../support/eventually.ts';
import { temporaryFolder } from '../support/processes.ts';
import { answerOf, QUESTION, startTwoVersions, type TwoVersions, type VersionName } from '../support/two-versions.ts';
import { keptLog } from '../support/zone.ts';

const { folder, remove } = temporaryFolder();
const file = path.join(folder, 'supergraph.graphql');
afterAll(remove);

const other: Readonly<Record<VersionName, VersionName>> = { first: 'second', second: 'first' };

type Executor = GatewayConfig['executor'];

async function startOn(versions: TwoVersions, pollMs: number, executor: Executor = 'own'): Promise<RunningGateway> {
  writeFileSync(file, versions.supergraphs.first);
  const config = { ...gatewayConfig({ supergraph: file, port: '0' }), supergraphPollMs: pollMs, executor };
  return await startGateway(config, keptLog().log);
}

const LOADS: readonly (readonly [executor: Executor, swaps: number])[] = [
  ['own', 200],
  ['stock', 40],
];

describe.each(LOADS)('between two supergraphs under load, executor %s', (executor, swaps) => {
  let versions: TwoVersions;
  let gateway: RunningGateway;
  beforeAll(async () => {
    versions = await startTwoVersions();
    gateway = await startOn(versions, 3_600_000, executor);
  });
  afterAll(async () => {
    await gateway.stop();
    await versions.stop();
  });

  test(`${swaps} swaps fail no request, and each answer is wholly of one version`, async () => {
    const answers = new Map<string, number>();
    let swapping = true;
    const client = async (): Promise<void> => {
      while (swapping) {
        const { text } = await ask(gateway.url, QUESTION);
        answers.set(text.trim(), (answers.get(text.trim()) ?? 0) + 1);
      }
    };
    const clients = Array.from({ length: 4 }, client);
    let serving: VersionName = 'first';
    for (let swap = 1; swap <= swaps; swap++) {
      serving = other[serving];
      writeFileSync(file, versions.supergraphs[serving]);
      expect(await gateway.reload()).toBe('served');
      await sleep(swap % 10); // so that swaps fall upon every stage of a request
    }
    swapping = false;
    await Promise.all(clients);

    const [first, second] = (['first', 'second'] as const).map((version) =>
      JSON.stringify({ data: answerOf(version) }),
    );
    const wrong = [...answers.keys()].filter((text) => text !== first && text !== second);
    expect(wrong.slice(0, 3)).toEqual([]);
    expect(Math.min(answers.get(first ?? '') ?? 0, answers.get(second ?? '') ?? 0)).toBeGreaterThan(swaps);
  }, 180_000);
});

describe('a swap while a request is under way', () => {
  let versions: TwoVersions;
  let gateway: RunningGateway;
  let held: string | undefined;
  let release: () => void;
  let reached: Promise<void>;

  beforeEach(async () => {
    let arrive: () => void;
    reached = new Promise((resolve) => (arrive = resolve));
    const released = new Promise<void>((resolve) => (release = resolve));
    versions = await startTwoVersions((name) => {
      if (name !== held) return Promise.resolve();
      arrive();
      return released;
    });
    gateway = await startOn(versions, 50);
  });
  afterEach(async () => {
    await gateway.stop();
    await versions.stop();
  });

  test.each(['root', 'west', 'south'])('it ends on the version it began with, held in %s', async (zone) => {
    held = zone;
    const asked = ask(gateway.url, QUESTION);
    await reached;
    held = undefined;
    writeFileSync(file, versions.supergraphs.second);
    expect(await gateway.reload()).toBe('served');
    expect(await data(gateway.url, QUESTION)).toEqual(answerOf('second'));
    release();
    expect((await asked).data).toEqual(answerOf('first'));
  });

  test('a zone that went or moved is let go when the last request that needs it has ended', async () => {
    const { west, south1, north } = versions.subgraphs;
    const open = (): Promise<number[]> => Promise.all([west, south1, north].map((each) => each.connections()));
    expect(await data(gateway.url, QUESTION)).toEqual(answerOf('first'));
    expect(await open()).toEqual([1, 1, 1]);

    held = 'root';
    const asked = ask(gateway.url, QUESTION);
    await reached;
    held = undefined;
    writeFileSync(file, versions.supergraphs.second);
    await gateway.reload();
    expect(await data(gateway.url, QUESTION)).toEqual(answerOf('second'));
    expect(await open()).toEqual([1, 1, 1]);
    release();
    expect((await asked).data).toEqual(answerOf('first'));
    await eventually(async () => (await open())[0] === 0, open);
    expect(await open()).toEqual([0, 0, 1]); // north's pool is the same one all along
  });

  test('a zone that comes back is asked again', async () => {
    for (const version of ['second', 'first', 'second'] as const) {
      writeFileSync(file, versions.supergraphs[version]);
      await gateway.reload();
      expect(await data(gateway.url, QUESTION)).toEqual(answerOf(version));
    }
  });

  test.each([
    ['written in place', (text: string) => writeFileSync(file, text)],
    [
      'replaced by a rename',
      (text: string) => {
        writeFileSync(`${file}.new`, text);
        renameSync(`${file}.new`, file);
      },
    ],
  ])('a file %s is taken over without being told', async (_, write) => {
    write(versions.supergraphs.second);
    await expectAnswer('second');
    write(versions.supergraphs.first);
    await expectAnswer('first');
  });

  function expectAnswer(version: VersionName): Promise<void> {
    const wanted = JSON.stringify(answerOf(version));
    return eventually(async () => JSON.stringify(await data(gateway.url, QUESTION)) === wanted);
  }
});
