/** Two sides measured in turn: medians, ratios, and the table that shows them. */
import type { Measured } from './load.ts';

export type Side = 'ours' | 'stock';
export type Figure = keyof Measured;

/** Every figure; null where this machine cannot measure it. */
export type Figures = Readonly<Record<Figure, number | null>>;

export interface Comparison {
  readonly ours: Figures;
  readonly stock: Figures;
  /** ours / stock */
  readonly ratio: Figures;
}

const ROWS: readonly (readonly [figure: Figure, label: string, digits: number])[] = [
  ['requestsPerSecond', 'requests/s', 1],
  ['p50Ms', 'p50 ms', 1],
  ['p99Ms', 'p99 ms', 1],
  ['cpuMsPerRequest', 'CPU ms/request', 3],
  ['busyPercent', '% of a core used', 1],
  ['rssMb', 'RSS MB', 1],
];

export function compare(runs: Readonly<Record<Side, readonly Measured[]>>): Comparison {
  const ours = figures((figure) => median(runs.ours.map((run) => run[figure])));
  const stock = figures((figure) => median(runs.stock.map((run) => run[figure])));
  const ratio = figures((figure) => quotient(ours[figure], stock[figure]));
  return { ours, stock, ratio };
}

export function table({ ours, stock, ratio }: Comparison): string {
  const rows = ROWS.map(([figure, label, digits]) => [
    label,
    ours[figure]?.toFixed(digits) ?? '-',
    stock[figure]?.toFixed(digits) ?? '-',
    ratio[figure]?.toFixed(2) ?? '-',
  ]);
  const line = ([label = '', ...cells]: readonly string[]): string =>
    label.padEnd(18) + cells.map((cell) => cell.padStart(12)).join('');
  return [['median', 'ours', 'stock', 'ours/stock'], ...rows].map(line).join('\n');
}

/** Said under the table when requests per second are no measure of the gateways, because they waited for the zones. */
export function caveat({ ours, stock }: Comparison): string | undefined {
  const busiest = Math.max(ours.busyPercent ?? 100, stock.busyPercent ?? 100);
  if (busiest >= 90) return undefined;
  return `the zones and the load set the pace (gateway at most ${busiest.toFixed(0)} % busy): compare CPU ms/request`;
}

function figures(value: (figure: Figure) => number | null): Figures {
  return {
    requestsPerSecond: value('requestsPerSecond'),
    p50Ms: value('p50Ms'),
    p99Ms: value('p99Ms'),
    cpuMsPerRequest: value('cpuMsPerRequest'),
    busyPercent: value('busyPercent'),
    rssMb: value('rssMb'),
  };
}

function median(values: readonly (number | undefined)[]): number | null {
  const sorted = values.filter((value) => value !== undefined).sort((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}

function quotient(ours: number | null, stock: number | null): number | null {
  return ours === null || stock === null || stock === 0 ? null : ours / stock;
}
