/** The arithmetic of a summary: percentiles of a run, medians of runs, ratios of contenders. */

/** What is told of a contender. The last two are null where there is no /proc. */
export interface Figures {
  readonly rps: number;
  readonly p50: number;
  readonly p99: number;
  readonly cpuMsPerRequest: number | null;
  readonly rssMb: number | null;
}

export type Figure = keyof Figures;

/** The value below which `share` (0 to 1) of the values lie, by nearest rank; 0 when there are none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

/** The middle value, or the mean of the two in the middle; null when there are none. */
export function median(values: readonly (number | null)[]): number | null {
  const sorted = values.filter((value) => value !== null).sort((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}

/** Each figure's median over the rounds, on its own. */
export function medianOf(rounds: readonly Figures[]): Figures {
  const of = (figure: Figure): number | null => median(rounds.map((round) => round[figure]));
  return {
    rps: of('rps') ?? 0,
    p50: of('p50') ?? 0,
    p99: of('p99') ?? 0,
    cpuMsPerRequest: of('cpuMsPerRequest'),
    rssMb: of('rssMb'),
  };
}

/** null where there is nothing to compare. */
export function ratio(ours: number | null, theirs: number | null): number | null {
  return ours === null || theirs === null || theirs === 0 ? null : ours / theirs;
}

/** To so many decimals: what a figure is worth printing with. */
export function rounded(value: number | null, decimals: number): number | null {
  return value === null ? null : Number(value.toFixed(decimals));
}
