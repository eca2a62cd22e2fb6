/**
 * Writes a made-up year into the zone's own database. What is there already stays as it is, so that a second run changes nothing;
 * beside figures or enterprises that are not made up, nothing is written at all.
 */
import { In, type DataSource } from 'typeorm';
import { opensOn } from '../../../schema/forms.ts';
import { STANDARD } from '../../../schema/standard.ts';
import { StartupError } from '../../../infra/runtime/startup-error.ts';
import { EnterpriseSchema } from '../enterprises/entities.ts';
import { saveEnterpriseObservations } from '../enterprises/observations.ts';
import { hasErrors, type EnterpriseProblem } from '../enterprises/problems.ts';
import { moveEnterprise, saveEnterprises } from '../enterprises/register.ts';
import { rollups, printAmount, type Rollup } from '../enterprises/rollup.ts';
import { registered, type Registered } from '../enterprises/store.ts';
import { ReturnHeadSchema } from '../returns/entities.ts';
import type { Signer } from '../signing/keys.ts';
import { addRevision, returnsInForce } from '../statistics/store.ts';
import { readWritten } from '../statistics/written.ts';
import { examined, type ExaminedReturn, type Explained } from './explanations.ts';
import type { DemoEnterprise } from './register.ts';
import type { DemoCell } from './returns.ts';
import { entryOf, type DemoYear } from './year.ts';

export interface Where {
  readonly database: DataSource;
  readonly signer: Signer;
  /** The day in China: a period that is not over has no return yet. */
  readonly today: string;
  /** Told of each form when it is done. */
  readonly say: (line: string) => void;
}

export interface WrittenYear {
  readonly enterprises: number;
  readonly submitted: number;
  readonly kept: number;
}

export async function writeYear(year: DemoYear, where: Where): Promise<WrittenYear> {
  const { database, today, say } = where;
  const due = examined(year).filter(({ made }) => (opensOn(made.period) ?? today) <= today);
  const known = await madeUpOnFile(year, due, database);
  const enterprises = await enterRegister(year, database);
  say(`${year.zone}: ${enterprises === 0 ? `${year.enterprises.length} enterprises there already` : `${enterprises} enterprises registered`}`); // prettier-ignore
  let submitted = 0;
  for (const [form, returns] of Map.groupBy(due, ({ made }) => made.form)) {
    const open = returns.filter(({ made }) => !known.has(`${form} ${made.period}`));
    for (const each of open) await submit(each, year.zone, where);
    submitted += open.length;
    const warnings = open.flatMap(({ found }) => found.filter(({ text }) => text !== null)).length;
    say(`${year.zone}: ${form}: ${open.length} submitted, ${returns.length - open.length} there already, ${warnings} warnings explained`); // prettier-ignore
  }
  return { enterprises, submitted, kept: due.length - submitted };
}

/** Form and period of the returns that are there. Refuses a database that has others than made-up ones among them. */
async function madeUpOnFile(
  { zone }: DemoYear,
  due: readonly ExaminedReturn[],
  database: DataSource,
): Promise<Set<string>> {
  const keys = due.map(({ made }) => ({ form: made.form, period: made.period, asOf: null }));
  const inForce = (await returnsInForce(database, keys)).filter((each) => each !== null);
  const heads = await database.getRepository(ReturnHeadSchema).findBy({ period: In(keys.map(({ period }) => period)) });
  const drafts = heads.filter(({ drafting, synthetic }) => drafting === 1 && synthetic === 0);
  const real = [...inForce.filter(({ synthetic }) => !synthetic), ...drafts];
  if (real.length > 0) {
    const which = real.slice(0, 3).map(({ form, period }) => `${form} ${period}`);
    throw new StartupError(`the database of ${zone} holds returns that are not synthetic (${which.join(', ')}); nothing was written. Give another year, or an empty database`); // prettier-ignore
  }
  return new Set(inForce.map(({ form, period }) => `${form} ${period}`));
}

/** How many were entered: all or, when all are there as they should be, none. */
async function enterRegister(year: DemoYear, database: DataSource): Promise<number> {
  return database.transaction(async (manager) => {
    const known = await registered(manager, [...year.byCode.keys()]);
    const others = (await manager.count(EnterpriseSchema)) - known.size;
    const same = year.enterprises.every((each) => isAsEntered(each, known.get(each.uscc)));
    if (others === 0 && same) return 0;
    if (others > 0 || known.size > 0) {
      const what =
        others > 0 ? 'enterprises that are not of this made-up year' : 'those of another seed, year or number';
      throw new StartupError(`the register of ${year.zone} holds ${what}; nothing was written. Begin with an empty database`); // prettier-ignore
    }
    const { problems } = await saveEnterprises(manager, year.enterprises.map(entryOf));
    refuseErrors(problems);
    for (const { uscc, move } of year.enterprises) {
      if (move) refuseErrors((await moveEnterprise(manager, { uscc, ...move, version: 1 })).problems);
    }
    return year.enterprises.length;
  });
}

function isAsEntered(each: DemoEnterprise, known: Registered | undefined): boolean {
  const { name, industry, enteredOn, leftOn, note, block, move } = each;
  const { row, memberships = [] } = known ?? {};
  const facts = [
    row?.name,
    row?.industry,
    row?.enteredOn,
    row?.leftOn,
    row?.note,
    ...memberships.map((one) => one.block),
  ];
  return (
    facts.join('\n') === [name, industry, enteredOn, leftOn, note, block, ...(move ? [move.block] : [])].join('\n')
  );
}

function refuseErrors(problems: readonly EnterpriseProblem[]): void {
  if (hasErrors(problems))
    throw new TypeError(`made-up enterprises are refused: ${JSON.stringify(problems.slice(0, 3))}`);
}

/** One return, in one transaction: the only place that writes one. */
async function submit({ made, found }: ExaminedReturn, zone: string, { database, signer }: Where): Promise<void> {
  const errors = found.filter(({ result }) => result.severity === 'ERROR');
  if (errors.length > 0)
    throw new TypeError(`${zone} ${made.form} ${made.period}: ${JSON.stringify(errors.slice(0, 3))}`);
  const { form, period, enterpriseCells } = made;
  await database.transaction(async (manager) => {
    let observations = made.cells;
    if (enterpriseCells.length > 0) {
      refuseErrors((await saveEnterpriseObservations(manager, { form, period, cells: enterpriseCells })).problems);
      observations = (await rollups(manager, form, [period])).map(summedCell);
    }
    const about = { zone, form, period, standardVersion: STANDARD.version, synthetic: true };
    await addRevision(manager, { ...about, explanations: found.flatMap(explanationOf), observations }, signer);
  });
}

function explanationOf({ result, text }: Explained) {
  if (text === null) return [];
  const { rule, indicator, block, enterprise } = result;
  return [{ rule, indicator: indicator ?? '', block: block ?? '', enterprise: enterprise ?? '', text }];
}

function summedCell({ block, indicator, unit, total }: Rollup): DemoCell {
  const written = readWritten(printAmount(total ?? 0n)) ?? { digits: null, decimals: 0 };
  return { block, indicator, ...written, unit, unitMult: 0, obsStatus: 'A', counterpart: null, note: null };
}
