/** What is asked of a database, statement by statement. */
import type { DataSource } from 'typeorm';

/** From now on every statement is kept in the list that is answered. */
export function keptStatements(database: DataSource): string[] {
  const statements: string[] = [];
  const ignore = (): void => undefined;
  database.setOptions({
    logging: ['query'],
    logger: {
      logQuery: (sql) => void statements.push(sql),
      logQueryError: ignore,
      logQuerySlow: ignore,
      logSchemaBuild: ignore,
      logMigration: ignore,
      log: ignore,
    },
  });
  return statements;
}
