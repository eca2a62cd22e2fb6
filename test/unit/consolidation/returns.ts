/** Answers of zones, written briefly, for the tests of the arithmetic. */
import { findIndicator, type Indicator, type IndicatorKind } from '../../../schema/standard.ts';
import type { Cell, Figure, ZoneAnswer } from '../../../subgraphs/core/consolidation/rules/types.ts';

/** An indicator of the published standard. */
export function standard(code: string): Indicator {
  const found = findIndicator(code);
  if (!found) throw new Error(`the standard has no ${code}`);
  return found;
}

/** An indicator of a kind that the published standard may lack. */
export function madeUp(kind: IndicatorKind, over: Partial<Indicator> = {}): Indicator {
  return {
    code: `MADE_UP_${kind}`,
    name: '试验指标',
    nameEn: 'Made up',
    unit: 'CNY',
    decimals: 2,
    kind,
    direction: 'POSITIVE',
    source: 'test',
    ...over,
  };
}

export type CellFacts = Partial<Omit<Cell, 'indicator' | 'value'>>;

/** A cell of the whole zone in the indicator's own unit, normal when it has a number and "not collected" when not. */
export function cell(indicator: Indicator, value: string | null, facts: CellFacts = {}): Cell {
  return {
    indicator: indicator.code,
    block: null,
    value,
    unit: indicator.unit,
    unitMult: 0,
    decimals: value?.split('.')[1]?.length ?? 0,
    obsStatus: value === null ? 'L' : 'A',
    counterpart: null,
    note: null,
    ...facts,
  };
}

export function reported(zone: string, ...cells: readonly Cell[]): ZoneAnswer {
  return {
    zone,
    answer: { reported: true, revision: 1, digest: `digest of ${zone}`, verdict: 'ACCEPTED', synthetic: false, cells },
  };
}

export function notReported(zone: string): ZoneAnswer {
  return {
    zone,
    answer: { reported: false, revision: null, digest: null, verdict: null, synthetic: false, cells: [] },
  };
}

/** What a reader of a figure sees first, without the parts. */
export interface Headline {
  readonly value: string | null;
  readonly obsStatus: string;
  readonly of: string;
  readonly gaps: readonly string[];
}

export function headlineOf({ value, obsStatus, coverage }: Figure): Headline {
  return {
    value: value?.toFixed() ?? null,
    obsStatus,
    of: `${coverage.reported}/${coverage.expected}`,
    gaps: coverage.gaps.map(({ zone, reason }) => `${zone} ${reason}`),
  };
}

/** Each zone: its value, or why it has none. */
export function valuesByZone({ parts }: Figure): Record<string, unknown> {
  return Object.fromEntries(
    parts.map(({ zone, value, outcome }) => [
      zone,
      value?.toFixed() ?? (typeof outcome === 'object' ? outcome.gap : outcome),
    ]),
  );
}
