/** What a benchmark sets up and must take down again however it ends: processes, folders. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

export const ROOT = path.join(import.meta.dirname, '..', '..', '..');
const GRACE_MS = 12_000;
const START_MS = 60_000;
const readyMessage = z.object({ ready: z.string() });

export interface Launch {
  readonly name: string;
  /** The program, absolute or from the repository's root, and its arguments. */
  readonly program: readonly [file: string, ...args: string[]];
  readonly env?: Readonly<Record<string, string>>;
  readonly nodeOptions?: readonly string[];
  /** What stands before node on the command line, to pin the process. */
  readonly prefix?: readonly string[];
  /** For a program that does not send `{ ready: URL }` to its parent: its URL, and an address that answers 200 when it is. */
  readonly asked?: { readonly url: string; readonly health: string };
}

export interface Running {
  readonly url: string;
  readonly pid: number;
  readonly child: ChildProcess;
}

export class Stage {
  readonly #ends: (() => Promise<void> | void)[] = [];
  #ended: Promise<void> | undefined;

  /** Takes everything down, last first; the same promise when asked again. */
  end(): Promise<void> {
    this.#ended ??= (async () => {
      for (const end of this.#ends.toReversed()) await end();
    })();
    return this.#ended;
  }

  get isEnded(): boolean {
    return this.#ended !== undefined;
  }

  /** Says what else is to be done at the end. */
  atEnd(end: () => Promise<void> | void): void {
    this.#ends.push(end);
  }

  /** A stage that ends with this one at the latest. */
  nested(): Stage {
    const inner = new Stage();
    this.atEnd(() => inner.end());
    return inner;
  }

  temporaryFolder(): string {
    const folder = mkdtempSync(path.join(tmpdir(), 'yihe-bench-'));
    this.atEnd(() => rmSync(folder, { recursive: true, force: true }));
    return folder;
  }

  /** Starts a process and waits until it is ready. Its output goes to stderr. */
  async start(launch: Launch): Promise<Running> {
    const { name, program, env = {}, nodeOptions = [], prefix = [], asked } = launch;
    if (this.isEnded) throw new Error(`${name} was not started: the benchmark is being stopped`);
    const [file, ...args] = program;
    const words = [...prefix, process.execPath, ...nodeOptions, path.resolve(ROOT, file), ...args];
    const [command = process.execPath, ...rest] = words;
    // Nothing of the caller's settings: the same figures on a developer's machine and on a bare one.
    const child = spawn(command, rest, {
      cwd: ROOT,
      env: { PATH: process.env['PATH'], NODE_ENV: 'production', LOG_LEVEL: 'warn', HOST: '127.0.0.1', ...env },
      stdio: ['ignore', 2, 2, 'ipc'],
    });
    this.atEnd(() => stop(child));
    const ended = new Promise<never>((_, reject) => {
      child.once('error', (error) => reject(new Error(`${name} did not start: ${error.message}`)));
      child.once('exit', (code) =>
        reject(new Error(`${name} ended before it was ready (exit ${code ?? 'by signal'})`)),
      );
    });
    const ready = asked ? answering(asked.health, child).then(() => asked.url) : said(child);
    const late = sleep(START_MS, undefined, { ref: false }).then(() => {
      throw new Error(`${name} was not ready after ${START_MS / 1000} s`);
    });
    return { url: await Promise.race([ready, ended, late]), pid: child.pid ?? 0, child };
  }
}

function said(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('message', (message) => resolve(readyMessage.parse(message).ready));
  });
}

async function answering(url: string, child: ChildProcess): Promise<void> {
  while (isRunning(child)) {
    const ok = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (ok) return;
    await sleep(100);
  }
}

function isRunning(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || !isRunning(child)) return;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
  await gone;
  clearTimeout(timer);
}
