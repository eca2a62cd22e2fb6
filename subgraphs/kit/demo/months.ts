/** What each enterprise above scale makes, month by month. Pure; amounts are whole hundreds of yuan, so that they add up exactly. */
import type { Chance, DemoEnterprise } from './register.ts';
import { around, randomOf } from './random.ts';

export interface MonthFigures {
  readonly enterprise: DemoEnterprise;
  readonly month: number;
  /** The block that has its figures of the month. */
  readonly block: string;
  readonly output: bigint;
  readonly revenue: bigint;
  readonly tax: bigint;
  /** From January on, whichever block it sat in. */
  readonly toDate: Amounts;
  readonly employees: bigint;
}

export interface Amounts {
  readonly output: bigint;
  readonly revenue: bigint;
  readonly tax: bigint;
}

export const NOTHING: Amounts = { output: 0n, revenue: 0n, tax: 0n };

export function plus(a: Amounts, b: Amounts): Amounts {
  return { output: a.output + b.output, revenue: a.revenue + b.revenue, tax: a.tax + b.tax };
}

/** Spring Festival makes February weak; the half-year's and the year's last month are strong. The mean is 1. */
const SEASON = [0.95, 0.74, 1.03, 1, 1.02, 1.07, 0.98, 0.97, 1.04, 1.01, 1.06, 1.13];
/** Tax follows in the month after a quarter. */
const TAX_SEASON = [1.15, 0.95, 0.95, 1.15, 0.95, 0.95, 1.15, 0.95, 0.95, 1.15, 0.95, 0.95];

export const MONTHS = SEASON.map((_, at) => at + 1);
export const MAINTENANCE_MONTH = 8;
export const REFUND_MONTH = 6;

/** The months in which the enterprise is in the zone, in order. */
export function yearOf(enterprise: DemoEnterprise, { zone, seed, year }: Chance): MonthFigures[] {
  const random = randomOf('months', seed, zone, year, enterprise.uscc);
  const made: MonthFigures[] = [];
  let toDate = NOTHING;
  for (const month of MONTHS) {
    const amounts = amountsOf(enterprise, month, random);
    const employees = BigInt(Math.round(enterprise.employees * (1 + 0.003 * (month - 6)) * around(random, 0.01)));
    if (!isIn(enterprise, `${year}-${String(month).padStart(2, '0')}`)) continue;
    toDate = plus(toDate, amounts);
    const moved = month >= Number(enterprise.move?.from.slice(5, 7) ?? Infinity);
    const block = (moved ? enterprise.move?.block : undefined) ?? enterprise.block;
    made.push({ enterprise, month, block, ...amounts, toDate, employees });
  }
  return made;
}

function amountsOf(enterprise: DemoEnterprise, month: number, random: () => number): Amounts {
  const stopped = enterprise.event === 'MAINTENANCE' && month === MAINTENANCE_MONTH ? 0.35 : 1;
  const refunded = enterprise.event === 'REFUND' && month === REFUND_MONTH ? -0.6 : 1;
  const trend = 1 + 0.004 * (month - 6.5);
  const revenue = (enterprise.revenue / 12) * (SEASON[month - 1] ?? 1) * trend * around(random, 0.07) * stopped;
  const output = revenue * enterprise.outputToRevenue * around(random, 0.02);
  const tax = revenue * enterprise.taxToRevenue * (TAX_SEASON[month - 1] ?? 1) * around(random, 0.04) * refunded;
  const hundreds = (yuan: number): bigint => BigInt(Math.round(yuan / 100));
  return { output: hundreds(output), revenue: hundreds(revenue), tax: hundreds(tax) };
}

function isIn({ enteredOn, leftOn }: DemoEnterprise, month: string): boolean {
  return enteredOn.slice(0, 7) <= month && (leftOn === null || month <= leftOn.slice(0, 7));
}
