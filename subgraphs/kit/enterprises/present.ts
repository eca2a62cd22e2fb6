/** Which enterprises sit in the zone in a period: those that owe it a return. */
import type { DataSource, EntityManager } from 'typeorm';
import { parsePeriod } from '../../../schema/period.ts';

const AT_ONCE = 500;
const NEXT = `SELECT DISTINCT uscc FROM enterprise_block
WHERE uscc > ? AND valid_from <= ? AND (valid_to IS NULL OR valid_to >= ?) ORDER BY uscc LIMIT ${AT_ONCE}`;

/** By code, however many. */
export async function* presentIn(
  database: DataSource | EntityManager,
  period: string,
): AsyncGenerator<{ readonly code: string }> {
  const parsed = parsePeriod(period);
  if (!parsed) return;
  for (let after = ''; ;) {
    const rows: { uscc: string }[] = await database.query(NEXT, [after, parsed.end ?? '9999-12-31', parsed.start]);
    for (const { uscc } of rows) yield { code: uscc };
    const last = rows.at(-1);
    if (!last || rows.length < AT_ONCE) return;
    after = last.uscc;
  }
}
