/**
 * Swaps the supergraph 200 times under load and prints the heap after the 50th and the 200th: run by reload-heap.test.ts in
 * a process of its own, with --expose-gc. Every version is a new text, so that what is kept by text would show as well.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gatewayConfig } from '../../gateway/config.ts';
import { startGateway } from '../../gateway/server.ts';
import { createLogger } from '../../infra/runtime/logger.ts';
import { data } from '../support/ask.ts';
import { temporaryFolder } from '../support/processes.ts';
import { QUESTION, startTwoVersions } from '../support/two-versions.ts';

const CLIENTS = 2;
const SWAPS = 200;

const { folder, remove } = temporaryFolder();
const file = path.join(folder, 'supergraph.graphql');
const versions = await startTwoVersions(() => Promise.resolve());
writeFileSync(file, versions.supergraphs.first);
const config = { ...gatewayConfig({ supergraph: file, port: '0' }), supergraphPollMs: 3_600_000 };
const gateway = await startGateway(config, createLogger('gateway', 'warn'));

let swapping = true;
let paused: Promise<void> | undefined;
const clients = Array.from({ length: CLIENTS }, async () => {
  while (swapping) {
    await data(gateway.url, QUESTION);
    await paused;
  }
});

/** The heap in MB when nothing is under way. */
async function heap(): Promise<number> {
  let goOn = (): void => undefined;
  paused = new Promise((resolve) => (goOn = resolve));
  for (let round = 0; round < 4; round++) {
    await sleep(50);
    globalThis.gc?.();
  }
  const { heapUsed } = process.memoryUsage();
  goOn();
  paused = undefined;
  return heapUsed / 1e6;
}

const heaps: Record<number, number> = {};
for (let swap = 1; swap <= SWAPS; swap++) {
  const sdl = swap % 2 === 0 ? versions.supergraphs.first : versions.supergraphs.second;
  writeFileSync(file, `${sdl}\n"""Swap ${swap}."""\nscalar Swap${swap} @join__type(graph: ROOT)\n`);
  if ((await gateway.reload()) !== 'served') throw new Error(`swap ${swap} was not taken`);
  if (swap % 50 === 0) heaps[swap] = await heap();
}
swapping = false;
await Promise.all(clients);
await gateway.stop();
await versions.stop();
remove();
process.stdout.write(`${JSON.stringify(heaps)}\n`);
