/** Figures as text, for people. */
import { ratio, rounded, type Figure, type Figures } from './summary.ts';

export const COLUMNS: readonly (readonly [figure: Figure, title: string, decimals: number])[] = [
  ['rps', 'req/s', 1],
  ['p50', 'p50 ms', 2],
  ['p99', 'p99 ms', 2],
  ['cpuMsPerRequest', 'CPU ms/req', 3],
  ['rssMb', 'RSS MB', 0],
];

const CELL = 12;

/** A table with a first column of names. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const width = Math.max(...[head, ...rows].map(([name = '']) => name.length)) + 1;
  return [head, ...rows]
    .map(([name = '', ...cells]) => name.padEnd(width) + cells.map((cell) => cell.padStart(CELL)).join(''))
    .join('\n');
}

export function cells(figures: Figures): string[] {
  return COLUMNS.map(([figure, , decimals]) => figures[figure]?.toFixed(decimals) ?? '-');
}

/** One contender's figures divided by another's. */
export function ratios(ours: Figures, theirs: Figures): string[] {
  return COLUMNS.map(([figure]) => ratio(ours[figure], theirs[figure])?.toFixed(2) ?? '-');
}

/** The figures as they stand in the JSON. */
export function printable(figures: Figures): Figures {
  return {
    rps: rounded(figures.rps, 1) ?? 0,
    p50: rounded(figures.p50, 2) ?? 0,
    p99: rounded(figures.p99, 2) ?? 0,
    cpuMsPerRequest: rounded(figures.cpuMsPerRequest, 4),
    rssMb: rounded(figures.rssMb, 1),
  };
}
