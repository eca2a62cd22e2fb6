/** A made-up year before validation, without a database: every return with what is found in it, and what is said to that. */
import { findForm } from '../../../../schema/forms.ts';
import type { ObsStatus } from '../../../../schema/obs-status.ts';
import { explanationFor } from '../../../../subgraphs/kit/demo/explanations.ts';
import type { DemoReturn } from '../../../../subgraphs/kit/demo/returns.ts';
import type { DemoYear } from '../../../../subgraphs/kit/demo/year.ts';
import { printWritten } from '../../../../subgraphs/kit/statistics/written.ts';
import { validate } from '../../../../subgraphs/kit/validation/rules.ts';
import type { ReturnCell, ValidationResult } from '../../../../subgraphs/kit/validation/types.ts';

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
    return {
      made,
      found: results.map((result) => ({
        result,
        text: result.needsExplanation ? explanationFor(result, made, year) : null,
      })),
    };
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
