/** Random answers of up to twelve zones, and an independent reading of them in whole numbers. */
import { Big } from 'big.js';
import fc from 'fast-check';
import { TECHNICAL_GAPS } from '../../../schema/gap-reasons.ts';
import type { Indicator } from '../../../schema/standard.ts';
import { OBS_STATUSES } from '../../../subgraphs/core/consolidation/rules/status.ts';
import type { Cell, ZoneAnswer } from '../../../subgraphs/core/consolidation/rules/types.ts';
import { cell, notReported, reported } from './returns.ts';

const LACKING = new Set<string>(['O', 'M', 'L', 'H', 'Q', 'K']);
const NUMBERED = OBS_STATUSES.filter((status) => !LACKING.has(status));

/** A decimal as people write it, sometimes negative, sometimes 0. */
const written = fc
  .record({ digits: fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n }), decimals: fc.integer({ min: 0, max: 6 }) })
  .map(({ digits, decimals }) => {
    const padded = (digits < 0n ? -digits : digits).toString().padStart(decimals + 1, '0');
    const [whole, rest] = [padded.slice(0, padded.length - decimals), padded.slice(padded.length - decimals)];
    return `${digits < 0n ? '-' : ''}${whole}${rest === '' ? '' : `.${rest}`}`;
  });

function anyCell(indicator: Indicator, zones: readonly string[]): fc.Arbitrary<Cell | undefined> {
  const facts = fc.record({
    unitMult: fc.constantFrom(-3, 0, 0, 4, 8),
    counterpart: fc.constantFrom(null, ...zones),
    unit: fc.constantFrom(...Array<string>(9).fill(indicator.unit), 'USD'),
  });
  const make = (value: fc.Arbitrary<string | null>, statuses: readonly Cell['obsStatus'][]): fc.Arbitrary<Cell> =>
    fc
      .tuple(value, fc.constantFrom(...statuses), facts)
      .map(([text, obsStatus, rest]) => cell(indicator, text, { ...rest, obsStatus }));
  return fc.oneof(
    { weight: 10, arbitrary: make(written, NUMBERED) },
    { weight: 3, arbitrary: make(fc.constant(null), OBS_STATUSES) },
    { weight: 1, arbitrary: make(written, OBS_STATUSES) },
    { weight: 1, arbitrary: fc.constant(undefined) },
  );
}

function anyAnswer(zone: string, zones: readonly string[], indicators: readonly Indicator[]): fc.Arbitrary<ZoneAnswer> {
  const cells = fc.tuple(...indicators.map((indicator) => anyCell(indicator, zones)));
  return fc.oneof(
    { weight: 10, arbitrary: cells.map((given) => reported(zone, ...given.filter((each) => each !== undefined))) },
    { weight: 1, arbitrary: fc.constant(notReported(zone)) },
    { weight: 1, arbitrary: fc.constantFrom(...TECHNICAL_GAPS).map((answer) => ({ zone, answer })) },
  );
}

/** What may be wrong with one cell of a pair; most are right. */
const FLAWS = ['', '', '', '', 'unit', 'empty', 'elsewhere', 'plain', 'late'] as const;
type Flaw = (typeof FLAWS)[number];
const anyPair = fc.record({
  at: fc.integer({ min: 0, max: 11 }),
  flaws: fc.tuple(fc.constantFrom(...FLAWS), fc.constantFrom(...FLAWS)),
});

/** Makes the zones at `at` and after it a pair, if a flawed one: the first counts its figures in the second. */
function paired(
  answers: readonly ZoneAnswer[],
  { at, flaws }: { at: number; flaws: readonly Flaw[] },
  indicators: readonly Indicator[],
): ZoneAnswer[] {
  const [a, b] = [answers[at], answers[at + 1]];
  if (!a || !b) return [...answers];
  const third = answers.find(({ zone }) => zone !== a.zone && zone !== b.zone)?.zone ?? null;
  const away = indicators.map((each, n) =>
    flaws[n] === 'late'
      ? cell(each, '3', { obsStatus: 'A' })
      : cell(each, null, { obsStatus: 'K', counterpart: flaws[n] === 'elsewhere' && n === 0 ? third : b.zone }),
  );
  const here = indicators.map((each, n) =>
    cell(each, flaws[n] === 'empty' ? null : `${n + 7}.5`, {
      obsStatus: flaws[n] === 'plain' ? 'A' : 'W',
      counterpart: flaws[n] === 'elsewhere' ? third : a.zone,
      unit: flaws[n] === 'unit' ? 'USD' : each.unit,
    }),
  );
  return answers.with(at, reported(a.zone, ...away)).with(at + 1, reported(b.zone, ...here));
}

/** Answers of zones z0, z1 … to the indicators: good, missing, contradictory, paired, late. */
export function anyAnswers(...indicators: readonly Indicator[]): fc.Arbitrary<ZoneAnswer[]> {
  return fc.integer({ min: 0, max: 12 }).chain((count) => {
    const zones = Array.from({ length: count }, (_, at) => `z${at}`);
    const answers = fc.tuple(...zones.map((zone) => anyAnswer(zone, zones, indicators)));
    return fc
      .tuple(answers, fc.array(anyPair, { maxLength: 3 }))
      .map(([given, pairs]) => pairs.reduce<ZoneAnswer[]>((all, pair) => paired(all, pair, indicators), given));
  });
}

/** The oracle works in 10^-24 of the unit, in whole numbers. */
const SCALE = 24;

function wholeOf({ answer }: ZoneAnswer, indicator: Indicator): Cell | undefined {
  if (typeof answer === 'string' || !answer.reported) return undefined;
  return answer.cells.find((each) => each.indicator === indicator.code && each.block === null);
}

/** Whose amount a zone's figure holds beside its own (W). */
export function includedIn(answer: ZoneAnswer, indicator: Indicator): string | null {
  const found = wholeOf(answer, indicator);
  return found?.obsStatus === 'W' ? (found.counterpart ?? '?') : null;
}

/** The zones whose amounts the number `of` these indicators really holds: their own, and each K that its W names. */
export function zonesInside(answers: readonly ZoneAnswer[], indicators: readonly Indicator[]): Set<string> {
  const summed = answers.filter(
    (each) =>
      indicators.every((indicator) => numberOf(each, indicator) !== undefined) &&
      new Set(indicators.map((indicator) => includedIn(each, indicator))).size === 1,
  );
  const brought = answers.filter((each) =>
    summed.some((other) =>
      indicators.every((indicator) => {
        const mine = wholeOf(each, indicator);
        const points = mine?.obsStatus === 'K' && mine.value === null && mine.counterpart === other.zone;
        return points && includedIn(other, indicator) === each.zone;
      }),
    ),
  );
  return new Set([...summed, ...brought].map(({ zone }) => zone));
}

/** The zone's number for the indicator; undefined when it has none to count. */
export function numberOf(answer: ZoneAnswer, indicator: Indicator): bigint | undefined {
  const found = wholeOf(answer, indicator);
  if (found?.value == null || LACKING.has(found.obsStatus) || found.unit !== indicator.unit) return undefined;
  const decimals = found.value.split('.')[1]?.length ?? 0;
  return BigInt(found.value.replace('.', '')) * 10n ** BigInt(SCALE - decimals + found.unitMult);
}

/** n / d rounded half to even to `decimals`, as a whole number of 10^-decimals. */
export function halfEven(numerator: bigint, denominator: bigint, decimals: number): bigint {
  const [n, d] = [numerator * 10n ** BigInt(decimals), denominator];
  const negative = n < 0n !== d < 0n;
  const [top, bottom] = [n < 0n ? -n : n, d < 0n ? -d : d];
  const [down, rest] = [top / bottom, top % bottom];
  const up = rest * 2n > bottom || (rest * 2n === bottom && down % 2n === 1n);
  const rounded = up ? down + 1n : down;
  return negative ? -rounded : rounded;
}

export function sumOf(values: readonly bigint[]): bigint {
  return values.reduce((sum, value) => sum + value, 0n);
}

/** A whole number of 10^-decimals as a decimal. */
export function decimalOf(value: bigint, decimals: number): string {
  return new Big(`${value}e-${decimals}`).toFixed();
}
