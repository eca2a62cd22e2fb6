/** Gives the process that is measured a core of its own, so that the load and the zones do not take turns with it. */
import { spawnSync } from 'node:child_process';

export interface Pinning {
  /** What to put before the measured process's command. */
  readonly prefix: readonly string[];
  readonly description: string;
  /** The core on which everything but the gateway runs; undefined when nothing is pinned. */
  readonly loadCore: number | undefined;
}

const NONE = 'not pinned: taskset, or a second core, is not to be had here';

/** Moves this process, these and all that they start without the prefix to core 1; the prefix puts a process on core 0. */
export function pin(running: readonly number[] = []): Pinning {
  const moved = [process.pid, ...running].map((pid) =>
    spawnSync('taskset', ['--all-tasks', '--cpu-list', '--pid', '1', String(pid)]),
  );
  const other = spawnSync('taskset', ['--cpu-list', '0', 'true']);
  if ([...moved, other].some(({ status }) => status !== 0))
    return { prefix: [], description: NONE, loadCore: undefined };
  return {
    prefix: ['taskset', '--cpu-list', '0'],
    description: 'the gateway on core 0, zones and load on core 1',
    loadCore: 1,
  };
}
