/** The register in the zone's own database: holding it, reading it as it is now, and writing it. */
import { In, type EntityManager } from 'typeorm';
import { isMySqlFamily, type Int64 } from '../database/columns.ts';
import {
  EnterpriseBlockSchema,
  EnterprisePlacementSchema,
  EnterpriseRegisterSchema,
  EnterpriseSchema,
  type EnterpriseBlockRow,
  type EnterpriseObservationRow,
  type EnterprisePlacementRow,
  type EnterpriseRow,
} from './entities.ts';
import { asCommitted, recompute } from './rollup.ts';
import type { Membership } from './rules.ts';

const CHUNK = 500;

/** Somebody else's change came first; the transaction must not be kept. */
export class EnterpriseConflict extends Error {
  readonly uscc: string;
  constructor(uscc: string) {
    super(`${uscc} 已被他人修改,请重新读取 / was changed by somebody else meanwhile; read it again`);
    this.name = 'EnterpriseConflict';
    this.uscc = uscc;
  }
}

/**
 * Takes the register until the transaction ends; everything that writes enterprises begins with it. Two imports at once could
 * each sum without the other's rows, and a move could pass a figure by; waiting in line is what makes both impossible,
 * and, since there is only one thing to wait for, nobody waits in a circle. Readers do not wait.
 */
export async function holdRegister(manager: EntityManager): Promise<void> {
  if (manager.queryRunner?.isTransactionActive !== true)
    throw new TypeError('enterprises are written in a transaction');
  const held = await manager
    .createQueryBuilder()
    .update(EnterpriseRegisterSchema)
    .set({ version: () => 'version + 1' })
    .where('id = 1')
    .execute();
  if (held.affected !== 1) throw new TypeError('enterprise_register has lost its row');
}

export interface Registered {
  readonly row: EnterpriseRow;
  readonly memberships: readonly Membership[];
}

const ENTERPRISES = `SELECT uscc, name, industry, industry_edition AS industryEdition, entered_on AS enteredOn, left_on AS leftOn,
  note, check_digit_note AS checkDigitNote, version FROM enterprise WHERE uscc IN `;
const MEMBERSHIPS =
  'SELECT uscc, valid_from AS validFrom, valid_to AS validTo, block FROM enterprise_block WHERE uscc IN ';
const PLACEMENTS = `SELECT p.uscc, p.period, p.block, EXISTS (SELECT 1 FROM enterprise_observation o
  WHERE o.uscc = p.uscc AND o.period = p.period) AS observed FROM enterprise_placement p WHERE p.uscc IN `;

/** What is registered under these codes. */
export async function registered(manager: EntityManager, usccs: readonly string[]): Promise<Map<string, Registered>> {
  const rows = await readIn<EnterpriseRow>(manager, ENTERPRISES, usccs);
  const memberships = Map.groupBy(await readIn<EnterpriseBlockRow>(manager, MEMBERSHIPS, usccs), ({ uscc }) => uscc);
  return new Map(
    rows.map((row) => {
      const blocks = (memberships.get(row.uscc) ?? []).map(({ block, validFrom, validTo }) => ({
        block,
        validFrom,
        validTo,
      }));
      return [row.uscc, { row, memberships: blocks.toSorted((a, b) => (a.validFrom < b.validFrom ? -1 : 1)) }];
    }),
  );
}

/** In which block each of these has its figures of each period, and whether there are any. */
export async function placements(
  manager: EntityManager,
  usccs: readonly string[],
): Promise<(EnterprisePlacementRow & { readonly observed: boolean })[]> {
  const rows = await readIn<EnterprisePlacementRow & { observed: number }>(manager, PLACEMENTS, usccs);
  return rows.map((row) => ({ ...row, observed: row.observed === 1 }));
}

/** Those of these that are placed in the period. */
export async function placedIn(manager: EntityManager, period: string, usccs: readonly string[]): Promise<Set<string>> {
  const rows = await readIn<{ uscc: string }>(manager, PLACED, usccs, [period]);
  return new Set(rows.map(({ uscc }) => uscc));
}

const PLACED = 'SELECT uscc FROM enterprise_placement WHERE period = ? AND uscc IN ';

async function readIn<Row>(
  manager: EntityManager,
  select: string,
  usccs: readonly string[],
  before: readonly string[] = [],
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const chunk of chunksOf(usccs)) {
    const list = `(${chunk.map(() => '?').join(', ')})`;
    rows.push(...(await manager.query<Row[]>(`${select}${list}${asCommitted(manager)}`, [...before, ...chunk])));
  }
  return rows;
}

export async function insertEnterprises(manager: EntityManager, rows: readonly EnterpriseRow[]): Promise<void> {
  for (const chunk of chunksOf(rows)) {
    await manager.createQueryBuilder().insert().into(EnterpriseSchema).values(chunk).updateEntity(false).execute();
  }
}

/** Writes a change of the row that was read; throws EnterpriseConflict when another change came in between. */
export async function updateEnterprise(manager: EntityManager, row: EnterpriseRow): Promise<void> {
  const { uscc, version, ...changes } = row;
  const updated = await manager
    .createQueryBuilder()
    .update(EnterpriseSchema)
    .set({ ...changes, version: () => 'version + 1' })
    .where('uscc = :uscc AND version = :version', { uscc, version })
    .execute();
  if (updated.affected !== 1) throw new EnterpriseConflict(uscc);
}

export async function writeMemberships(
  manager: EntityManager,
  all: ReadonlyMap<string, readonly Membership[]>,
): Promise<void> {
  for (const chunk of chunksOf([...all.keys()])) await manager.delete(EnterpriseBlockSchema, { uscc: In(chunk) });
  const rows = [...all].flatMap(([uscc, memberships]) => memberships.map((each) => ({ ...each, uscc })));
  for (const chunk of chunksOf(rows)) {
    await manager.createQueryBuilder().insert().into(EnterpriseBlockSchema).values(chunk).updateEntity(false).execute();
  }
}

export async function addPlacements(manager: EntityManager, rows: readonly EnterprisePlacementRow[]): Promise<void> {
  for (const chunk of chunksOf(rows)) {
    await manager
      .createQueryBuilder()
      .insert()
      .into(EnterprisePlacementSchema)
      .values(chunk)
      .updateEntity(false)
      .execute();
  }
}

/** An enterprise's figures of a period, on their way from one block to another. */
export interface Shift extends EnterprisePlacementRow {
  readonly from: string;
}

/** Moves figures of whole periods to other blocks, and sums both blocks anew. */
export async function replace(
  manager: EntityManager,
  changed: readonly Shift[],
  dropped: readonly EnterprisePlacementRow[],
): Promise<void> {
  for (const { uscc, period } of dropped) await manager.delete(EnterprisePlacementSchema, { uscc, period });
  for (const { uscc, period, block } of changed) {
    await manager.update(EnterprisePlacementSchema, { uscc, period }, { block });
  }
  for (const [period, ofPeriod] of Map.groupBy(changed, (each) => each.period)) {
    const usccs = ofPeriod.map(({ uscc }) => uscc);
    const cells = await manager.query<{ form: string; indicator: string }[]>(
      `SELECT DISTINCT form, indicator FROM enterprise_observation WHERE period = ? AND uscc IN (${usccs.map(() => '?').join(', ')})${asCommitted(manager)}`,
      [period, ...usccs],
    );
    const blocks = [...new Set(ofPeriod.flatMap(({ block, from }) => [block, from]))];
    for (const [form, ofForm] of Map.groupBy(cells, (cell) => cell.form)) {
      await recompute(manager, { form, period, indicators: ofForm.map(({ indicator }) => indicator), blocks });
    }
  }
}

const KEY = ['form', 'period', 'indicator', 'uscc'];
const CONTENT = ['digits', 'decimals', 'unit', 'unit_mult', 'obs_status', 'amount', 'note'];

const WRITTEN = `SELECT uscc, indicator, digits, decimals, unit, unit_mult AS unitMult, obs_status AS obsStatus, note
  FROM enterprise_observation WHERE period = ? AND form = ? AND uscc IN `;

type CellRow = Omit<EnterpriseObservationRow, 'form' | 'period' | 'amount' | 'digits'> & {
  readonly digits: Int64 | null;
};

/** Those of these cells that do not stand there already as they are given. */
export async function unlike<C extends CellRow>(
  manager: EntityManager,
  { form, period }: { readonly form: string; readonly period: string },
  cells: readonly C[],
): Promise<C[]> {
  const usccs = [...new Set(cells.map(({ uscc }) => uscc))];
  const known = new Set((await readIn<CellRow>(manager, WRITTEN, usccs, [period, form])).map(factsOf));
  return cells.filter((cell) => !known.has(factsOf(cell)));
}

function factsOf({ uscc, indicator, digits, decimals, unit, unitMult, obsStatus, note }: CellRow): string {
  return JSON.stringify([uscc, indicator, digits?.toString(), decimals, unit, unitMult, obsStatus, note]);
}

/**
 * Writes cells of one form and period, each over what stood there. The caller holds the register, has placed their enterprises,
 * and sums their indicators anew. In plain SQL: TypeORM's builder takes half of the time of an import.
 */
export async function writeObservations(
  manager: EntityManager,
  { form, period }: { readonly form: string; readonly period: string },
  cells: readonly Omit<EnterpriseObservationRow, 'form' | 'period'>[],
): Promise<void> {
  const row = `(${[...KEY, ...CONTENT].map(() => '?').join(', ')})`;
  const onMySql = isMySqlFamily(manager.dataSource.options.type);
  const over = onMySql
    ? `ON DUPLICATE KEY UPDATE ${CONTENT.map((name) => `${name} = VALUES(${name})`).join(', ')}`
    : `ON CONFLICT (${KEY.join(', ')}) DO UPDATE SET ${CONTENT.map((name) => `${name} = excluded.${name}`).join(', ')}`;
  for (const chunk of chunksOf(cells)) {
    const values = chunk.flatMap(({ indicator, uscc, digits, decimals, unit, unitMult, obsStatus, amount, note }) => [
      ...[form, period, indicator, uscc],
      ...[digits?.toString() ?? null, decimals, unit, unitMult, obsStatus, amount?.toString() ?? null, note],
    ]);
    const rows = Array.from(chunk, () => row).join(', ');
    await manager.query(
      `INSERT INTO enterprise_observation (${[...KEY, ...CONTENT].join(', ')}) VALUES ${rows} ${over}`,
      values,
    );
  }
}

function chunksOf<T>(all: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / CHUNK) }, (_, at) => all.slice(at * CHUNK, (at + 1) * CHUNK));
}
