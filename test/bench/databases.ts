/** The databases under the real zones. */
import mysql from 'mysql2/promise';
import { ZONES } from '../../schema/zones.ts';
import { startPrivateServer } from '../support/mariadb.ts';
import type { Options } from './benchmark.ts';
import type { Stage } from './tools/stage.ts';

/** The settings of each zone: none for SQLite, whose files lie in the zone's own folder. */
export async function databases(
  stage: Stage,
  kind: Options['database'],
): Promise<(zone: string) => Readonly<Record<string, string>>> {
  if (kind === 'sqlite') return () => ({});
  const server = await startPrivateServer();
  if (!server) throw new Error('no mariadbd was found: apt-get install mariadb-server-core mariadb-client-core');
  stage.atEnd(() => server.stop());
  const connection = await mysql.createConnection(server.url);
  for (const { code } of ZONES)
    await connection.query(`CREATE DATABASE \`${code}\` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
  await connection.end();
  return (zone) => ({ DATABASE_URL: `${server.url}/${zone}` });
}
