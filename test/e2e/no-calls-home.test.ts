import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@jest/globals';
import { ask } from '../support/ask.ts';
import { freePortRange } from '../support/ports.ts';
import { ROOT, run, temporaryFolder } from '../support/processes.ts';

test('the gateway opens no connection but those to its zones', async () => {
  const { folder, remove } = temporaryFolder();
  const record = path.join(folder, 'connections');
  const base = await freePortRange(6);
  const preload = `--import ${pathToFileURL(path.join(ROOT, 'test', 'support', 'record-connections.js')).href}`;
  const env = { PORT: String(base), DATA_DIR: folder, NODE_OPTIONS: preload, RECORD_CONNECTIONS: record };
  const gateway = run('gateway/main.ts', [], { env });
  await gateway.prints('gateway ready');
  await sleep(2_000); // the calls home would come within the first second
  const before = existsSync(record) ? readFileSync(record, 'utf8') : '';
  await ask(`http://127.0.0.1:${base}/graphql`, '{ zones { code } }');
  const after = readFileSync(record, 'utf8');
  await gateway.stop();
  const elsewhere = (text: string): string[] =>
    text.split('\n').filter((line) => line !== '' && !line.includes('127.0.0.1'));
  expect(elsewhere(before)).toEqual([]);
  expect(after).toMatch(new RegExp(`^connect 127\\.0\\.0\\.1:${base + 1}$`, 'm'));
  expect(elsewhere(after)).toEqual([]);
  remove();
});
