/**
 * Writes a made-up year into the zone's own database. What is there already stays as it is, so that a second run changes nothing;
 * beside figures or enterprises that are not made up, nothing is written at all.
 */
import type { DataSource, EntityManager } from 'typeorm';
import { opensOn } from '../../../schema/forms.ts';
import { dayOf } from '../../../schema/period.ts';
import { StartupError } from '../../../infra/runtime/startup-error.ts';
import type { ZoneRuntime } from '../context.ts';
import { EnterpriseSchema } from '../enterprises/entities.ts';
import { hasErrors, type EnterpriseProblem } from '../enterprises/problems.ts';
import { moveEnterprise, saveEnterprises } from '../enterprises/register.ts';
import { registered, type Registered } from '../enterprises/store.ts';
import { knownOf, type ReturnKnown } from '../returns/facts.ts';
import type { DemoEnterprise } from './register.ts';
import { askedIn, type DemoReturn } from './returns.ts';
import { submit } from './submit.ts';
import { entryOf, type DemoYear } from './year.ts';

export interface WrittenYear {
  readonly enterprises: number;
  readonly submitted: number;
  readonly kept: number;
}

/** `say` is told of each form when it is done. Errors: StartupError, when the database holds what is not made up. */
export async function writeYear(
  year: DemoYear,
  runtime: ZoneRuntime,
  say: (line: string) => void,
): Promise<WrittenYear> {
  const { database } = runtime;
  const { due, known } = await checkYear(year, runtime);
  const enterprises = await enterRegister(year, database);
  const there = `${year.enterprises.length} enterprises there already`;
  say(`${year.zone}: ${enterprises === 0 ? there : `${enterprises} enterprises registered`}`);
  let submitted = 0;
  for (const [form, returns] of Map.groupBy(due, (made) => made.form)) {
    const open = returns.filter(({ period }) => !known.has(`${form} ${period}`));
    let explained = 0;
    for (const made of open) explained += await submit(made, year, runtime);
    submitted += open.length;
    const kept = `${returns.length - open.length} there already`;
    say(`${year.zone}: ${form}: ${open.length} submitted with ${explained} warnings explained, ${kept}`);
  }
  return { enterprises, submitted, kept: due.length - submitted };
}

/** What is to be written, and what is there of it. Errors: StartupError, when it cannot be written; nothing is changed. */
export async function checkYear(year: DemoYear, runtime: ZoneRuntime) {
  const due = year.returns.filter(({ period }) => isOver(period));
  const known = await madeUpOnFile(due, runtime);
  await runtime.database.transaction((manager) => isRegistered(year, manager));
  return { due, known };
}

/** Enterprises without a return would stand in the way of the next year that is made. Errors: StartupError. */
export function refuseYearToCome(year: number): void {
  if (askedIn(year).some(({ period }) => isOver(period))) return;
  throw new StartupError(
    `${year} 年尚无时期结束,什么也没有写入;请换一年 / no period of ${year} is over yet, so nothing was written. Give another --year`,
  );
}

function isOver(period: string): boolean {
  const today = dayOf(new Date());
  return (opensOn(period) ?? today) <= today;
}

/** Form and period of the returns that were ever submitted. Refuses a database that has others than made-up ones among them. */
async function madeUpOnFile(due: readonly DemoReturn[], runtime: ZoneRuntime): Promise<Set<string>> {
  const byForm = [...Map.groupBy(due, ({ form }) => form)];
  const periods = (returns: readonly DemoReturn[]): string[] => returns.map(({ period }) => period);
  const all = await Promise.all(byForm.map(([form, returns]) => knownOf(runtime, form, periods(returns))));
  const known = all.flat();
  const real = known.filter(holdsRealFigures).map(({ form, period }) => `${form} ${period}`);
  if (real.length > 0) {
    throw new StartupError(
      `${runtime.zone} 已有并非合成的报送,什么也没有写入;请换一年或用空数据库 / the database of ${runtime.zone} holds returns that are not synthetic (${real.slice(0, 3).join(', ')}); nothing was written. Give another year, or an empty database`,
    );
  }
  return new Set(known.filter(({ revisions }) => revisions.length > 0).map(({ form, period }) => `${form} ${period}`));
}

function holdsRealFigures({ head, revisions }: ReturnKnown): boolean {
  return (head?.drafting === 1 && head.synthetic === 0) || revisions.some(({ synthetic }) => synthetic === 0);
}

/** How many were entered: all or, when all are there as they should be, none. */
async function enterRegister(year: DemoYear, database: DataSource): Promise<number> {
  return database.transaction(async (manager) => {
    if (await isRegistered(year, manager)) return 0;
    refuseErrors((await saveEnterprises(manager, year.enterprises.map(entryOf))).problems);
    for (const { uscc, move } of year.enterprises) {
      if (move) refuseErrors((await moveEnterprise(manager, { uscc, ...move, version: 1 })).problems);
    }
    return year.enterprises.length;
  });
}

async function isRegistered(year: DemoYear, manager: EntityManager): Promise<boolean> {
  const known = await registered(manager, [...year.byCode.keys()]);
  const others = (await manager.count(EnterpriseSchema)) - known.size;
  const same = year.enterprises.every((each) => isAsEntered(each, known.get(each.uscc)));
  if (others === 0 && same) return true;
  if (others === 0 && known.size === 0) return false;
  throw new StartupError(
    `${year.zone} 的企业名录另有企业(或属另一种子、年份、家数),什么也没有写入;请用空数据库 / the register of ${year.zone} holds other enterprises than this made-up year has (it may be of another seed, year or number); nothing was written. Begin with an empty database`,
  );
}

function isAsEntered(each: DemoEnterprise, known: Registered | undefined): boolean {
  const { name, industry, enteredOn, leftOn, note, block, move } = each;
  const { row, memberships = [] } = known ?? {};
  const entered = [row?.name, row?.industry, row?.enteredOn, row?.leftOn, row?.note];
  const blocks = memberships.map((one) => one.block);
  const wanted = [name, industry, enteredOn, leftOn, note, block, ...(move ? [move.block] : [])];
  return [...entered, ...blocks].join('\n') === wanted.join('\n');
}

function refuseErrors(problems: readonly EnterpriseProblem[]): void {
  if (!hasErrors(problems)) return;
  throw new TypeError(`made-up enterprises are refused: ${JSON.stringify(problems.slice(0, 3))}`);
}
