/**
 * A figure under a perimeter: which zone each block's amount is counted for. A zone's own figure is taken to hold every
 * block of its territory; a block that the perimeter counts for another leaves the one and comes to the other, by its own
 * figure. What is moved stays in the total, so that the total needs no figure of the block, but the zones' do.
 */
import { Big } from 'big.js';
import type { Indicator } from '../../../../schema/standard.ts';
import type { HeldBlock } from '../../perimeter/rules/memberships.ts';
import { inUnits } from './number.ts';
import { cellOf, contradicts, reportOf, wholeZoneCell } from './parts.ts';
import type { ObsStatus } from './status.ts';
import type { Cell, Outcome, Part, PlacedBlock, ZoneAnswer } from './types.ts';

/** What is asked of the perimeters: their blocks on file, and whether the zones' figures add up. */
export interface Held {
  readonly additive: boolean;
  readonly blocks: readonly HeldBlock[];
}

export const AS_REPORTED: Held = { additive: true, blocks: [] };

/** Where the returns have the amount of each block; `isSum` where a block's figure can be taken from a zone's. */
export function locate(
  indicator: Indicator,
  answers: readonly ZoneAnswer[],
  blocks: readonly HeldBlock[],
  isSum = true,
): PlacedBlock[] {
  const reports = new Map(answers.map((each) => [each.zone, reportOf(each)]));
  const given = (zone: string | null, block: string): Cell | undefined => {
    const report = zone === null ? undefined : reports.get(zone);
    return report?.reported === true ? cellOf(report, indicator.code, block) : undefined;
  };
  /** While a block's own zone says nothing, another that includes it (W) is believed, as it is of a whole zone's figure. */
  const claimOn = (block: string, territory: string): { zone: string; cell: Cell } | undefined =>
    answers
      .flatMap(({ zone }) => {
        const cell = given(zone, block);
        return cell ? [{ zone, cell }] : [];
      })
      .find(({ zone, cell }) => zone !== territory && cell.obsStatus === 'W' && cell.counterpart === territory);
  return blocks.map(({ block, territory, holders, changes }) => {
    const about = { block, holders, changes };
    const cell = given(territory, block);
    if (cell?.obsStatus === 'K') {
      const theirs = given(cell.counterpart, block);
      const paired = theirs?.obsStatus === 'W' && theirs.counterpart === territory && cell.counterpart !== territory;
      const silent = answers.some(({ zone, answer }) => zone === cell.counterpart && typeof answer === 'string');
      const at = paired || silent ? cell.counterpart : null;
      return { ...about, at, ...amountOf(indicator, paired && isSum ? theirs : undefined) };
    }
    const claimed = reports.get(territory)?.reported === true ? undefined : claimOn(block, territory);
    if (claimed) return { ...about, at: claimed.zone, ...amountOf(indicator, isSum ? claimed.cell : undefined) };
    const nowhere = wholeZoneCell(reports.get(territory), indicator.code)?.obsStatus === 'M' && cell === undefined;
    if (nowhere) return { ...about, at: territory, value: new Big(0), statuses: [] };
    return { ...about, at: territory, ...amountOf(indicator, isSum ? cell : undefined) };
  });
}

function amountOf(indicator: Indicator, cell: Cell | undefined): Pick<PlacedBlock, 'value' | 'statuses'> {
  if (!cell || contradicts(cell)) return { value: null, statuses: [] };
  if (cell.obsStatus === 'M') return { value: new Big(0), statuses: [] };
  if (cell.value === null || cell.unit !== indicator.unit) return { value: null, statuses: [] };
  return { value: inUnits(cell.value, cell.unitMult), statuses: [cell.obsStatus] };
}

/** Whether the perimeter counts a block otherwise than the returns do. */
export function isMoved({ at, holders }: PlacedBlock): boolean {
  return at === null || holders.some(({ zone, share }) => zone !== at || !share.eq(1));
}

/** What a block does to one zone's figure: its share of the block, less the whole where its own figure holds it. */
interface Change {
  readonly placed: PlacedBlock;
  readonly zone: string;
  readonly factor: Big;
}

/** Of a zone whose amount stands in another's figure (K), the other; of any other zone, itself. */
function bearerOf(base: readonly Part[]): (zone: string) => string {
  const elsewhere = base.filter(({ outcome }) => outcome === 'ELSEWHERE');
  const bearers = new Map(elsewhere.map(({ zone, counterpart }) => [zone, counterpart ?? zone]));
  return (zone) => bearers.get(zone) ?? zone;
}

function changesOf(blocks: readonly PlacedBlock[], zoneOf: (zone: string) => string): Change[] {
  return blocks.flatMap((placed) => {
    const factors = new Map<string, Big>();
    const add = (zone: string, factor: Big): void =>
      void factors.set(zoneOf(zone), (factors.get(zoneOf(zone)) ?? new Big(0)).plus(factor));
    if (placed.at !== null) add(placed.at, new Big(-1));
    for (const { zone, share } of placed.holders) add(zone, share);
    return [...factors].filter(([, factor]) => !factor.eq(0)).map(([zone, factor]) => ({ placed, zone, factor }));
  });
}

/** The parts under a perimeter, from those as reported. Their values are left to `valuesUnder`. */
export function partsUnder(base: readonly Part[], blocks: readonly PlacedBlock[], additive: boolean): Part[] {
  if (blocks.length === 0) return [...base];
  const summed = inTotal(base);
  const madeUp = new Set<string | null>(base.filter((part) => part.synthetic).map(({ zone }) => zone));
  const [own, borne] = [changesOf(blocks, (zone) => zone), changesOf(blocks, bearerOf(base))];
  return base.map((part) => {
    const { zone, outcome } = part;
    const changes = (outcome === 'ELSEWHERE' ? own : borne).filter((each) => each.zone === zone);
    const relevant = changes.filter(({ factor }) => outcome === 'COUNTED' || factor.gt(0));
    const now = outcomeUnder(outcome, relevant, summed, additive);
    if (relevant.length === 0 || typeof now === 'object' || now === 'ELSEWHERE') return { ...part, outcome: now };
    const arrived = relevant.filter(({ factor }) => factor.gt(0)).flatMap(({ placed }) => placed.statuses);
    const broken = relevant.some(({ placed }) => placed.changes.length > 0) ? (['B'] as const) : [];
    const statuses = [...(outcome === 'NOT_APPLICABLE' ? [] : part.statuses), ...arrived, ...broken];
    const synthetic = part.synthetic || relevant.some(({ placed, factor }) => factor.gt(0) && madeUp.has(placed.at));
    return { ...part, outcome: now, statuses, synthetic };
  });
}

function outcomeUnder(
  outcome: Outcome,
  changes: readonly Change[],
  summed: ReadonlySet<string>,
  additive: boolean,
): Outcome {
  if (typeof outcome === 'object' || changes.length === 0) return outcome;
  if (changes.some(({ placed }) => placed.at === null)) return { gap: 'K_UNPAIRED' };
  const unknown = changes.filter(({ placed }) => placed.value === null);
  const isOut = ({ placed: { at }, factor }: Change): boolean => factor.gt(0) && at !== null && !summed.has(at);
  if (unknown.some((each) => !additive || isOut(each))) return { gap: 'BLOCK_MISSING' };
  if (outcome === 'ELSEWHERE') return outcome;
  return unknown.length > 0 ? 'INSEPARABLE' : 'COUNTED';
}

/** The zones whose own amounts, with all their blocks, are in the total. */
export function inTotal(base: readonly Part[]): Set<string> {
  return new Set(
    base.filter(({ outcome }) => outcome === 'COUNTED' || outcome === 'ELSEWHERE').map(({ zone }) => zone),
  );
}

/** Each zone's value under the perimeter, of those whose blocks are known, and what the total is made of. */
export interface Values {
  readonly of: (zone: string) => Big | null;
  readonly summed: readonly Big[];
  readonly statuses: readonly ObsStatus[];
}

/**
 * The total is what the zones reported, whatever is moved between them, and beside it a block of a zone that is not in, for
 * the share of a zone that is: it is known, and belongs to that zone.
 */
export function valuesUnder(base: readonly Part[], own: readonly Part[], blocks: readonly PlacedBlock[]): Values {
  const summed = inTotal(base);
  const expects = new Set(base.filter(({ outcome }) => outcome === 'NOT_APPLICABLE').map(({ zone }) => zone));
  const bearer = bearerOf(base);
  const wholes = new Map(
    base.flatMap(({ zone, outcome }, at): [string, Big][] => {
      const value = own[at]?.value;
      return outcome === 'COUNTED' && value ? [[zone, value]] : [];
    }),
  );
  const changes = changesOf(blocks, bearer);
  const loose = changesOf(blocks, (zone) => zone)
    .filter(({ placed: { at }, zone, factor }) => factor.gt(0) && at !== null && !summed.has(at) && zone !== at)
    .filter(({ placed: { value }, zone }) => value !== null && (summed.has(zone) || expects.has(zone)));
  const of = (zone: string): Big | null => {
    const start = wholes.get(zone) ?? (expects.has(zone) ? new Big(0) : null);
    const mine = changes.filter((each) => each.zone === zone && (wholes.has(zone) || each.factor.gt(0)));
    return mine.reduce<Big | null>(
      (sum, { placed, factor }) => (sum && placed.value ? sum.plus(placed.value.times(factor)) : null),
      start,
    );
  };
  return {
    of,
    summed: [...wholes.values(), ...loose.map(({ placed, factor }) => factor.times(placed.value ?? 0))],
    statuses: [
      ...base.filter(({ outcome }) => outcome === 'COUNTED').flatMap(({ statuses }) => statuses),
      ...loose.flatMap(({ placed }) => placed.statuses),
    ],
  };
}
