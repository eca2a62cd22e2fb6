/** What validation finds in a return, and what the zone has said to it. */
import { setImmediate } from 'node:timers/promises';
import type { DataSource, EntityManager } from 'typeorm';
import { findForm, periodsOf } from '../../../schema/forms.ts';
import { parsePeriod } from '../../../schema/period.ts';
import type { Form } from '../../../schema/standard.ts';
import type { DraftRuntime } from '../context.ts';
import { headcount } from '../enterprises/headcount.ts';
import { printAmount, type Rollup } from '../enterprises/rollup.ts';
import { returnsInForce } from '../statistics/store.ts';
import { placeOf } from '../validation/calendar.ts';
import { validate } from '../validation/rules.ts';
import type { ReturnCell, ValidationResult, ValidBlock } from '../validation/types.ts';
import { returnCell, writtenCell } from './cells.ts';
import type { DraftExplanationRow } from './entities.ts';
import { coverageOf, enterpriseCells, enterprisesOf } from './enterprise-cells.ts';
import { validationProblem, type ValidationProblem } from './problems.ts';
import type { Cell } from './store.ts';

export interface Examined {
  readonly form: Form;
  readonly period: string;
  readonly cells: readonly Cell[];
  readonly explanations: readonly Omit<DraftExplanationRow, 'form' | 'period'>[];
  readonly blocks: readonly ValidBlock[];
}

type Where = Pick<DraftRuntime, 'zone' | 'database' | 'ownRules'>;
type Database = DataSource | EntityManager;

/** All findings, gravest first, with what was said to them. `reading`: where this return's own figures are read. */
export async function examine(examined: Examined, where: Where, reading: Database): Promise<ValidationProblem[]> {
  const { form } = examined;
  const results = form.levels.includes('ENTERPRISE')
    ? await ofEnterprises(examined, where, reading)
    : await ofZone(examined, where, reading);
  const said = new Map(examined.explanations.map((each) => [warningKey(each), each.text]));
  return results.map((each) => validationProblem(each, said.get(warningKey(each)) ?? null));
}

interface Warned {
  readonly rule: string;
  readonly indicator: string | null;
  readonly block: string | null;
  readonly enterprise: string | null;
}

export function warningKey({ rule, indicator, block, enterprise }: Warned): string {
  return [rule, indicator ?? '', block ?? '', enterprise ?? ''].join('\n');
}

async function ofZone(examined: Examined, where: Where, reading: Database): Promise<ValidationResult[]> {
  const { form, period, cells, blocks } = examined;
  const { zone, database, ownRules } = where;
  const earlier = earlierPeriods(form, period);
  const found = await returnsInForce(
    database,
    earlier.map((each) => ({ form: form.code, period: each, asOf: null })),
  );
  const previous = new Map(
    found.flatMap((each) => {
      if (!each) return [];
      return [[each.period, each.observations.map((cell) => returnCell({ ...cell, enterprise: null }))] as const];
    }),
  );
  const own = cells.map((cell) => returnCell({ ...writtenCell(cell), enterprise: null }));
  const recomputed = await recomputedOf(form, period, database, reading);
  return validate({ zone, form, period, cells: own, previous, blocks, recomputed, ownRules });
}

const HISTORY_YEARS = 3;

function earlierPeriods(form: Form, period: string): string[] {
  const parsed = parsePeriod(period);
  if (!parsed || form.frequency === 'SINCE') return [];
  const first = `${Number(parsed.start.slice(0, 4)) - HISTORY_YEARS}${parsed.start.slice(4)}`;
  return periodsOf(form, first, parsed.start);
}

/** What follows from the enterprises' return, once it is submitted; a sum that some of them still owe a part of is no measure. */
async function recomputedOf(
  form: Form,
  period: string,
  database: DataSource,
  reading: Database,
): Promise<ReturnCell[]> {
  const day = parsePeriod(period)?.end ?? null;
  const asked = new Set(form.indicators);
  const key = { form: ENTERPRISE_FORM, period, asOf: null };
  const [submitted = null] = form.frequency === 'MONTH' ? await returnsInForce(database, [key]) : [];
  const sums = (submitted?.observations ?? []).filter(({ obsStatus }) => obsStatus === 'A');
  const counts = day !== null && asked.has('ENTERPRISES') ? await headcount(reading, { period, day }) : [];
  const registered = counts.some(({ reported }) => reported > 0) ? counts : []; // a zone that keeps no register is not accused
  const cells = [...sums.map((cell) => returnCell({ ...cell, enterprise: null })), ...registered.flatMap(cellOfSum)];
  return cells.filter(({ indicator }) => asked.has(indicator));
}

const ENTERPRISE_FORM = findForm('ENTERPRISE_MONTHLY')?.code ?? '';

function cellOfSum({ block, indicator, unit, total, missing }: Rollup): ReturnCell[] {
  if (total === null || missing > 0) return [];
  const place = { block: block === '' ? null : block, enterprise: null };
  return [{ indicator, ...place, value: printAmount(total), unit, unitMult: 0, obsStatus: 'A', counterpart: null }];
}

/** So many at once: between them others are served. */
const ENTERPRISES_AT_ONCE = 50;

async function ofEnterprises(examined: Examined, where: Where, reading: Database): Promise<ValidationResult[]> {
  const { form, period, blocks } = examined;
  const { zone, ownRules } = where;
  const { previous, yearAgo } = placeOf(form, period, []);
  const earlier = [previous, yearAgo].filter((each) => each !== undefined);
  const results: ValidationResult[] = [];
  const usccs = await enterprisesOf(reading, { form: form.code, period });
  for (let from = 0; from < usccs.length; from += ENTERPRISES_AT_ONCE) {
    const chunk = usccs.slice(from, from + ENTERPRISES_AT_ONCE);
    const read = async (of: string): Promise<ReturnCell[]> =>
      (await enterpriseCells(reading, { form: form.code, period: of }, chunk)).map(returnCell);
    const cells = await read(period);
    const known = new Map<string, ReturnCell[]>();
    for (const each of earlier) known.set(each, await read(each));
    results.push(...validate({ zone, form, period, cells, previous: known, blocks, ownRules }));
    await setImmediate();
  }
  const { present, withFigures } = await coverageOf(reading, { form: form.code, period });
  if (withFigures < present) results.push(withoutFigures(present, withFigures));
  const unique = new Map(results.map((each) => [warningKey(each), each])); // what is of the whole return, each part finds
  return [...unique.values()];
}

/** Who must report is not on file, so who does not is explained: a sum must not pass for that of all. */
function withoutFigures(present: number, withFigures: number): ValidationResult {
  return {
    ...{ rule: 'ENTERPRISES_WITHOUT_FIGURES', outcome: 'VIOLATED', severity: 'WARNING', needsExplanation: true },
    ...{ indicator: null, block: null, enterprise: null, tolerance: null },
    ...{ expected: String(present), actual: String(withFigures) },
    message: `在库 ${present} 家,本期 ${withFigures} 家有数;其余各家为何无数,请说明 / ${present} enterprises on the register, ${withFigures} with figures; say why the others have none`,
  };
}

/** Whether anything stands in the way of submitting. */
export function barring(found: readonly ValidationProblem[]): ValidationProblem[] {
  const isUnexplained = ({ needsExplanation, explanation }: ValidationProblem): boolean =>
    needsExplanation && explanation === null;
  return found.filter((each) => each.severity === 'ERROR' || isUnexplained(each));
}
