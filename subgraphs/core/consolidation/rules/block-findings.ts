/** What the checks find of single blocks across zones: pairs (K/W), blocks counted twice, and what a perimeter cannot tell. */
import type { Big } from 'big.js';
import type { Indicator } from '../../../../schema/standard.ts';
import type { HeldBlock } from '../../perimeter/rules/memberships.ts';
import { overZones } from './kinds.ts';
import { inUnits, present } from './number.ts';
import { cellOf, contradicts, reportOf, wholeZoneCell } from './parts.ts';
import { isMoved, locate } from './placement.ts';
import type { Cell, Finding, ZoneAnswer } from './types.ts';

/** The blocks on file under the perimeter asked about, and pairs of them that may be the same land. */
export interface BlocksOnFile {
  readonly blocks: readonly HeldBlock[];
  readonly overlaps: readonly (readonly [string, string])[];
}

export const NO_BLOCKS: BlocksOnFile = { blocks: [], overlaps: [] };

const EMPTY = { block: null, indicator: null, expected: null, actual: null, tolerance: null };

interface Given {
  readonly zone: string;
  readonly cell: Cell;
  /** In whole units; undefined for one that is missing, or cannot be used. */
  readonly value: Big | undefined;
}

/** A K or W of a block whose other half is not there; while the other zone gives no answer, nobody is accused. */
export function isUnpairedBlock(zone: string, cell: Cell, answers: readonly ZoneAnswer[]): boolean {
  const wanted = cell.obsStatus === 'K' ? 'W' : 'K';
  const other = answers.find((each) => each.zone === cell.counterpart);
  if (typeof other?.answer === 'string') return false;
  const report = other && reportOf(other);
  const theirs = report?.reported && cell.block !== null ? cellOf(report, cell.indicator, cell.block) : undefined;
  return other?.zone === zone || theirs?.obsStatus !== wanted || theirs.counterpart !== zone || contradicts(theirs);
}

/** Findings that no zone's return shows by itself. */
export function blockFindings(
  answers: readonly ZoneAnswer[],
  indicators: readonly Indicator[],
  { blocks, overlaps }: BlocksOnFile,
): Finding[] {
  const given = indicators.map((indicator) => ({ indicator, blocks: givenBlocks(indicator, answers) }));
  return [
    ...given.flatMap(({ indicator, blocks: all }) => [
      ...[...all.values()].flatMap((each) => twice(indicator, each)),
      ...overlaps.flatMap((pair) => overlapping(indicator, all, pair)),
    ]),
    ...blocks.flatMap((block) => [...changed(block), ...notGiven(block, indicators, answers)]),
  ];
}

/** What is given of each block, by all zones. */
function givenBlocks(indicator: Indicator, answers: readonly ZoneAnswer[]): Map<string, Given[]> {
  const all = answers.flatMap((each) => {
    const report = reportOf(each);
    const cells = report?.reported === true ? report.cells : [];
    return cells
      .filter((cell) => cell.block !== null && cell.indicator === indicator.code)
      .map((cell): Given => ({ zone: each.zone, cell, value: usable(indicator, cell) }));
  });
  return Map.groupBy(all, ({ cell }) => cell.block ?? '');
}

function usable(indicator: Indicator, cell: Cell): Big | undefined {
  if (cell.value === null || contradicts(cell) || cell.unit !== indicator.unit) return undefined;
  return inUnits(cell.value, cell.unitMult);
}

/** Two zones that both give a number of one block: it is in the figures of both. */
function twice(indicator: Indicator, given: readonly Given[]): Finding[] {
  const [first, ...others] = given.filter(({ value }) => value !== undefined);
  if (!first?.value) return [];
  const expected = first.value;
  return others.flatMap(({ zone, cell, value: actual }) => {
    if (!actual) return [];
    const [one, two] = [expected, actual].map((value) => present(value, indicator.decimals, 0));
    const both = `${first.zone} 报 ${one},${zone} 报 ${two} / ${first.zone} gives ${one}, ${zone} gives ${two}`;
    const [code, what] = expected.eq(actual)
      ? [
          'DUPLICATE_BLOCK',
          '同一区块两区都报,一方应为 K、另一方为 W / one block given by two zones; one should be K, the other W',
        ]
      : ['UNEQUAL', '同一区块两区都报而数不一致 / one block given by two zones, and not alike'];
    const message = `${indicator.name}:${what}:${both}`;
    return [
      {
        ...EMPTY,
        code,
        severity: 'ERROR',
        zone,
        block: cell.block,
        indicator: indicator.code,
        message,
        expected,
        actual,
      },
    ];
  });
}

/** Two blocks that may be the same land, and both have figures. */
function overlapping(
  indicator: Indicator,
  given: ReadonlyMap<string, readonly Given[]>,
  [one, two]: readonly [string, string],
): Finding[] {
  const numbered = (block: string): Given | undefined => given.get(block)?.find(({ value }) => value !== undefined);
  const [first, second] = [numbered(one), numbered(two)];
  if (!first || !second) return [];
  const message = `${indicator.name}:${one} 与 ${two} 可能是同一地块,两者都有数,待核 / may be the same land, and both have a figure`;
  return [
    {
      ...EMPTY,
      code: 'OVERLAP',
      severity: 'WARNING',
      zone: second.zone,
      block: two,
      indicator: indicator.code,
      message,
    },
  ];
}

function changed({ block, territory, changes }: HeldBlock): Finding[] {
  if (changes.length === 0) return [];
  const days = changes.join('、');
  const message = `区块归属于 ${days} 变更,整期随末日归属,所涉各区为序列断点(B) / passed to others on ${changes.join(', ')}; the whole period goes with its last day, a break for the zones concerned`;
  return [{ ...EMPTY, code: 'PERIMETER_CHANGED', severity: 'WARNING', zone: territory, block, message }];
}

/** A block that the perimeter moves, without figures of its own beside its zone's. */
function notGiven(block: HeldBlock, indicators: readonly Indicator[], answers: readonly ZoneAnswer[]): Finding[] {
  if (block.holders.every(({ zone }) => zone === block.territory)) return [];
  const lacking = indicators.filter((indicator) => {
    if (overZones(indicator.kind) !== 'SUM') return false;
    const [placed] = locate(indicator, answers, [block]);
    const own = answers.find(({ zone }) => zone === placed?.at);
    const report = own && reportOf(own);
    const whole = report?.reported === true ? wholeZoneCell(report, indicator.code)?.value : undefined;
    return placed !== undefined && isMoved(placed) && placed.value === null && whole != null;
  });
  if (lacking.length === 0) return [];
  const names = lacking.map(({ name }) => name).join('、');
  const message = `按口径移动而没有自身数值,所涉各区不能单独列出,合计不受影响 / moved by the perimeter and without figures of its own: its zones cannot be told apart, the totals stand:${names}`;
  return [
    { ...EMPTY, code: 'BLOCK_NOT_GIVEN', severity: 'WARNING', zone: block.territory, block: block.block, message },
  ];
}
