/** What a process does on a signal: end cleanly, also when the process that started it is gone; read its files again. */
import { closeSync, openSync } from 'node:fs';
import type { Logger } from './logger.ts';

/** Runs `stop` once, at the first SIGINT, SIGTERM or loss of the parent, and exits: 0 when it worked, 1 when not. */
export function onShutdown(stop: () => Promise<void>, log: Logger): void {
  let begun = false;
  const begin = (cause: string): void => {
    if (begun) return;
    begun = true;
    log.info({ cause }, 'stopping');
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'did not stop cleanly');
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', () => begin('SIGINT'));
  process.on('SIGTERM', () => begin('SIGTERM'));
  process.on('disconnect', () => begin('the starting process is gone'));
}

/** Runs `reload` at each SIGHUP; when that says that the terminal was closed, the process ends as it always did. */
export function onHangup(reload: () => Promise<unknown>, log: Logger): void {
  const startedAtTerminal = hasTerminal();
  process.on('SIGHUP', () => {
    if (startedAtTerminal && !hasTerminal()) {
      process.kill(process.pid, 'SIGTERM');
      return;
    }
    reload().catch((error: unknown) => log.error({ err: error }, '重载失败 / the reload failed'));
  });
}

function hasTerminal(): boolean {
  try {
    closeSync(openSync('/dev/tty', 'r'));
    return true;
  } catch {
    return false;
  }
}
