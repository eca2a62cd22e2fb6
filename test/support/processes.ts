/** Real processes for the end-to-end tests: started with the project's Node, ended by their own pid. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export const ROOT = path.join(import.meta.dirname, '..', '..');

export interface Program {
  readonly child: ChildProcess;
  /** What it has printed so far. */
  readonly output: () => string;
  readonly errors: () => string;
  /** Resolves when a line of its output holds `text`; rejects with all it printed when it ends before. */
  readonly prints: (text: string) => Promise<void>;
  readonly exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  readonly stop: (signal?: NodeJS.Signals) => Promise<number | null>;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** Runs one of the project's programs, e.g. run('subgraphs/run.ts', ['bazhou'], { env }). */
export function run(program: string, args: readonly string[] = [], { env = {}, cwd = ROOT }: RunOptions = {}): Program {
  const child = spawn(process.execPath, [path.join(cwd, program), ...args], {
    cwd,
    env: { ...process.env, NODE_OPTIONS: '', METRICS_PORT: 'off', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let errors = '';
  const waiting: { text: string; resolve: () => void; reject: (error: Error) => void }[] = [];
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    for (const { text, resolve } of waiting) if (output.includes(text)) resolve();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once('close', (code, signal) => {
      for (const { reject } of waiting) reject(new Error(`${program} ended early:\n${output}\n${errors}`));
      resolve({ code, signal });
    });
  });
  return {
    child,
    output: () => output,
    errors: () => errors,
    prints: (text) =>
      new Promise((resolve, reject) => {
        if (output.includes(text)) resolve();
        else waiting.push({ text, resolve, reject });
      }),
    exited,
    stop: async (signal = 'SIGTERM') => {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      return (await exited).code;
    },
  };
}

/** A new folder under the system's temporary folder, and how to remove it. */
export function temporaryFolder(): { folder: string; remove: () => void } {
  const folder = mkdtempSync(path.join(tmpdir(), 'yihe-e2e-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
