/**
 * How large a zone is, by the paper: its figures since 2021 spread evenly over the years that they cover. What the paper does not
 * give is assumed, here and nowhere else. Pure.
 */

export interface KnownCell {
  readonly indicator: string;
  /** Null is the whole zone. */
  readonly block: string | null;
  readonly value: string | null;
  readonly unitMult: number;
}

export interface DemoBlock {
  readonly code: string;
  readonly name: string;
  readonly leadingIndustries: readonly string[];
}

export interface BlockSize {
  readonly block: DemoBlock;
  readonly enterprises: number;
  readonly aboveScale: number;
  /** In ten thousandths of a square kilometre. */
  readonly area: bigint;
}

export interface ZoneSize {
  readonly blocks: readonly BlockSize[];
  /** Of one enterprise above scale in a year, in yuan. */
  readonly revenue: number;
  /** Of an industrial enterprise: output for each yuan of revenue. */
  readonly outputToRevenue: number;
  readonly taxToRevenue: number;
}

/** The paper's 2021年以来 is taken as 2021 to 2024; later years grow from their middle. */
const COVERED_YEARS = 4;
const MIDDLE = 2022.5;
const GROWTH = 0.06;

/** 【设定】Where the paper is silent: the core zone whole, and of a block that has no count. */
const ASSUMED = {
  enterprises: 80,
  aboveScale: 24,
  aboveScaleOfBlock: 2,
  areaOfBlock: 6,
  revenue: 24_000_000,
  outputToRevenue: 1.05,
  taxToRevenue: 0.02,
};

export function sizeOf(
  known: readonly KnownCell[],
  blocks: readonly DemoBlock[],
  { year, enterprises }: { readonly year: number; readonly enterprises?: number | undefined },
): ZoneSize {
  const given = (indicator: string, block: string | null = null): number | null => {
    const cell = known.find((each) => each.indicator === indicator && each.block === block);
    return cell?.value == null ? null : Number(cell.value) * 10 ** cell.unitMult;
  };
  const anyCount = blocks.some(({ code }) => given('ENTERPRISES_ABOVE_SCALE', code) !== null);
  const ofBlock = anyCount ? ASSUMED.aboveScaleOfBlock : Math.ceil(ASSUMED.aboveScale / blocks.length);
  const stated = blocks.map(({ code }) => given('ENTERPRISES_ABOVE_SCALE', code) ?? ofBlock);
  const statedSum = stated.reduce((sum, each) => sum + each, 0);
  const all = Math.max(given('ENTERPRISES') ?? ASSUMED.enterprises, statedSum);
  const wanted = enterprises ?? all;
  const aboveScale = stated.map((each) => Math.max(1, Math.round((each * wanted) / all)));
  const total = Math.max(wanted, aboveScale.reduce((sum, each) => sum + each, 0)); // prettier-ignore
  const counts = allotted(total, aboveScale);

  const annual = (indicator: string): number | null => {
    const sum = given(indicator);
    return sum === null ? null : (sum / COVERED_YEARS) * (1 + GROWTH * (year - MIDDLE));
  };
  const output = annual('INDUSTRIAL_OUTPUT');
  const revenue = annual('OPERATING_REVENUE') ?? (output === null ? null : output / ASSUMED.outputToRevenue);
  const tax = annual('TAX_REVENUE');
  return {
    blocks: blocks.map((block, at) => ({
      block,
      enterprises: counts[at] ?? 1,
      aboveScale: aboveScale[at] ?? 1,
      area: BigInt(Math.round((given('AREA_PLANNED', block.code) ?? ASSUMED.areaOfBlock) * 10_000)),
    })),
    revenue: revenue === null ? ASSUMED.revenue : revenue / statedSum,
    outputToRevenue: output !== null && revenue !== null ? output / revenue : ASSUMED.outputToRevenue,
    taxToRevenue: tax !== null && revenue !== null ? tax / revenue : ASSUMED.taxToRevenue,
  };
}

/** A whole number divided by weights into whole numbers, none below its weight. */
function allotted(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((all, each) => all + each, 0);
  const parts = weights.map((weight) => Math.floor((total * weight) / sum));
  const rest = total - parts.reduce((all, each) => all + each, 0);
  return parts.map((part, at) => part + (at < rest ? 1 : 0));
}
