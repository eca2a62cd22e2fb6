/** A private MariaDB server for the tests: its own data, socket and port; gone when the process that started it is. */
import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import mysql from 'mysql2/promise';
import { freePort } from './ports.ts';

export interface PrivateServer {
  /** mysql://root@127.0.0.1:PORT, without a database. */
  readonly url: string;
  readonly version: string;
  stop(): Promise<void>;
}

const FOLDERS = [...(process.env['PATH'] ?? '').split(path.delimiter), '/usr/sbin', '/usr/local/sbin', '/usr/libexec'];

function find(...names: string[]): string | undefined {
  const candidates = names.flatMap((name) => FOLDERS.map((folder) => path.join(folder, name)));
  return candidates.find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Undefined when the machine has no MariaDB server binary. */
export async function startPrivateServer(): Promise<PrivateServer | undefined> {
  const server = find('mariadbd', 'mysqld');
  const installer = find('mariadb-install-db', 'mysql_install_db');
  if (!server || !installer) return undefined;
  const home = mkdtempSync(path.join(tmpdir(), 'yihe-mariadb-'));
  const data = path.join(home, 'data');
  const asRoot = process.getuid?.() === 0 ? ['--user=root'] : [];
  const init = spawnSync(
    installer,
    [
      '--no-defaults',
      ...asRoot,
      `--datadir=${data}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
      '--skip-name-resolve',
    ],
    { encoding: 'utf8' },
  );
  if (init.status !== 0 || !existsSync(data)) {
    rmSync(home, { recursive: true, force: true });
    throw new Error(`the private MariaDB could not be initialised: ${init.stderr || init.stdout}`);
  }
  const port = await freePort();
  const log = path.join(home, 'server.log');
  const output = openSync(log, 'a');
  // The shell holds the server: when our end of its stdin closes (also when we are killed), it ends the server.
  const child = spawn(
    '/bin/sh',
    [
      '-c',
      '"$@" & p=$!; cat >/dev/null; kill "$p"; wait "$p"; rm -rf "$YIHE_DB_HOME"',
      'sh',
      server,
      '--no-defaults',
      ...asRoot,
      `--datadir=${data}`,
      `--socket=${path.join(home, 's')}`,
      `--pid-file=${path.join(home, 'pid')}`,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      '--skip-log-bin',
      '--skip-name-resolve',
      '--character-set-server=utf8mb4',
      '--collation-server=utf8mb4_bin',
      '--innodb-buffer-pool-size=64M',
      '--innodb-flush-log-at-trx-commit=0',
      '--default-time-zone=+08:00', // on purpose: it brings time zone bugs to light
    ],
    { stdio: ['pipe', output, output], env: { ...process.env, YIHE_DB_HOME: home }, detached: true },
  );
  child.unref();
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      child.ref();
      child.once('exit', () => resolve());
      child.stdin?.end();
    });
  for (let attempt = 0; attempt < 400; attempt++) {
    try {
      const connection = await mysql.createConnection({ host: '127.0.0.1', port, user: 'root' });
      const [rows] = await connection.query('SELECT VERSION() AS version');
      await connection.end();
      return { url: `mysql://root@127.0.0.1:${port}`, version: JSON.stringify(rows), stop };
    } catch {
      if (child.exitCode !== null) break;
      await sleep(50);
    }
  }
  const tail = existsSync(log) ? readFileSync(log, 'utf8').slice(-2000) : '';
  await stop();
  throw new Error(`the private MariaDB did not start:\n${tail}`);
}
