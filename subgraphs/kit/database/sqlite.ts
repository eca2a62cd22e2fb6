/**
 * SQLite as a zone's embedded database, made exact and safe under TypeORM:
 * - integers beyond 2^53 come back as bigint instead of being rounded;
 * - TypeORM gives every caller the same connection, so one request's rollback would undo another's work (typeorm#1884).
 *   The gate lets one transaction, or one statement outside a transaction, use the connection at a time.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Database, Statement } from 'better-sqlite3';
import type { DataSource, QueryRunner } from 'typeorm';

const MAX_SAFE = BigInt(Number.MAX_SAFE_INTEGER);

/** Changes the row it is given, which nobody else has seen: a copy of every row costs a third of reading it. */
function narrow(row: unknown): unknown {
  if (!isRow(row)) return row;
  for (const name in row) {
    const value = row[name];
    if (typeof value === 'bigint' && value <= MAX_SAFE && value >= -MAX_SAFE) row[name] = Number(value);
  }
  return row;
}

function isRow(row: unknown): row is Record<string, unknown> {
  return typeof row === 'object' && row !== null;
}

/** Prepares a connection before TypeORM uses it: durable, and exact with integers of any size. */
export function prepareSqlite(database: Database): void {
  database.pragma('synchronous = FULL');
  const prepare = database.prepare.bind(database);
  Reflect.set(database, 'prepare', (sql: string) => exact(prepare(sql)));
}

function exact(statement: Statement): Statement {
  if (!statement.reader) return statement;
  statement.safeIntegers(true);
  const all = statement.all.bind(statement);
  statement.all = (...parameters: unknown[]) => all(...parameters).map(narrow);
  return statement;
}

/** The method names of EntityManager that open a transaction of their own. */
const TRANSACTIONAL = ['transaction', 'save', 'remove', 'softRemove', 'recover'] as const;

/** Installs the gate on an initialised SQLite data source. Inside a transaction use only its EntityManager. */
export function gateTransactions(dataSource: DataSource): void {
  const holder = new AsyncLocalStorage<{ open: boolean }>();
  let last: Promise<unknown> = Promise.resolve();

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    if (holder.getStore()?.open === true) return work();
    const ticket = { open: true };
    const turn = last
      .then(() => holder.run(ticket, work))
      .finally(() => {
        ticket.open = false; // a stray continuation of finished work queues like anyone else
      });
    last = turn.catch(() => undefined);
    return turn;
  };

  for (const name of TRANSACTIONAL) wrap(dataSource.manager, name, inTurn);
  const shared: QueryRunner = dataSource.createQueryRunner();
  wrap(shared, 'query', inTurn);
}

function wrap(target: object, name: string, inTurn: <T>(work: () => Promise<T>) => Promise<T>): void {
  const original: unknown = Reflect.get(target, name);
  if (typeof original !== 'function') throw new TypeError(`TypeORM no longer has ${name}()`);
  const call = (parameters: unknown[]): Promise<unknown> =>
    Promise.resolve(Reflect.apply(original, target, parameters));
  Reflect.set(target, name, (...parameters: unknown[]) => inTurn(() => call(parameters)));
}
