/** Ends a process cleanly: on a signal, or when the process that started it is gone. */
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
