/** `npm run build` gives programs that run with the packages of production alone, from a folder without the sources. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import { data } from '../support/ask.ts';
import { freePort } from '../support/ports.ts';
import { ROOT, run, temporaryFolder, type Program } from '../support/processes.ts';

const { folder, remove } = temporaryFolder();
const started: Program[] = [];

beforeAll(() => {
  const built = path.join(folder, 'dist');
  node('infra/cli/generate.ts', '--types'); // as the command does: on a fresh clone there are none
  node('node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--outDir', built);
  node('infra/cli/copy-assets.ts', built);
  const manifest = path.join(ROOT, 'package.json');
  copyFileSync(manifest, path.join(folder, 'package.json'));
  const { dependencies } = z
    .object({ dependencies: z.record(z.string(), z.string()) })
    .parse(JSON.parse(readFileSync(manifest, 'utf8')));
  for (const name of Object.keys(dependencies)) {
    const link = path.join(folder, 'node_modules', name);
    mkdirSync(path.dirname(link), { recursive: true });
    symlinkSync(path.join(ROOT, 'node_modules', name), link);
  }
});

afterAll(async () => {
  await Promise.all(started.map((program) => program.stop()));
  remove();
});

test('a compiled zone answers through the compiled gateway', async () => {
  const [zonePort, gatewayPort] = [await freePort(), await freePort()];
  await start('dist/subgraphs/run.js', ['bazhou'], 'zone ready', {
    ZONE_PORT: String(zonePort),
    DATABASE_URL: `sqlite:${path.join(folder, 'bazhou.db')}`,
    SEED: 'paper',
  });
  await start('dist/gateway/main.js', [], 'gateway ready', {
    PORT: String(gatewayPort),
    ZONE_URL_BAZHOU: `http://127.0.0.1:${zonePort}/graphql`,
  });
  const answer = await data(`http://127.0.0.1:${gatewayPort}/graphql`, '{ bazhou { logistics { name } } }');
  expect(answer).toEqual({
    bazhou: { logistics: ['仓储物流', '家具家电', '建材批发', '钢材加工'].map((name) => ({ name })) },
  });
});

function node(...args: string[]): void {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${args.join(' ')} failed:\n${stdout}${stderr}`);
}

async function start(program: string, args: string[], ready: string, env: Record<string, string>): Promise<void> {
  const common = { NODE_ENV: 'production', HOST: '127.0.0.1', LOG_LEVEL: 'info', DATA_DIR: folder };
  const one = run(program, args, { cwd: folder, env: { ...common, ...env } });
  started.push(one);
  await one.prints(ready);
}
