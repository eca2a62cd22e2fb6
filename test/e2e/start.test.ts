import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { ZONES } from '../../schema/zones.ts';
import Sqlite from 'better-sqlite3';
import { ask, answerWithoutNanjiang, codesOf, data, PAPER_ANSWER, PAPER_QUESTION } from '../support/ask.ts';
import { freePortRange, portFreed } from '../support/ports.ts';
import { ROOT, run, temporaryFolder, type Program } from '../support/processes.ts';

const START = 'infra/cli/start.ts';

describe('npm start', () => {
  const { folder, remove } = temporaryFolder();
  let platform: Program;
  let base: number;
  let env: Record<string, string>;
  let url: string;

  beforeAll(async () => {
    base = await freePortRange(ZONES.length + 1);
    env = { PORT: String(base), DATA_DIR: folder };
    url = `http://127.0.0.1:${base}/graphql`;
    platform = run(START, [], { env });
    await platform.prints(`Yihe ready: ${url}`);
  });
  afterAll(async () => {
    await platform.stop();
    remove();
  });

  const started: Program[] = [];
  afterEach(async () => {
    await Promise.all(started.splice(0).map((program) => program.stop()));
  });

  test('prints one table of processes and the address to ask', () => {
    for (const [at, { code: zone }] of ZONES.entries()) {
      const row = new RegExp(
        `^${zone} +http://127.0.0.1:${base + 1 + at}/graphql +${folder}/${zone}.db +ready \\(pid \\d+\\)$`,
        'm',
      );
      expect(platform.output()).toMatch(row);
    }
    expect(platform.output().trimEnd().split('\n').at(-1)).toBe(`Yihe ready: ${url}`);
  });

  test("answers the paper's figures with their coverage", async () => {
    await expect(data(url, PAPER_QUESTION)).resolves.toEqual({ consolidation: PAPER_ANSWER });
  });

  test("the README's first query gives the README's answer", async () => {
    const readme = readFileSync(path.join(ROOT, 'README.md'), 'utf8');
    const [, body = ''] = /^curl .* -d '(.*)'$/m.exec(readme) ?? [];
    const [, answer = '{}'] = /^```json\n(.*?)\n```$/ms.exec(readme) ?? [];
    const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    const documented: unknown = JSON.parse(answer);
    expect(documented).toMatchObject({ data: { consolidation: {} } });
    expect(await response.json()).toEqual(documented);
  });

  test('a zone killed is a gap, and restarted it is back', async () => {
    const [, pid] = /^nanjiang .*\(pid (\d+)\)$/m.exec(platform.output()) ?? [];
    process.kill(Number(pid), 'SIGKILL');
    await portFreed(base + 4);
    const answer = await ask(url, PAPER_QUESTION);
    expect(answer.data).toEqual({ consolidation: answerWithoutNanjiang('REFUSED') });
    expect(codesOf(answer)).toEqual(['ZONE_UNAVAILABLE']);
    expect(answer.errors?.[0]?.extensions).toMatchObject({ zone: 'nanjiang', reason: 'REFUSED' });
    expect(answer.text).not.toContain(String(base + 4));

    const again = run('subgraphs/run.ts', ['nanjiang'], { env });
    started.push(again);
    await again.prints('zone ready');
    await expect(data(url, PAPER_QUESTION)).resolves.toEqual({ consolidation: PAPER_ANSWER });
  });

  test('a second platform on the same ports is refused with one line', async () => {
    const second = run(START, [], { env });
    expect((await second.exited).code).toBe(1);
    expect(second.errors()).toMatch(/^yihe: port \d+ is taken by another process\. .*set PORT.*\n$/);
  });
});

describe('npm start, stopped and started again', () => {
  test('keeps the data, and Ctrl-C leaves nothing running', async () => {
    const { folder, remove } = temporaryFolder();
    const base = await freePortRange(ZONES.length + 1);
    const env = { PORT: String(base), DATA_DIR: folder };
    const url = `http://127.0.0.1:${base}/graphql`;
    const question = '{ bazhou { statistics(period: "2021-01-01/..") { revision digest } } }';
    const answers: unknown[] = [];
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      const platform = run(START, [], { env });
      await platform.prints('Yihe ready');
      answers.push(await data(url, question));
      expect(await platform.stop(signal)).toBe(0);
      for (let offset = 0; offset <= ZONES.length; offset++) await portFreed(base + offset);
    }
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[0]).toMatchObject({ bazhou: { statistics: { revision: 1 } } });
    remove();
  });
});

describe('npm start, interrupted while it starts', () => {
  test('stops what it has begun, quietly', async () => {
    const { folder, remove } = temporaryFolder();
    const base = await freePortRange(ZONES.length + 1);
    const platform = run(START, [], { env: { PORT: String(base), DATA_DIR: folder } });
    await platform.prints('starting enyang');
    expect(await platform.stop('SIGINT')).toBe(0);
    expect(platform.errors()).toBe('');
    for (let offset = 0; offset <= ZONES.length; offset++) await portFreed(base + offset);
    remove();
  });
});

describe('npm start refuses with one clear line', () => {
  const refused = async (env: Record<string, string>): Promise<string> => {
    const program = run(START, [], { env: { PORT: String(await freePortRange(ZONES.length + 1)), ...env } });
    expect((await program.exited).code).toBe(1);
    return program.errors();
  };

  test('a data directory that is a file', async () => {
    const { folder, remove } = temporaryFolder();
    const file = path.join(folder, 'file');
    writeFileSync(file, '');
    expect(await refused({ DATA_DIR: file })).toMatch(
      /^yihe: the data directory .* cannot be used .* Give DATA_DIR .*\n$/,
    );
    remove();
  });

  test('a database that is not one', async () => {
    const { folder, remove } = temporaryFolder();
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'core.db'), 'this is no database, and long enough to be read as one'.repeat(100));
    expect(await refused({ DATA_DIR: folder })).toMatch(/^yihe: the database sqlite:.*core\.db cannot be opened .*\n/);
    remove();
  });

  test('a half-finished migration', async () => {
    const { folder, remove } = temporaryFolder();
    const database = new Sqlite(path.join(folder, 'core.db'));
    database.exec('CREATE TABLE block (code varchar(64) PRIMARY KEY NOT NULL)');
    database.close();
    expect(await refused({ DATA_DIR: folder })).toMatch(
      /^yihe: the database of core is half migrated.*Restore its last backup/,
    );
    remove();
  });

  test('settings that make no sense, all of them at once', async () => {
    const errors = await refused({ PORT: 'http', LOG_LEVEL: 'loud' });
    expect(errors).toMatch(/^yihe: the environment is not usable: .*PORT: .*; LOG_LEVEL: .*\n$/);
  });
});
