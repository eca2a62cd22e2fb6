/** A zone's own database: embedded SQLite, MySQL or MariaDB, chosen by its URL. */
import 'reflect-metadata';
import { createConnection } from 'mysql2/promise';
import { DataSource, type DataSourceOptions, type EntitySchema, type MigrationInterface } from 'typeorm';
import { StartupError, reasonOf } from '../../../infra/runtime/startup-error.ts';
import { isMySqlFamily } from './columns.ts';
import { gateTransactions, prepareSqlite } from './sqlite.ts';

export interface DatabaseModel {
  readonly entities: readonly EntitySchema[];
  readonly migrations: readonly (new () => MigrationInterface)[];
}

/** What both engines are told: UTC and strictness, so that neither rounds, truncates or shifts what is written. */
const SESSION =
  "SET SESSION time_zone = '+00:00', sql_mode = 'STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION,ONLY_FULL_GROUP_BY'";

/** Opens `url` (`sqlite:PATH` or `mysql://user:password@host:port/database`); the data source is not migrated yet. */
export async function openDatabase(url: string, model: DatabaseModel): Promise<DataSource> {
  try {
    const dataSource = new DataSource(await optionsFor(url, model));
    await dataSource.initialize();
    if (isMySqlFamily(dataSource.options.type)) await prepareSessions(dataSource);
    else await gateTransactions(dataSource);
    return dataSource;
  } catch (error) {
    if (error instanceof StartupError) throw error;
    throw new StartupError(
      `the database ${withoutPassword(url)} cannot be opened (${reasonOf(error)}). Check DATABASE_URL and that the server, or the folder, is there and may be written`,
      { cause: error },
    );
  }
}

/** For messages and the start table: a database URL that shows no password. */
export function withoutPassword(url: string): string {
  return url.replace(/\/\/([^:/]*):.*@/, '//$1:***@');
}

async function optionsFor(url: string, model: DatabaseModel): Promise<DataSourceOptions> {
  const common = {
    entities: [...model.entities],
    migrations: [...model.migrations],
    migrationsTransactionMode: 'each' as const,
  };
  if (url.startsWith('sqlite:') && url !== 'sqlite:') {
    return {
      ...common,
      type: 'better-sqlite3',
      database: url.slice('sqlite:'.length),
      enableWAL: true,
      prepareDatabase: prepareSqlite,
    };
  }
  const server = mysqlUrl(url);
  const connection = {
    host: server.hostname,
    port: Number(server.port || 3306),
    username: decodeURIComponent(server.username),
    password: decodeURIComponent(server.password),
    database: server.pathname.slice(1),
  };
  return {
    ...common,
    ...connection,
    type: await familyOf(connection),
    charset: 'utf8mb4_bin',
    timezone: 'Z',
    dateStrings: ['DATE'],
    supportBigNumbers: true,
    bigNumberStrings: true,
    trace: false, // no stack is taken for every statement; a failed one is told by its text
    poolSize: 10,
  };
}

function mysqlUrl(url: string): URL {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed?.protocol === 'mysql:' && parsed.pathname.length > 1) return parsed;
  throw new StartupError('DATABASE_URL must be sqlite:PATH or mysql://user:password@host:port/database');
}

/** TypeORM's 'mysql' pointed at MariaDB would drop and re-add JSON columns: the server says which one it is. */
async function familyOf(to: {
  host: string;
  port: number;
  username: string;
  password: string;
  database: string;
}): Promise<'mysql' | 'mariadb'> {
  const { username: user, ...rest } = to;
  const connection = await createConnection({ ...rest, user, connectTimeout: 5_000 });
  try {
    const [rows] = await connection.query('SELECT VERSION() AS version');
    return JSON.stringify(rows).includes('MariaDB') ? 'mariadb' : 'mysql';
  } finally {
    await connection.end();
  }
}

async function prepareSessions(dataSource: DataSource): Promise<void> {
  const pool: unknown = Reflect.get(dataSource.driver, 'pool');
  if (!isPool(pool)) throw new TypeError('TypeORM no longer keeps its MySQL pool in driver.pool');
  pool.on('connection', (connection) => connection.query(SESSION));
  await dataSource.query(SESSION); // the connection that initialize() opened
}

interface Pool {
  on(event: 'connection', listener: (connection: { query(sql: string): unknown }) => void): unknown;
}

function isPool(value: unknown): value is Pool {
  return typeof value === 'object' && value !== null && 'on' in value && typeof value.on === 'function';
}
