/** What is told of the measurements: tables, JSON, and what makes them doubtful. */
import type { Options } from './benchmark.ts';
import type { Entrant, Round } from './entrant.ts';
import type { LoadResult } from './load/order.ts';
import type { Shape } from './shapes/shape.ts';
import type { Pinning } from './tools/pinning.ts';
import { medianOf, type Figures } from './tools/summary.ts';
import { cells, COLUMNS, printable, ratios, table } from './tools/table.ts';

export function figuresOf({ rounds }: Entrant): Figures {
  return medianOf(rounds.map(figures));
}

export function figures({ requests, seconds, p50, p99, gatewayCpuMs, rssMb }: LoadResult): Figures {
  const cpuMsPerRequest = gatewayCpuMs === null || requests === 0 ? null : gatewayCpuMs / requests;
  return { rps: requests / seconds, p50, p99, cpuMsPerRequest, rssMb };
}

export function jsonOf(entrant: Entrant): object {
  return { ...printable(figuresOf(entrant)), ...(entrant.errors > 0 && { errors: entrant.errors }) };
}

/** The figures, then ours divided by each other contender's. */
export function report(shape: Shape, entrants: readonly Entrant[], options: Options, notes: readonly string[]): string {
  const { seconds, rounds } = options;
  const titles = COLUMNS.map(([, title]) => title);
  const kilobytes = ((entrants[0]?.answer.length ?? 0) / 1000).toFixed(1);
  const head = `${shape.name}: ${shape.connections} connections, answers of ${kilobytes} kB, median of ${rounds} rounds of ${seconds} s`;
  const rows = entrants.map((each) => [
    each.contender.name,
    ...cells(figuresOf(each)),
    String(each.fetches ?? '-'),
    percent(mean(each.rounds.map(ownShare))),
  ]);
  const ours = entrants.find(({ contender }) => contender.name === 'ours');
  const others = entrants.filter((each) => each !== ours);
  const compared = ours
    ? others.map((other) => [`ours / ${other.contender.name}`, ...ratios(figuresOf(ours), figuresOf(other))])
    : [];
  return [
    head,
    table(['', ...titles, 'fetches', 'core used'], rows),
    ...(compared.length > 0 ? [table(['', ...titles], compared)] : []),
    ...notes.map((note) => `! ${note}`),
  ].join('\n');
}

/** What went wrong: such figures are not to be used. */
export function faults(entrants: readonly Entrant[]): string[] {
  return entrants.flatMap(({ contender: { name }, errors, firstError, fetches = 0, rounds }) => {
    const fewest = Math.min(...rounds.map(({ fetchesPerRequest = fetches }) => fetchesPerRequest));
    const shares = `${name} SHARES answers: ${fewest.toFixed(2)} fetches a request under load, ${fetches} alone`;
    return [
      ...(errors > 0 ? [`${name} had ${errors} ERRORS, the first: ${firstError ?? ''}`] : []),
      ...(errors === 0 && fewest < fetches * 0.98 ? [shares] : []),
      ...(rounds.some(({ requests }) => requests === 0) ? [`${name} answered NOTHING in a whole round`] : []),
    ];
  });
}

/** What the figures depended on besides the gateway. */
export function warnings(entrants: readonly Entrant[], { loadCore }: Pinning): string[] {
  if (loadCore === undefined) return ['nothing is pinned: zones and load take the gateway its time'];
  return entrants.flatMap(({ contender: { name }, rounds, fetches = 0 }) => {
    const gateway = mean(rounds.map(ownShare));
    const load = mean(rounds.map((round) => share((round.zonesCpuMs ?? 0) + round.loadCpuMs, round)));
    const besideGateway = mean(rounds.map((round) => share(round.coresBusyMs[0], round))) - gateway;
    const besideLoad = mean(rounds.map((round) => share(round.coresBusyMs[loadCore], round))) - load;
    const connections = mean(rounds.map((round) => round.connectionsPerRequest ?? 0));
    const notes = [
      load > 0.85 &&
        `zones and load were the limit (${percent(load)} of their core): req/s say too little, compare CPU`,
      besideGateway > 0.1 && `others took ${percent(besideGateway)} of the gateway's core: req/s and ms are noise`,
      besideLoad > 0.1 && `others took ${percent(besideLoad)} of the core of zones and load: req/s and ms are noise`,
      connections > fetches / 4 &&
        `${connections.toFixed(2)} new connections to the zones a request: does it keep them alive?`,
    ];
    return notes.filter((note) => note !== false).map((note) => `${name}: ${note}`);
  });
}

function ownShare(round: Round): number {
  return share(round.gatewayCpuMs ?? undefined, round);
}

function share(ms: number | undefined, { seconds }: Round): number {
  return (ms ?? 0) / (seconds * 1000);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / (values.length || 1);
}

function percent(value: number): string {
  return `${(value * 100).toFixed(0)} %`;
}

/** What the zones spend on one request through each contender: it should not depend on the gateway. */
export function zonesCpu(entrants: readonly Entrant[]): string {
  const each = entrants.map(({ contender: { name }, rounds }) => {
    const ms = mean(rounds.map(({ zonesCpuMs, requests }) => (zonesCpuMs ?? 0) / (requests || 1)));
    return `${name} ${ms.toFixed(3)} ms`;
  });
  return `CPU of all zones a request: ${each.join(', ')}`;
}
