import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { ask, data } from '../support/ask.ts';
import { describeOnEachDatabase } from '../support/databases.ts';
import { freePort, freePortRange } from '../support/ports.ts';
import { run, temporaryFolder } from '../support/processes.ts';

describeOnEachDatabase('npm run zone, as a district runs it', (engine) => {
  test('serves from DATABASE_URL, logs JSON, keeps its data, and stops on SIGTERM', async () => {
    const DATABASE_URL = await engine.newDatabase();
    const env = { ZONE_PORT: String(await freePort()), DATABASE_URL };
    const url = `http://127.0.0.1:${env.ZONE_PORT}/graphql`;
    const answers: unknown[] = [];
    for (let start = 1; start <= 2; start++) {
      const zone = run('subgraphs/run.ts', ['tongjiang'], { env });
      await zone.prints('zone ready');
      answers.push(await data(url, '{ tongjiang { statistics(period: "2021-01-01/..") { revision digest } } }'));
      expect(await zone.stop('SIGTERM')).toBe(0);
      const [line = ''] = zone.output().split('\n');
      expect(JSON.parse(line)).toMatchObject({ level: 'info', service: 'tongjiang', msg: 'zone ready', url });
      expect(zone.output()).not.toMatch(/:\/\/root:[^*]/);
    }
    expect(answers[0]).toMatchObject({ tongjiang: { statistics: { revision: 1 } } });
    expect(answers[1]).toEqual(answers[0]);
  });

  test('with SEED=none starts empty and says NOT_REPORTED', async () => {
    const env = { ZONE_PORT: String(await freePort()), DATABASE_URL: await engine.newDatabase(), SEED: 'none' };
    const zone = run('subgraphs/run.ts', ['tongjiang'], { env });
    await zone.prints('zone ready');
    const url = `http://127.0.0.1:${env.ZONE_PORT}/graphql`;
    expect(await data(url, '{ tongjiang { blocks { code } statistics(period: "2021-01-01/..") { state } } }')).toEqual({
      tongjiang: { blocks: [], statistics: { state: 'NOT_REPORTED' } },
    });
    await zone.stop();
  });
});

test('the gateway, told to stop, finishes the request it has begun', async () => {
  const { folder, remove } = temporaryFolder();
  const base = await freePortRange(6);
  const core = createServer((_, response) => {
    void sleep(600).then(() => response.end(JSON.stringify({ data: { zones: [] } })));
  });
  await new Promise<void>((resolve) => core.listen(base + 1, '127.0.0.1', () => resolve()));
  const gateway = run('gateway/main.ts', [], { env: { PORT: String(base), DATA_DIR: folder } });
  await gateway.prints('gateway ready');
  const answer = ask(`http://127.0.0.1:${base}/graphql`, '{ zones { code } }');
  await sleep(200);
  expect(await gateway.stop('SIGTERM')).toBe(0);
  expect((await answer).data).toEqual({ zones: [] });
  await new Promise<void>((resolve) => core.close(() => resolve()));
  remove();
});
