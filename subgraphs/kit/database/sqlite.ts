/**
 * SQLite as a zone's embedded database, made exact and safe under TypeORM:
 * - integers beyond 2^53 come back as bigint instead of being rounded;
 * - TypeORM gives every caller the same connection, so one request's rollback would undo another's work (typeorm#1884).
 *   The gate lets one transaction, or one statement outside a transaction, use the connection at a time.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
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

/** Another process writes: how often it is asked again, and for how long. */
const PAUSE_MS = 25;
const PATIENCE_MS = 120_000;

interface Ticket {
  open: boolean;
  /** A transaction was begun for what TypeORM is about to begin. */
  begun: boolean;
}

type Work<T> = () => Promise<T>;

/**
 * Installs the gate on an initialised SQLite data source. Inside a transaction use only its EntityManager.
 * Who finds another process writing (an import beside its zone) waits outside the gate: meanwhile others read, and nothing
 * sleeps in SQLite, which would stop the whole process.
 */
export async function gateTransactions(dataSource: DataSource): Promise<void> {
  const holder = new AsyncLocalStorage<Ticket>();
  let last: Promise<unknown> = Promise.resolve();
  const isInside = (): boolean => holder.getStore()?.open === true;

  const inTurn = <T>(work: (ticket: Ticket) => Promise<T>): Promise<T> => {
    const ticket = { open: true, begun: false };
    const turn = last
      .then(() => holder.run(ticket, () => work(ticket)))
      .finally(() => {
        ticket.open = false; // a stray continuation of finished work queues like anyone else
      });
    last = turn.catch(() => undefined);
    return turn;
  };

  const shared: QueryRunner = dataSource.createQueryRunner();
  const query = shared.query.bind(shared);
  await query('PRAGMA busy_timeout = 0');

  const statement = <T>(work: Work<T>): Promise<T> => (isInside() ? work() : patiently(() => inTurn(work)));
  /** Takes the right to write at once: a transaction that reads first and is then too late to write would have to be done again. */
  const transaction = async <T>(work: Work<T>): Promise<T> => {
    if (isInside()) return work();
    const outcome = await patiently(() =>
      inTurn(async (ticket) => {
        await query('BEGIN IMMEDIATE');
        ticket.begun = true;
        const worked = work().finally(() => (ticket.begun ? query('ROLLBACK') : undefined)); // it had nothing to do
        const [settled] = await Promise.allSettled([worked]); // what fails now is not to be done again
        return settled;
      }),
    );
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  };

  for (const name of TRANSACTIONAL) wrap(dataSource.manager, name, transaction);
  wrap(shared, 'query', (work, [sql]) => {
    const ticket = holder.getStore();
    if (sql !== 'BEGIN TRANSACTION' || ticket?.begun !== true) return statement(work);
    ticket.begun = false;
    return Promise.resolve(undefined);
  });
}

/** Does it again while another process writes. */
async function patiently<T>(work: Work<T>): Promise<T> {
  for (let waited = 0; ; waited += PAUSE_MS) {
    try {
      return await work();
    } catch (error) {
      const code: unknown = Reflect.get(Object(error), 'code');
      if (code !== 'SQLITE_BUSY' || waited >= PATIENCE_MS) throw error;
      await sleep(PAUSE_MS);
    }
  }
}

type Through = (work: Work<unknown>, parameters: readonly unknown[]) => Promise<unknown>;

function wrap(target: object, name: string, through: Through): void {
  const original: unknown = Reflect.get(target, name);
  if (typeof original !== 'function') throw new TypeError(`TypeORM no longer has ${name}()`);
  const call = (parameters: unknown[]): Promise<unknown> =>
    Promise.resolve(Reflect.apply(original, target, parameters));
  Reflect.set(target, name, (...parameters: unknown[]) => through(() => call(parameters), parameters));
}
