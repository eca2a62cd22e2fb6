/** The supergraph is replaced while clients ask: no request fails, and every answer is wholly of one version. */
import { renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { gatewayConfig } from '../../gateway/config.ts';
import { startGateway, type RunningGateway } from '../../gateway/server.ts';
import { ask, data } from '../support/ask.ts';
import { temporaryFolder } from '../support/processes.ts';
import { answerOf, QUESTION, startTwoVersions, type TwoVersions, type VersionName } from '../support/two-versions.ts';
import { keptLog } from '../support/zone.ts';

const { folder, remove } = temporaryFolder();
const file = path.join(folder, 'supergraph.graphql');
afterAll(remove);

const other: Readonly<Record<VersionName, VersionName>> = { first: 'second', second: 'first' };

async function startOn(versions: TwoVersions, pollMs: number): Promise<RunningGateway> {
  writeFileSync(file, versions.supergraphs.first);
  const config = { ...gatewayConfig({ supergraph: file, port: '0' }), supergraphPollMs: pollMs };
  return await startGateway(config, keptLog().log);
}

describe('200 swaps between two supergraphs under load', () => {
  let versions: TwoVersions;
  let gateway: RunningGateway;
  beforeAll(async () => {
    versions = await startTwoVersions();
    gateway = await startOn(versions, 3_600_000);
  });
  afterAll(async () => {
    await gateway.stop();
    await versions.stop();
  });

  test('no request fails, and each answer is wholly of one version', async () => {
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
    for (let swap = 1; swap <= 200; swap++) {
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
    expect(Math.min(...answers.values())).toBeGreaterThan(100);
  }, 120_000);
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
    await sleep(50);
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

  async function expectAnswer(version: VersionName): Promise<void> {
    for (let attempt = 0; attempt < 100; attempt++) {
      await sleep(20);
      const answer = await data(gateway.url, QUESTION);
      if (JSON.stringify(answer) === JSON.stringify(answerOf(version))) return;
    }
    throw new Error(`the ${version} supergraph was not taken over`);
  }
});
