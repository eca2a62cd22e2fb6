/** One consolidated figure from the zones' answers: value, status, coverage and parts, always together. */
import type { Big } from 'big.js';
import { findIndicator, type Indicator } from '../../../../schema/standard.ts';
import { coverageOf, type Weights } from './coverage.ts';
import { OperationNotAllowed, combineValues, overZones } from './kinds.ts';
import { additiveParts, ratio, ratioParts } from './parts.ts';
import { headline, type ObsStatus } from './status.ts';
import type { Coverage, Figure, Mode, Part, ZoneAnswer } from './types.ts';

export interface FigureOptions {
  readonly mode: Mode;
  readonly weights?: Weights;
  /** Where a ratio finds its terms; the published standard by default. */
  readonly find?: (code: string) => Indicator | undefined;
}

/** Throws OperationNotAllowed for kinds that zone figures cannot make. */
export function consolidate(indicator: Indicator, answers: readonly ZoneAnswer[], options: FigureOptions): Figure {
  const operation = overZones(indicator.kind);
  switch (operation) {
    case 'SUM':
    case 'MIN':
    case 'MAX': {
      const parts = additiveParts(indicator, answers);
      return { ...figureOf(indicator, parts, options, combineValues(operation, valuesOf(parts))), terms: null };
    }
    case 'FROM_PARTS':
      return consolidateRatio(indicator, answers, options);
    case 'LAST':
    case 'MEAN':
    case 'UNION_OF_KEYS':
    case 'NONE':
      throw new OperationNotAllowed(indicator.kind, 'zones');
  }
}

/** Σ numerator / Σ denominator over the same zones, never a mean of the zones' ratios. */
function consolidateRatio(indicator: Indicator, answers: readonly ZoneAnswer[], options: FigureOptions): Figure {
  const find = options.find ?? findIndicator;
  const [numerator, denominator] = [indicator.numerator, indicator.denominator].map((code) => find(code ?? ''));
  if (!numerator || !denominator) throw new OperationNotAllowed(indicator.kind, 'zones');
  const numerators = additiveParts(numerator, answers);
  const denominators = additiveParts(denominator, answers);
  const parts = ratioParts(indicator, numerators, denominators);
  const joint = new Set(parts.filter((part) => part.outcome === 'COUNTED').map((part) => part.zone));
  const total = (of: readonly Part[]): Big | null =>
    combineValues('SUM', valuesOf(of.filter((part) => joint.has(part.zone))));
  const value = ratio(indicator, total(numerators), total(denominators));
  const terms = {
    numerator: consolidate(numerator, answers, options),
    denominator: consolidate(denominator, answers, options),
  };
  return { ...figureOf(indicator, parts, options, value), terms };
}

function figureOf(indicator: Indicator, parts: readonly Part[], options: FigureOptions, value: Big | null) {
  const coverage = coverageOf(parts, options.weights);
  const withheld = options.mode === 'STRICT' && coverage.gaps.length > 0;
  const shown = withheld ? null : value;
  return {
    indicator,
    value: shown,
    obsStatus: statusOf(shown, withheld, parts, coverage, options.mode),
    coverage,
    parts,
  };
}

/**
 * Of a number: the headline of its parts, and at least P in PARTIAL mode, whatever its coverage: only STRICT may look
 * final. Of none: M when it cannot exist (nothing expected, or a base of 0), else O.
 */
function statusOf(
  value: Big | null,
  withheld: boolean,
  parts: readonly Part[],
  coverage: Coverage,
  mode: Mode,
): ObsStatus {
  const counted = parts.filter((part) => part.outcome === 'COUNTED');
  if (value !== null) {
    return headline(
      counted.flatMap((part) => part.statuses),
      mode === 'STRICT' && coverage.complete,
    );
  }
  return !withheld && (coverage.expected === 0 || counted.length > 0) ? 'M' : 'O';
}

function valuesOf(parts: readonly Part[]): Big[] {
  return parts.map((part) => part.value).filter((value) => value !== null);
}
