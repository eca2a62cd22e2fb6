/** Jest's set-up and tear-down are two modules of one process; this is where they meet. */
import type { PrivateServer } from './mariadb.ts';

let kept: PrivateServer | undefined;

export function keepServer(server: PrivateServer): void {
  kept = server;
}

export async function endServer(): Promise<void> {
  await kept?.stop();
  kept = undefined;
}
