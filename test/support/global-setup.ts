/** Starts the private MariaDB once for all tests. Without the binary that half is skipped, or fails with REQUIRE_MYSQL=1. */
import { startPrivateServer } from './mariadb.ts';
import { keepServer } from './global-server.ts';

export default async function setup(): Promise<void> {
  if (process.env['TEST_MYSQL_URL']) return;
  const server = await startPrivateServer();
  if (server) {
    keepServer(server);
    process.env['TEST_MYSQL_URL'] = server.url;
    process.stdout.write(`private MariaDB ${server.version}\n`);
    return;
  }
  if (process.env['REQUIRE_MYSQL'] === '1') {
    throw new Error(
      'REQUIRE_MYSQL=1 and no mariadbd was found: apt-get install mariadb-server-core mariadb-client-core',
    );
  }
  process.stdout.write(
    '\nSKIPPED: every MariaDB test, because no mariadbd is installed here (apt-get install mariadb-server-core)\n',
  );
}
