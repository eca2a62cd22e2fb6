/** Runs a group of tests once on every database engine; the engine stands in the tests' names. */
import { mkdtempSync, rmSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe } from '@jest/globals';
import mysql from 'mysql2/promise';

export interface Engine {
  readonly name: 'sqlite' | 'mariadb';
  /** The URL of a new, empty database, removed after the group. */
  readonly newDatabase: () => Promise<string>;
}

/** As `describe`, on SQLite and on MariaDB. Without MariaDB its half shows as skipped (see global-setup.ts). */
export function describeOnEachDatabase(name: string, tests: (engine: Engine) => void): void {
  describe(`${name} [sqlite]`, () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'yihe-test-'));
    let made = 0;
    afterAll(() => rmSync(folder, { recursive: true, force: true }));
    tests({ name: 'sqlite', newDatabase: () => Promise.resolve(`sqlite:${path.join(folder, `${made++}.db`)}`) });
  });
  const server = process.env['TEST_MYSQL_URL'];
  const describeHere = server ? describe : describe.skip;
  describeHere(`${name} [mariadb]`, () => {
    const made: string[] = [];
    afterAll(() => Promise.all(made.map((database) => run(`DROP DATABASE \`${database}\``))));
    const run = async (sql: string): Promise<void> => {
      const connection = await mysql.createConnection(server ?? '');
      await connection.query(sql);
      await connection.end();
    };
    tests({
      name: 'mariadb',
      newDatabase: async () => {
        const database = `test_${randomBytes(6).toString('hex')}`;
        await run(`CREATE DATABASE \`${database}\` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
        made.push(database);
        return `${server ?? ''}/${database}`;
      },
    });
  });
}
