/** The returns of a year as they follow from the enterprises' months: blocks add up to the zone, years to date are running sums. Pure. */
import { findForm, periodsOf } from '../../../schema/forms.ts';
import { parsePeriod } from '../../../schema/period.ts';
import { findIndicator, type Form } from '../../../schema/standard.ts';
import type { CellInput } from '../enterprises/cells.ts';
import type { ObservationRow } from '../statistics/entities.ts';
import type { BlockSize, ZoneSize } from './facts.ts';
import { NOTHING, plus, yearOf, type Amounts, type MonthFigures } from './months.ts';
import { around, randomOf } from './random.ts';
import type { Chance, DemoEnterprise } from './register.ts';

export type DemoCell = Omit<ObservationRow, 'revisionId'>;

export interface DemoReturn {
  readonly form: string;
  readonly period: string;
  /** Of the zone ('') and its blocks; empty in a form of enterprises. */
  readonly cells: readonly DemoCell[];
  readonly enterpriseCells: readonly CellInput[];
}

/** In the order in which they fall due: what others are compared with comes first. */
const FORMS = ['ENTERPRISE_MONTHLY', 'ZONE_MONTHLY', 'ZONE_QUARTERLY'];

export function returnsOf(size: ZoneSize, enterprises: readonly DemoEnterprise[], chance: Chance): DemoReturn[] {
  const months = enterprises.filter((each) => each.aboveScale).flatMap((each) => yearOf(each, chance));
  const blocks = size.blocks.map((ofBlock) => new BlockYear(ofBlock, enterprises, months, size, chance));
  const made = askedIn(chance.year).map(({ form, period }): DemoReturn => {
    const last = lastMonth(period);
    if (form.levels.includes('ENTERPRISE')) {
      const enterpriseCells = months
        .filter(({ month }) => month === last)
        .flatMap((each) => cellsOf(each, form.indicators));
      return { form: form.code, period, cells: [], enterpriseCells };
    }
    const first = form.frequency === 'MONTH' ? last : last - 2;
    const cells = form.indicators.flatMap((indicator) => {
      const ofBlocks = blocks.map((each) => [each.code, each.figure(indicator, first, last)] as const);
      const whole = ofBlocks.reduce((sum, [, digits]) => sum + digits, 0n);
      return [['', whole] as const, ...ofBlocks].map(([block, digits]) => cell(indicator, block, digits, chance.mark));
    });
    return { form: form.code, period, cells, enterpriseCells: [] };
  });
  return made.toSorted((a, b) => lastMonth(a.period) - lastMonth(b.period)); // stable: forms stay in order
}

/** What the forms ask for in a year. */
export function askedIn(year: number): { readonly form: Form; readonly period: string }[] {
  return FORMS.flatMap((code) => {
    const form = findForm(code);
    return form ? periodsOf(form, `${year}-01-01`, `${year}-12-31`).map((period) => ({ form, period })) : [];
  });
}

export function lastMonth(period: string): number {
  return Number(parsePeriod(period)?.end?.slice(5, 7));
}

/** Money in ten thousands (万) with two decimals, areas with four; counts whole. */
const WRITTEN: Readonly<Record<string, { readonly decimals: number; readonly unitMult: number }>> = {
  CNY: { decimals: 2, unitMult: 4 },
  USD: { decimals: 2, unitMult: 4 },
  KM2: { decimals: 4, unitMult: 0 },
};

function writtenAs(indicator: string): Pick<DemoCell, 'unit' | 'decimals' | 'unitMult'> {
  const unit = findIndicator(indicator)?.unit ?? '';
  return { unit, ...(WRITTEN[unit] ?? { decimals: 0, unitMult: 0 }) };
}

function cell(indicator: string, block: string, digits: bigint, note: string | null): DemoCell {
  return { block, indicator, digits, ...writtenAs(indicator), obsStatus: 'A', counterpart: null, note };
}

/** The mark of an enterprise's figures is its name's and its entry's. */
function cellsOf(figures: MonthFigures, indicators: readonly string[]): CellInput[] {
  const { enterprise, toDate, employees } = figures;
  const digits: Readonly<Record<string, bigint>> = {
    ...flows(figures),
    ...flows(toDate, '_YTD'),
    EMPLOYEES: employees,
  };
  return indicators.map((indicator) => ({
    uscc: enterprise.uscc,
    indicator,
    digits: digits[indicator] ?? 0n,
    ...writtenAs(indicator),
    obsStatus: 'A',
    note: null,
  }));
}

function flows({ output, revenue, tax }: Amounts, suffix = ''): Record<string, bigint> {
  return {
    [`INDUSTRIAL_OUTPUT${suffix}`]: output,
    [`OPERATING_REVENUE${suffix}`]: revenue,
    [`TAX_REVENUE${suffix}`]: tax,
  };
}

/** What a block states, from its enterprises' months and, where no enterprise is asked, of its own. */
class BlockYear {
  readonly code: string;
  readonly #size: BlockSize;
  readonly #year: number;
  readonly #enterprises: readonly DemoEnterprise[];
  readonly #months: readonly MonthFigures[];
  /** In each quarter: hundreds of yuan, and of US dollars. */
  readonly #investment: readonly bigint[];
  readonly #foreign: readonly bigint[];

  constructor(
    ofBlock: BlockSize,
    enterprises: readonly DemoEnterprise[],
    months: readonly MonthFigures[],
    size: ZoneSize,
    { zone, seed, year }: Chance,
  ) {
    const random = randomOf('block', seed, zone, year, ofBlock.block.code);
    this.code = ofBlock.block.code;
    this.#size = ofBlock;
    this.#year = year;
    this.#enterprises = enterprises;
    this.#months = months.filter(({ block }) => block === this.code);
    const quarterly = (ofQuarter: number, spread: number): bigint[] =>
      [0.85, 1.1, 1.05, 1].map((season) => BigInt(Math.round((ofQuarter / 100) * season * around(random, spread))));
    this.#investment = quarterly((size.revenue * ofBlock.aboveScale * INVESTED) / 4, 0.08);
    this.#foreign = ofBlock === size.blocks[0] ? quarterly(FOREIGN_USD / 4, 0.2) : [0n, 0n, 0n, 0n];
  }

  /** Of the months from `first` to `last`; a year to date and a stock by the last of them. */
  figure(indicator: string, first: number, last: number): bigint {
    const base = indicator.replace(/_YTD$/, '');
    const from = base === indicator ? first : 1;
    const flow = flows(this.#sum(from, last))[base];
    if (flow !== undefined) return flow;
    const reporting = this.#months.filter(({ month }) => month === last);
    switch (base) {
      case 'AREA_PLANNED':
        return this.#size.area;
      case 'ENTERPRISES':
        return BigInt(this.#registered(last));
      case 'ENTERPRISES_ABOVE_SCALE':
        return BigInt(reporting.length);
      case 'EMPLOYEES':
        return reporting.reduce((sum, { employees }) => sum + employees, 0n);
      case 'INVESTMENT_FIXED':
        return this.#quarters(this.#investment, from, last);
      case 'FDI_UTILIZED':
        return this.#quarters(this.#foreign, from, last);
      case 'ENTERPRISES_HIGH_TECH':
        return BigInt(Math.round(reporting.length * HIGH_TECH));
      default:
        return 0n; // 国家级孵化器:文件称暂无 / national incubators: the paper says there are none
    }
  }

  #sum(first: number, last: number): Amounts {
    return this.#months.filter(({ month }) => first <= month && month <= last).reduce(plus, NOTHING);
  }

  #quarters(amounts: readonly bigint[], first: number, last: number): bigint {
    return amounts.slice((first - 1) / 3, last / 3).reduce((sum, each) => sum + each, 0n);
  }

  /** In the register of the block on the month's last day. */
  #registered(month: number): number {
    const end = parsePeriod(`${this.#year}-${String(month).padStart(2, '0')}`)?.end ?? '';
    return this.#enterprises.filter(({ block, move, enteredOn, leftOn }) => {
      const now = move && move.from <= end ? move.block : block;
      return now === this.code && enteredOn <= end && (leftOn === null || end <= leftOn);
    }).length;
  }
}

/** 【设定】Of revenue in a year; the paper gives no investment. */
const INVESTED = 0.2;
/** A fifth of what the paper gives for 2024 of all zones, 162 万美元. */
const FOREIGN_USD = 324_000;
/** The paper's 43 high-tech enterprises among its 118 or so above scale. */
const HIGH_TECH = 0.36;
