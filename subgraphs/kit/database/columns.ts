/** Column kinds that behave the same on SQLite, MySQL and MariaDB. */
import type { QueryRunner, Table, ValueTransformer } from 'typeorm';

/** A 64-bit integer as the drivers give it, with every digit: mysql2 as text, SQLite as a number while that is exact. */
export type Int64 = string | number | bigint;

/** BIGINT <-> bigint; no digit may be lost on the way. */
export const int64: ValueTransformer = {
  to: (value: bigint | null | undefined) => (value === null || value === undefined ? value : value.toString()),
  from: (value: Int64 | null | undefined) => (value === null || value === undefined ? value : BigInt(value)),
};

const MAX_INT64 = 2n ** 63n - 1n;

/** SQLite would store a larger integer as a rounded REAL, so the range is checked before it gets there. */
export function fitsInt64(value: bigint): boolean {
  return value <= MAX_INT64 && value >= -MAX_INT64;
}

export const isMySqlFamily = (type: string): boolean => type === 'mysql' || type === 'mariadb';

/**
 * createTable() that can be run again (DDL is not undone there when a migration stops halfway) and that also makes the
 * CHECKs, which TypeORM leaves out without a word on the MySQL family.
 */
export async function createTable(runner: QueryRunner, table: Table): Promise<void> {
  const onMySql = isMySqlFamily(runner.dataSource.options.type);
  if (!onMySql) for (const column of table.columns) if (column.type === 'int') column.type = 'integer'; // SQLite's name for it
  await runner.createTable(table, true);
  if (!onMySql) return;
  for (const check of table.checks) {
    const known: unknown = await runner.query(
      'SELECT 1 FROM information_schema.table_constraints WHERE constraint_schema = DATABASE() AND table_name = ? AND constraint_name = ?',
      [table.name, check.name],
    );
    if (Array.isArray(known) && known.length > 0) continue;
    await runner.query(
      `ALTER TABLE \`${table.name}\` ADD CONSTRAINT \`${check.name ?? ''}\` CHECK (${check.expression ?? ''})`,
    );
  }
}
