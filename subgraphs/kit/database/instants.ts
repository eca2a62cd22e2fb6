/** Instants as both engines take and give them: UTC, to the millisecond. Pure. */

/** As a statement's parameter, and as SQLite keeps it: texts that sort as the instants do. */
export function sqlInstant(instant: Date | string): string {
  return new Date(instant).toISOString().replace('T', ' ').replace('Z', '');
}

/** A column's value in a plain row, in the form of the scalar DateTime: SQLite gives text, mysql2 a Date. */
export function readInstant(value: string | Date): string {
  return typeof value === 'string' ? `${value.replace(' ', 'T')}Z` : value.toISOString();
}
