/** The platform's processes as `npm start` runs them: one a zone and the gateway, each on its own port. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import path from 'node:path';
import { ZONES, zonePort } from '../../schema/zones.ts';
import { childEnv } from '../runtime/env.ts';
import { portFault } from '../runtime/http.ts';
import { StartupError } from '../runtime/startup-error.ts';

const ROOT = path.join(import.meta.dirname, '..', '..');

export interface Launch {
  readonly name: string;
  readonly title: string;
  readonly port: number;
  readonly database: string;
  readonly program: readonly string[];
}

export function launches(basePort: number, dataDir: string): Launch[] {
  const zones = ZONES.map(({ code, name }) => ({
    name: code,
    title: name,
    port: zonePort(code, basePort),
    database: path.join(dataDir, `${code}.db`),
    program: [path.join(ROOT, 'subgraphs', 'run.ts'), code],
  }));
  const gateway = path.join(ROOT, 'gateway', 'main.ts');
  return [...zones, { name: 'gateway', title: '网关', port: basePort, database: '', program: [gateway] }];
}

/** Refuses to start anything while one of the ports is taken: half a platform is worse than a clear line. */
export async function assertPortsFree(planned: readonly Launch[], host: string): Promise<void> {
  for (const { port } of planned) {
    await new Promise<void>((resolve, reject) => {
      const probe = createServer();
      probe.once('error', (error) => reject(portFault(error, port)));
      probe.listen(port, host, () => probe.close(() => resolve()));
    });
  }
}

export interface Started extends Launch {
  readonly child: ChildProcess;
  /** Its address, once it says that it is ready; rejects when it ends before (its own line on stderr says why). */
  readonly ready: Promise<string>;
}

export function start(launch: Launch, settings: Readonly<Record<string, string>>): Started {
  const child = spawn(process.execPath, [...launch.program], {
    cwd: process.cwd(),
    env: childEnv(settings),
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ready = new Promise<string>((resolve, reject) => {
    child.once('error', (error) => reject(new StartupError(`${launch.name} did not start: ${error.message}`)));
    child.once('exit', (code) =>
      reject(new StartupError(`${launch.name} did not start (exit ${code ?? 'by signal'})`)),
    );
    child.once('message', (message) => {
      if (isReady(message)) resolve(message.ready);
    });
  });
  return { ...launch, child, ready };
}

function isReady(message: unknown): message is { ready: string } {
  return typeof message === 'object' && message !== null && 'ready' in message && typeof message.ready === 'string';
}

const GRACE_MS = 12_000;

/** Asks a process to end, and ends it when it does not. */
export async function stop({ child }: Started): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
  await gone;
  clearTimeout(timer);
}
