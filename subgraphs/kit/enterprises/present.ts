/** Which enterprises sit in the zone in a period: those that owe it a return. */
import type { DataSource, EntityManager } from 'typeorm';
import { parsePeriod } from '../../../schema/period.ts';

const AT_ONCE = 500;
const NEXT = `SELECT b.uscc, e.name, MAX(b.valid_from) AS validFrom FROM enterprise_block b JOIN enterprise e ON e.uscc = b.uscc
WHERE b.uscc > ? AND b.valid_from <= ? AND (b.valid_to IS NULL OR b.valid_to >= ?) GROUP BY b.uscc, e.name ORDER BY b.uscc LIMIT ${AT_ONCE}`;
/** Where each last sat in the period, as `membershipIn` of rules.ts has it. */
const PRESENT = `SELECT p.uscc AS code, p.name, b.block FROM (${NEXT}) p JOIN enterprise_block b ON b.uscc = p.uscc AND b.valid_from = p.validFrom
ORDER BY p.uscc`;

export interface PresentEnterprise {
  readonly code: string;
  readonly name: string;
  readonly block: string;
}

/** By code, however many. */
export async function* presentIn(
  database: DataSource | EntityManager,
  period: string,
): AsyncGenerator<PresentEnterprise> {
  const parsed = parsePeriod(period);
  if (!parsed) return;
  for (let after = ''; ;) {
    const asked = [after, parsed.end ?? '9999-12-31', parsed.start];
    const rows = await database.query<PresentEnterprise[]>(PRESENT, asked);
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < AT_ONCE) return;
    after = last.code;
  }
}
