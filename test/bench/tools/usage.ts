/** What a process has used, from /proc; undefined where there is none (macOS, Windows). */
import { readFileSync, readdirSync } from 'node:fs';

export interface Usage {
  readonly cpuMs: number;
  readonly rssMb: number;
}

/** A tick of /proc is a hundredth of a second on every Linux that Node runs on. */
const TICK_MS = 10;

/** Processor time (user and system, all threads) and memory of a process and of all that it started. */
export function usageOf(pid: number): Usage | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // utime, stime, and cutime, cstime: children that have ended count too.
    const ticks = [11, 12, 13, 14].reduce((sum, index) => sum + Number(fields[index]), 0);
    const rssKb = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    const own = { cpuMs: ticks * TICK_MS, rssMb: Number(rssKb ?? 0) / 1024 };
    return childrenOf(pid)
      .map((child) => usageOf(child))
      .reduce<Usage>((sum, each) => (each ? plus(sum, each) : sum), own);
  } catch {
    return undefined;
  }
}

/** Milliseconds that each core has been busy since the machine started, whoever used it. */
export function busyCores(): readonly number[] {
  try {
    const lines = readFileSync('/proc/stat', 'utf8').match(/^cpu\d+ .*$/gm) ?? [];
    return lines.map((line) => {
      const [user = 0, nice = 0, system = 0, , , irq = 0, softIrq = 0] = line.split(/ +/).slice(1).map(Number);
      return (user + nice + system + irq + softIrq) * TICK_MS;
    });
  } catch {
    return [];
  }
}

function childrenOf(pid: number): number[] {
  const tasks = readdirSync(`/proc/${pid}/task`);
  return tasks.flatMap((task) => {
    try {
      return readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
    } catch {
      return []; // a thread that has just ended
    }
  });
}

function plus(one: Usage, other: Usage): Usage {
  return { cpuMs: one.cpuMs + other.cpuMs, rssMb: one.rssMb + other.rssMb };
}
