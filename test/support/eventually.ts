import { setTimeout as sleep } from 'node:timers/promises';

/** Resolves as soon as `holds` does; fails with what `shown` gives when it does not within ten seconds. */
export async function eventually(
  holds: () => boolean | Promise<boolean>,
  shown: () => unknown = () => '',
): Promise<void> {
  for (let attempt = 0; attempt < 500; attempt++) {
    if (await holds()) return;
    await sleep(20);
  }
  throw new Error(`not within ten seconds: ${String(holds)}\n${JSON.stringify(shown(), undefined, 2)}`);
}
