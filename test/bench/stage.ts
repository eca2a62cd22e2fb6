/** What a benchmark is, and what it sets up and must take down again however it ends: processes, folders. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';

const ROOT = path.join(import.meta.dirname, '..', '..');
const GRACE_MS = 12_000;
const readyMessage = z.object({ ready: z.string() });

export interface Outcome {
  readonly text: string;
  readonly json: object;
}

export interface Benchmark {
  readonly name: string;
  readonly about: string;
  /** `say` tells the progress. */
  readonly run: (stage: Stage, say: (line: string) => void) => Promise<Outcome>;
}

export interface Launch {
  readonly name: string;
  /** The program, from the repository's root, and its arguments. */
  readonly program: readonly [file: string, ...args: string[]];
  readonly env: Readonly<Record<string, string>>;
  /** What stands before node on the command line, to pin the process. */
  readonly prefix?: readonly string[];
}

export interface Running {
  readonly url: string;
  readonly pid: number;
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

  temporaryFolder(): string {
    const folder = mkdtempSync(path.join(tmpdir(), 'yihe-bench-'));
    this.#ends.push(() => rmSync(folder, { recursive: true, force: true }));
    return folder;
  }

  /** Starts a process of the platform and waits until it says that it is ready. Its output goes to stderr. */
  async start({ name, program: [file, ...args], env, prefix = [] }: Launch): Promise<Running> {
    if (this.isEnded) throw new Error(`${name} was not started: the benchmark is being stopped`);
    const [command = process.execPath, ...rest] = [...prefix, process.execPath, path.join(ROOT, file), ...args];
    // Nothing of the caller's settings: the same figures on a developer's machine and on a bare one.
    const child = spawn(command, rest, {
      cwd: ROOT,
      env: { PATH: process.env['PATH'], NODE_ENV: 'production', LOG_LEVEL: 'warn', HOST: '127.0.0.1', ...env },
      stdio: ['ignore', 2, 2, 'ipc'],
    });
    this.#ends.push(() => stop(child));
    return await new Promise((resolve, reject) => {
      child.once('error', (error) => reject(new Error(`${name} did not start: ${error.message}`)));
      child.once('exit', () => reject(new Error(`${name} ended before it was ready`)));
      child.once('message', (message) => {
        const { ready } = readyMessage.parse(message);
        resolve({ url: ready, pid: child.pid ?? 0 });
      });
    });
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
  await gone;
  clearTimeout(timer);
}

export interface Usage {
  readonly cpuMs: number;
  readonly rssMb: number;
}

/** The kernel's count of processor time, in hundredths of a second, and of memory; undefined where there is no /proc. */
export function usageOf(pid: number): Usage | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const afterName = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = Number(afterName[11]) + Number(afterName[12]); // utime and stime
    const rssKb = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return { cpuMs: ticks * 10, rssMb: Number(rssKb) / 1024 };
  } catch {
    return undefined;
  }
}
