/**
 * Entries of the register and moves between blocks. Each call is part of the caller's transaction and holds the register
 * from its first statement on. With an ERROR among its problems a call has written nothing; what it throws
 * (EnterpriseConflict, RollupOverflow) must undo the transaction.
 */
import type { EntityManager } from 'typeorm';
import { parsePeriod } from '../../../schema/period.ts';
import { validCodes } from '../exchange/valid-codes.ts';
import { BlockSchema } from '../territory/entities.ts';
import type { EnterprisePlacementRow, EnterpriseRow } from './entities.ts';
import { readEntry, type EnterpriseInput } from './entry.ts';
import { hasErrors, problemOf, type EnterpriseProblem } from './problems.ts';
import { fitted, isRefusal, membershipIn, moved, type Membership } from './rules.ts';
import {
  holdRegister,
  insertEnterprises,
  placements,
  registered,
  replace,
  updateEnterprise,
  writeMemberships,
  type Registered,
  type Shift,
} from './store.ts';
import { readUscc } from './uscc.ts';

export interface SavedEnterprises {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly problems: readonly EnterpriseProblem[];
}

/** One entry on its way into the register. */
interface Change {
  readonly row: EnterpriseRow;
  readonly memberships: readonly Membership[];
  /** What stands there; undefined for a new enterprise. */
  readonly known: Registered | undefined;
}

/**
 * Adds enterprises and changes those that are known, all or none. An entry with a version is refused when another stands there;
 * one that says what is there already changes nothing, its version neither.
 */
export async function saveEnterprises(
  manager: EntityManager,
  inputs: readonly EnterpriseInput[],
): Promise<SavedEnterprises> {
  await holdRegister(manager);
  const blocks = await allCodes(manager);
  const read = inputs.map((input) => ({ input, ...readEntry(input), blockFault: blockFault(input, blocks) }));
  const problems = read.flatMap((each) => [...each.problems, ...(each.blockFault ? [each.blockFault] : [])]);
  const usable = read.flatMap(({ input, row, blockFault: fault }) => (row && !fault ? [{ input, row }] : []));
  const known = await registered(manager, usable.map(({ row }) => row.uscc)); // prettier-ignore

  const changes = new Map<string, Change>();
  for (const { input, row } of usable) {
    const change = changeOf(input, row, known.get(row.uscc));
    if (changes.has(row.uscc))
      problems.push(problemOf('TWICE_IN_BATCH', input.uscc, 'uscc', '同一代码出现两次 / given twice'));
    if ('severity' in change) problems.push(change);
    else changes.set(row.uscc, change);
  }
  const real = [...changes.values()].filter(isReal);
  const shifts = await shiftsOf(manager, membershipsOf(real.filter((each) => each.known && movesDays(each))));
  problems.push(...shifts.stranded);
  if (hasErrors(problems)) return { added: 0, changed: 0, unchanged: 0, problems };

  const added = real.filter((each) => !each.known);
  await insertEnterprises(manager, added.map(({ row }) => row)); // prettier-ignore
  for (const { row, known: before } of real) if (before) await updateEnterprise(manager, row);
  await writeMemberships(manager, membershipsOf(real.filter(movesDays)));
  await replace(manager, shifts.changed, shifts.dropped);
  const counts = { added: added.length, changed: real.length - added.length, unchanged: changes.size - real.length };
  return { ...counts, problems };
}

function changeOf(
  input: EnterpriseInput,
  entry: Omit<EnterpriseRow, 'version'>,
  known: Registered | undefined,
): Change | EnterpriseProblem {
  const { uscc, block, version } = input;
  if (version !== undefined && version !== known?.row.version) {
    const now = known
      ? `现为第 ${known.row.version} 版 / it is at version ${known.row.version}`
      : '尚未登记 / not registered';
    return problemOf('CONFLICT', uscc, 'version', `${now},请重新读取 / read it again`);
  }
  const before = known?.memberships ?? [{ block, validFrom: entry.enteredOn, validTo: null }];
  const stay = fitted(before, entry);
  if (isRefusal(stay)) return problemOf(stay.code, uscc, 'enteredOn', stay.message);
  const memberships = afterMove(input, stay);
  if ('severity' in memberships) return memberships;
  return { row: { ...entry, version: known?.row.version ?? 1 }, memberships, known };
}

/** Another block than the one on file is a move, and needs its day; the block on file with another day contradicts it. */
function afterMove(
  { uscc, block, movedOn }: EnterpriseInput,
  stay: readonly Membership[],
): readonly Membership[] | EnterpriseProblem {
  const last = stay.at(-1);
  const day = movedOn?.trim() || undefined;
  if (last?.block === block) {
    if (day === undefined || day === last.validFrom) return stay;
    const message = `自 ${last.validFrom} 起已在区块 ${block},与 ${day} 不符 / it has been in ${block} since ${last.validFrom}, not ${day}`;
    return problemOf('MOVE_DAY_DIFFERS', uscc, 'movedOn', message);
  }
  if (day === undefined) {
    const message = `现在区块 ${last?.block ?? ''};如已迁移,请在“迁入日期”列填迁入之日 / it sits in ${last?.block ?? ''}; if it has moved, give its first day there in the column movedOn`;
    return problemOf('BLOCK_DIFFERS', uscc, 'block', message);
  }
  const memberships = moved(stay, block, day);
  return isRefusal(memberships) ? problemOf(memberships.code, uscc, 'movedOn', memberships.message) : memberships;
}

function isReal(change: Change): boolean {
  const { row, known } = change;
  return !known || movesDays(change) || JSON.stringify(entriesOf(row)) !== JSON.stringify(entriesOf(known.row));
}

function entriesOf(row: EnterpriseRow): unknown[] {
  const { name, industry, industryEdition, enteredOn, leftOn, note, checkDigitNote } = row;
  return [name, industry, industryEdition, enteredOn, leftOn, note, checkDigitNote];
}

function movesDays({ memberships, known }: Change): boolean {
  return JSON.stringify(memberships) !== JSON.stringify(known?.memberships);
}

function membershipsOf(changes: readonly Change[]): Map<string, readonly Membership[]> {
  return new Map(changes.map(({ row, memberships }) => [row.uscc, memberships]));
}

export interface Move {
  readonly uscc: string;
  readonly block: string;
  /** Its first day in the block. */
  readonly from: string;
  /** The version that was read. */
  readonly version: number;
}

export interface Moved {
  /** The enterprise's version now; null when it was not moved. */
  readonly version: number | null;
  /** Periods whose figures are in another block's sums from now on. */
  readonly periods: readonly string[];
  readonly problems: readonly EnterpriseProblem[];
}

/**
 * Moves an enterprise to another block. Figures of periods in which it sits there at last move with it, those that were
 * reported before included; the zone's own sums stay what they were.
 */
export async function moveEnterprise(manager: EntityManager, move: Move): Promise<Moved> {
  await holdRegister(manager);
  const refused = (problem: EnterpriseProblem): Moved => ({ version: null, periods: [], problems: [problem] });
  const { uscc, block, from, version } = move;
  const code = readUscc(uscc)?.code ?? uscc;
  const known = (await registered(manager, [code])).get(code);
  if (!known) return refused(problemOf('NOT_REGISTERED', uscc, 'uscc', '未登记 / not registered'));
  if (known.row.version !== version) {
    const message = `现为第 ${known.row.version} 版,请重新读取 / it is at version ${known.row.version}; read it again`;
    return refused(problemOf('CONFLICT', uscc, 'version', message));
  }
  if (!isDay(from)) return refused(problemOf('DAY_MALFORMED', uscc, 'from', `${from} 不是日期 / is no day`));
  const fault = blockFault({ uscc, block }, await allCodes(manager));
  if (fault) return refused(fault);
  const memberships = moved(known.memberships, block, from);
  if (isRefusal(memberships)) return refused(problemOf(memberships.code, uscc, 'from', memberships.message));
  if (JSON.stringify(memberships) === JSON.stringify(known.memberships)) return { version, periods: [], problems: [] };
  const all = new Map([[code, memberships]]);
  const shifts = await shiftsOf(manager, all);
  await updateEnterprise(manager, known.row);
  await writeMemberships(manager, all);
  await replace(manager, shifts.changed, shifts.dropped);
  return { version: version + 1, periods: shifts.changed.map(({ period }) => period).toSorted(), problems: [] };
}

function isDay(text: string): boolean {
  return parsePeriod(`${text}/..`) !== undefined;
}

interface Shifts {
  readonly changed: readonly Shift[];
  readonly dropped: readonly EnterprisePlacementRow[];
  readonly stranded: readonly EnterpriseProblem[];
}

/** What new days mean for the periods in which these enterprises have figures already. */
async function shiftsOf(manager: EntityManager, all: ReadonlyMap<string, readonly Membership[]>): Promise<Shifts> {
  const changed: Shift[] = [];
  const dropped: EnterprisePlacementRow[] = [];
  const stranded: EnterpriseProblem[] = [];
  for (const { uscc, period, block, observed } of await placements(manager, [...all.keys()])) {
    const parsed = parsePeriod(period);
    const now = parsed && membershipIn(all.get(uscc) ?? [], parsed);
    if (now && now.block !== block) changed.push({ uscc, period, block: now.block, from: block });
    if (now) continue;
    if (!observed) dropped.push({ uscc, period, block });
    else {
      const message = `${period} 已有数据,而该时期不在本区 / has figures for ${period}, when it would not be in the zone`;
      stranded.push(problemOf('FIGURES_OUTSIDE_STAY', uscc, period, message));
    }
  }
  return { changed, dropped, stranded };
}

/** Of all the zone's blocks. */
async function allCodes(manager: EntityManager): Promise<string[]> {
  return (await manager.find(BlockSchema, { order: { sortNo: 'ASC' } })).map(({ code }) => code);
}

function blockFault(
  { uscc, block }: Pick<EnterpriseInput, 'uscc' | 'block'>,
  blocks: readonly string[],
): EnterpriseProblem | undefined {
  if (blocks.includes(block)) return undefined;
  const known = validCodes(blocks, EXPORTED);
  if (block.trim() === '') return problemOf('BLOCK_MISSING', uscc, 'block', `缺区块 / the block is missing;${known}`);
  return problemOf('BLOCK_UNKNOWN', uscc, 'block', `没有区块 ${block} / no such block;${known}`);
}

const EXPORTED = '月报空表列有全部 / a ZONE_MONTHLY exported with --empty holds them all';
