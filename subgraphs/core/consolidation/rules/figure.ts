/** One consolidated figure from the zones' answers: value, status, coverage and parts, always together. */
import { Big } from 'big.js';
import { findIndicator, type Indicator } from '../../../../schema/standard.ts';
import type { Eliminations } from '../../elimination/rules/entries.ts';
import { coverageOf, type Weights } from './coverage.ts';
import { OperationNotAllowed, combineValues, overZones } from './kinds.ts';
import { additiveParts, ratio, ratioParts } from './parts.ts';
import { AS_REPORTED, inTotal, isMoved, locate, partsUnder, valuesUnder, type Held, type Values } from './placement.ts';
import { headline, type ObsStatus } from './status.ts';
import type { Coverage, Figure, Mode, Part, PlacedBlock, ZoneAnswer } from './types.ts';

export interface FigureOptions {
  readonly mode: Mode;
  readonly weights?: Weights;
  /** Whom the blocks count for; as the zones report them by default. */
  readonly held?: Held;
  /** What two zones both have, by indicator; nothing by default. */
  readonly eliminations?: ReadonlyMap<string, Eliminations>;
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
      const { additive, blocks: held } = options.held ?? AS_REPORTED;
      const base = additiveParts(indicator, answers);
      const blocks = locate(indicator, answers, held, operation === 'SUM').filter(isMoved);
      const values = valuesUnder(base, base, blocks);
      const parts = partsUnder(base, blocks, additive).map((part) => valued(part, values.of(part.zone)));
      const gross = combineValues(operation, values.summed);
      const eliminated = eliminatedFrom(base, options, indicator.code);
      const made = { parts, blocks, statuses: values.statuses, eliminated };
      return figureOf(indicator, made, options, net(gross, eliminated));
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

/** Σ numerator / Σ denominator over the same zones and blocks, never a mean of the zones' ratios. */
function consolidateRatio(indicator: Indicator, answers: readonly ZoneAnswer[], options: FigureOptions): Figure {
  const find = options.find ?? findIndicator;
  const [numerator, denominator] = [indicator.numerator, indicator.denominator].map((code) => find(code ?? ''));
  if (!numerator || !denominator) throw new OperationNotAllowed(indicator.kind, 'zones');
  const { additive, blocks: held } = options.held ?? AS_REPORTED;
  const [above, below] = [additiveParts(numerator, answers), additiveParts(denominator, answers)];
  const placed = jointBlocks(locate(numerator, answers, held), locate(denominator, answers, held));
  const base = overSameBlocks(ratioParts(indicator, above, below), placed.apart);
  const [n, d] = [valuesUnder(base, above, placed.above), valuesUnder(base, below, placed.below)];
  const parts = partsUnder(base, placed.above, additive).map((part) =>
    valued(part, ratio(indicator, n.of(part.zone), d.of(part.zone))),
  );
  const total = (values: Values, code: string): Big | null =>
    net(combineValues('SUM', values.summed), eliminatedFrom(base, options, code));
  const terms = {
    numerator: consolidate(numerator, answers, options),
    denominator: consolidate(denominator, answers, options),
  };
  const value = ratio(indicator, total(n, numerator.code), total(d, denominator.code));
  const made = { parts, blocks: [], statuses: n.statuses, eliminated: null };
  return { ...figureOf(indicator, made, options, value), terms };
}

/** Of the entries of an indicator, those with both sides in the total; null where none is to be made, or there is no total. */
function eliminatedFrom(
  base: readonly Part[],
  { eliminations, held = AS_REPORTED }: FigureOptions,
  code: string,
): Figure['eliminated'] {
  const all = eliminations?.get(code);
  if (!all || !held.additive) return null;
  const summed = inTotal(base);
  const entries = all.entries.filter(({ kept, removed }) => summed.has(kept.zone) && summed.has(removed.zone));
  const amount = entries.reduce((sum, entry) => sum.plus(entry.amount), new Big(0));
  return { entries, unmatched: all.unmatched, amount };
}

function net(gross: Big | null, eliminated: Figure['eliminated']): Big | null {
  return gross && eliminated ? gross.minus(eliminated.amount) : gross;
}

/** A part shows a value only where it is counted and can be told from the others. */
function valued(part: Part, value: Big | null): Part {
  return { ...part, value: part.outcome === 'COUNTED' ? value : null };
}

/** The moved blocks of a ratio's terms: known where both are; `apart` are zones whose terms hold different blocks. */
function jointBlocks(numerators: readonly PlacedBlock[], denominators: readonly PlacedBlock[]) {
  const pairs = numerators.flatMap((above, at) => {
    const below = denominators[at];
    return below && (isMoved(above) || isMoved(below)) ? [{ above, below }] : [];
  });
  const differing = pairs.filter(({ above, below }) => above.at !== below.at);
  const apart = new Set(
    differing.flatMap(({ above, below }) => [above.at, below.at, ...above.holders.map(({ zone }) => zone)]),
  );
  const joint = pairs.filter(({ above, below }) => above.at === below.at);
  const known = ({ above, below }: (typeof pairs)[number]): boolean => above.value !== null && below.value !== null;
  const term = (side: 'above' | 'below'): PlacedBlock[] =>
    joint.map((pair) => ({
      ...pair[side],
      value: known(pair) ? pair[side].value : null,
      statuses: [...pair.above.statuses, ...pair.below.statuses],
    }));
  return { above: term('above'), below: term('below'), apart };
}

/** Zones whose numerator holds a block that their denominator does not are not in a ratio, nor is who stands in their figure. */
function overSameBlocks(parts: readonly Part[], apart: ReadonlySet<string | null>): readonly Part[] {
  if (apart.size === 0) return parts;
  const elsewhere = parts.filter(({ outcome }) => outcome === 'ELSEWHERE');
  const bearers = elsewhere.filter(({ zone }) => apart.has(zone)).map(({ counterpart }) => counterpart);
  const out = new Set([...apart, ...bearers]);
  const isOut = ({ zone, outcome, counterpart }: Part): boolean =>
    typeof outcome === 'string' && (out.has(zone) || (outcome === 'ELSEWHERE' && out.has(counterpart)));
  return parts.map((part) => (isOut(part) ? { ...part, outcome: { gap: 'K_UNPAIRED' }, value: null } : part));
}

interface Made {
  readonly parts: readonly Part[];
  readonly blocks: readonly PlacedBlock[];
  /** Of the amounts in the total, as they were reported: moving them between zones makes them no better and no worse. */
  readonly statuses: readonly ObsStatus[];
  readonly eliminated: Figure['eliminated'];
}

function figureOf(indicator: Indicator, made: Made, options: FigureOptions, value: Big | null): Figure {
  const coverage = coverageOf(made.parts, options.weights);
  const { additive } = options.held ?? AS_REPORTED;
  const withheld = options.mode === 'STRICT' && coverage.gaps.length > 0;
  const shown = withheld || !additive ? null : value;
  return {
    indicator,
    value: shown,
    obsStatus: additive ? statusOf(shown, withheld, made, coverage, options.mode) : 'M',
    coverage,
    parts: made.parts,
    blocks: made.blocks,
    eliminated: made.eliminated,
    additive,
    terms: null,
  };
}

/** Whether the office has accepted all that is in it: before that a figure is provisional, however it was added up. */
function isAccepted(parts: readonly Part[]): boolean {
  return parts.every(
    ({ outcome, verdict }) => typeof outcome === 'object' || verdict === 'ACCEPTED' || verdict === 'FINAL',
  );
}

/**
 * Of a number: the headline of what is in it, and at least P unless it is STRICT, complete and accepted: only such a one may look
 * final. Of none: M when it cannot exist (nothing expected, or a base of 0), else O.
 */
function statusOf(
  value: Big | null,
  withheld: boolean,
  { parts, statuses }: Made,
  coverage: Coverage,
  mode: Mode,
): ObsStatus {
  if (value !== null) return headline(statuses, mode === 'STRICT' && coverage.complete && isAccepted(parts));
  const counted = parts.some(({ outcome }) => outcome === 'COUNTED' || outcome === 'INSEPARABLE');
  return !withheld && (coverage.expected === 0 || counted) ? 'M' : 'O';
}
