/** What the zone says to each warning that validation finds in its made-up returns, as a statistician would have to. Pure. */
import { findForm } from '../../../schema/forms.ts';
import type { ObsStatus } from '../../../schema/obs-status.ts';
import { printWritten } from '../statistics/written.ts';
import type { ReturnCell, ValidationResult } from '../validation/types.ts';
import { validate } from '../validation/rules.ts';
import { MAINTENANCE_MONTH, REFUND_MONTH } from './months.ts';
import type { Event } from './register.ts';
import { lastMonth, type DemoReturn } from './returns.ts';
import type { DemoYear } from './year.ts';

export interface Explained {
  readonly result: ValidationResult;
  /** Null for what needs no explanation. */
  readonly text: string | null;
}

export interface ExaminedReturn {
  readonly made: DemoReturn;
  readonly found: readonly Explained[];
}

/** Every return with what validation finds in it, in the order of the returns. */
export function examined(year: DemoYear): ExaminedReturn[] {
  const cells = new Map(year.returns.map((made) => [made, returnCells(made, year)]));
  return year.returns.map((made) => {
    const form = findForm(made.form);
    if (!form) throw new TypeError(`no form ${made.form}`);
    const others = year.returns.filter((each) => each !== made && each.form === made.form);
    const previous = new Map(others.map((each) => [each.period, cells.get(each) ?? []]));
    const results = validate({
      zone: year.zone,
      form,
      period: made.period,
      cells: cells.get(made) ?? [],
      previous,
      blocks: year.blocks,
      recomputed: made.form === 'ZONE_MONTHLY' ? summed(made.period, year) : [],
    });
    return { made, found: results.map((result) => ({ result, text: textFor(result, made, year) })) };
  });
}

function returnCells(made: DemoReturn, year: DemoYear): ReturnCell[] {
  const value = ({ digits, decimals }: { digits: bigint | null; decimals: number }): string | null =>
    digits === null ? null : printWritten({ digits, decimals });
  const normal: ObsStatus = 'A';
  const ofZone = made.cells.map((cell) => ({
    ...{ indicator: cell.indicator, block: cell.block || null, enterprise: null, value: value(cell) },
    ...{ unit: cell.unit, unitMult: cell.unitMult, obsStatus: normal, counterpart: null },
  }));
  const ofEnterprises = made.enterpriseCells.map((cell) => ({
    ...{ indicator: cell.indicator, block: blockOf(cell.uscc, made.period, year), enterprise: cell.uscc },
    ...{ value: value(cell), unit: cell.unit, unitMult: cell.unitMult, obsStatus: normal, counterpart: null },
  }));
  return [...ofZone, ...ofEnterprises];
}

function blockOf(uscc: string, period: string, year: DemoYear): string | null {
  const found = year.byCode.get(uscc);
  if (!found) return null;
  return found.move && found.move.from.slice(0, 7) <= period ? found.move.block : found.block;
}

/** What follows from the enterprises' cells of the month, for the zone and its blocks. */
function summed(period: string, year: DemoYear): ReturnCell[] {
  const made = year.returns.find((each) => each.form === 'ENTERPRISE_MONTHLY' && each.period === period);
  const sums = new Map<string, { block: string | null; indicator: string; digits: bigint; decimals: number; unit: string; unitMult: number }>(); // prettier-ignore
  for (const { uscc, digits, indicator, decimals, unit, unitMult } of made?.enterpriseCells ?? []) {
    for (const block of [null, blockOf(uscc, period, year)]) {
      const key = `${indicator} ${block ?? ''}`;
      const before = sums.get(key)?.digits ?? 0n;
      sums.set(key, { block, indicator, digits: before + (digits ?? 0n), decimals, unit, unitMult });
    }
  }
  return [...sums.values()].map(({ digits, decimals, ...cell }) => ({
    ...cell,
    enterprise: null,
    value: printWritten({ digits, decimals }),
    obsStatus: 'A',
    counterpart: null,
  }));
}

const MADE_UP = '【合成】';

function textFor(result: ValidationResult, made: DemoReturn, year: DemoYear): string | null {
  if (!result.needsExplanation) return null;
  const month = lastMonth(made.period);
  const stoodStill = result.rule === 'CHANGE_OF_FLOW' && [MAINTENANCE_MONTH, MAINTENANCE_MONTH + 1].includes(month);
  const refunds =
    result.indicator?.startsWith('TAX_REVENUE') === true && [REFUND_MONTH, REFUND_MONTH + 1].includes(month);
  const who = (event: Event): string => year.enterprises.find((each) => each.event === event)?.name ?? '';
  if (result.rule === 'RECOMPUTED') {
    const moved = `${who('MOVER')}于 11 月迁往另一区块`;
    const left = `${who('LEAVER')}于 11 月底迁出`;
    const reasons = [moved, ...(month === 12 ? [left] : [])].filter((text) => text.startsWith('合成企业'));
    return `${MADE_UP}${reasons.join(',')};其迁移前之数仍计入原区块本年累计 / enterprises moved; what they made before stays in the year to date of where they were`;
  }
  if (result.rule === 'CHANGE_OF_STOCK') return `${MADE_UP}有企业入园、迁移或迁出 / enterprises came, moved or left`;
  if (refunds) return `${MADE_UP}${who('REFUND')}取得增值税留抵退税 / a VAT credit was refunded`;
  if (stoodStill) return `${MADE_UP}${who('MAINTENANCE')}停产检修 / a plant stood still for maintenance`;
  return `${MADE_UP}季节性波动,已与企业核对 / seasonal; confirmed with the enterprises`;
}
