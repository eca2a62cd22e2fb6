import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

function listening(port: number): Promise<{ port: number; close(): Promise<void> } | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      const bound = typeof address === 'object' && address !== null ? address.port : port;
      resolve({ port: bound, close: () => new Promise((closed) => server.close(() => closed())) });
    });
  });
}

/** A port that is free now. */
export async function freePort(): Promise<number> {
  const held = await listening(0);
  if (!held) throw new Error('no free port on 127.0.0.1');
  await held.close();
  return held.port;
}

/** The first of `count` consecutive free ports, below the range from which the system hands out its own. */
export async function freePortRange(count: number): Promise<number> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const base = 10_000 + Math.floor(Math.random() * 20_000);
    const held = await Promise.all(Array.from({ length: count }, (_, offset) => listening(base + offset)));
    await Promise.all(held.map((each) => each?.close() ?? Promise.resolve()));
    if (held.every((each) => each !== undefined)) return base;
  }
  throw new Error(`no ${count} consecutive free ports on 127.0.0.1`);
}

/** Resolves when nothing listens on the port any more. */
export async function portFreed(port: number): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const held = await listening(port);
    await held?.close();
    if (held) return;
    await sleep(50);
  }
  throw new Error(`port ${port} is still taken`);
}
