/**
 * The load: a fixed number of connections, each sending its next request when it has the answer to its last (a closed
 * loop). A process of its own, so that what it costs is known. Every answer is compared, byte for byte, with the right one.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { shapeNamed } from '../shapes/index.ts';
import { requestBody } from '../shapes/shape.ts';
import { percentile } from '../tools/summary.ts';
import { busyCores, usageOf, type Usage } from '../tools/usage.ts';
import { Connection, faultOf, isSame } from './exchange.ts';
import { loadOrder, type LoadOrder, type LoadResult } from './order.ts';

process.on('message', (message) => {
  void run(loadOrder.parse(message)).then((result) => process.send?.(result));
});
process.on('disconnect', () => process.exit()); // also when the benchmark was killed
process.send?.({ ready: 'load generator' });

const AFTER_A_FAULT_MS = 20;

interface Count {
  sent: number;
  errors: number;
  firstError: string | null;
  /** Only while it is measured: the milliseconds of each answer. */
  times: number[] | undefined;
  ending: boolean;
}

async function run(order: LoadOrder): Promise<LoadResult> {
  const count: Count = { sent: 0, errors: 0, firstError: null, times: undefined, ending: false };
  const connections = Array.from({ length: order.connections }, () => new Connection(order.url));
  const loops = connections.map((connection) => loop(connection, order, count));
  await sleep(order.warmUpSeconds * 1000);
  const times: number[] = [];
  count.times = times;
  const before = reading(order);
  await sleep(order.seconds * 1000);
  count.times = undefined;
  const after = reading(order);
  count.ending = true;
  await Promise.all(loops);
  await Promise.all(connections.map((connection) => connection.close()));
  return {
    requests: times.length,
    seconds: (after.us - before.us) / 1_000_000,
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    gatewayCpuMs: spent(before.gateway, after.gateway),
    zonesCpuMs: sum(after.zones.map((usage, zone) => spent(before.zones[zone], usage))),
    loadCpuMs: after.ownMs - before.ownMs,
    rssMb: after.gateway?.rssMb ?? null,
    coresBusyMs: after.cores.map((ms, core) => ms - (before.cores[core] ?? 0)),
    fromUs: before.us,
    toUs: after.us,
    sent: count.sent,
    errors: count.errors,
    firstError: count.firstError,
  };
}

function reading({ pid, zonesPids }: LoadOrder) {
  const { user, system } = process.cpuUsage();
  const us = Number(process.hrtime.bigint() / 1000n);
  return {
    gateway: usageOf(pid),
    zones: zonesPids.map(usageOf),
    cores: busyCores(),
    ownMs: (user + system) / 1000,
    us,
  };
}

function spent(before: Usage | undefined, after: Usage | undefined): number | null {
  return before && after ? after.cpuMs - before.cpuMs : null;
}

function sum(parts: readonly (number | null)[]): number | null {
  return parts.reduce<number | null>((all, part) => (all === null || part === null ? null : all + part), 0);
}

function bodies(request: LoadOrder['request']): (n: number) => string {
  if ('body' in request) return () => request.body;
  const shape = shapeNamed(request.shape);
  return (n) => requestBody(shape, n);
}

async function loop(connection: Connection, order: LoadOrder, count: Count): Promise<void> {
  const bodyOf = bodies(order.request);
  const expected = Buffer.from(order.answer);
  while (!count.ending) {
    const body = bodyOf(order.first + count.sent++);
    const started = performance.now();
    const fault = await connection.ask(body).then(
      (reply) =>
        reply.status === 200 && isSame(reply.chunks, expected)
          ? undefined
          : faultOf(reply, expected, isDeepStrictEqual),
      (error: unknown) => `no answer: ${String(error)}`,
    );
    if (fault === undefined) {
      count.times?.push(performance.now() - started);
    } else {
      count.errors++;
      count.firstError ??= fault;
      await sleep(AFTER_A_FAULT_MS);
    }
  }
}
