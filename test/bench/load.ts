/** Load on one GraphQL address, refused as a measurement when a single answer is not a clean one. */
import autocannon from 'autocannon';
import { usageOf } from './stage.ts';

export interface Target {
  readonly url: string;
  readonly pid: number;
  readonly query: string;
}

/** One run. The last three are undefined where there is no /proc. */
export interface Measured {
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly cpuMsPerRequest: number | undefined;
  /** Share of one core that the process used. */
  readonly busyPercent: number | undefined;
  readonly rssMb: number | undefined;
}

export async function load(target: Target, connections: number, seconds: number): Promise<Measured> {
  let unclean: string | undefined;
  const before = usageOf(target.pid);
  const result = await autocannon({
    url: target.url,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: target.query }),
    connections,
    duration: seconds,
    bailout: 1,
    verifyBody: (body) => {
      const text = String(body);
      // Text search, not JSON.parse, which would cost the load generator more than the request did.
      const clean = text.startsWith('{"data":{') && !text.includes('"errors":[');
      if (!clean) unclean ??= text.slice(0, 400);
      return clean;
    },
  });
  const after = usageOf(target.pid);
  const { errors, timeouts, non2xx, mismatches, latency, duration } = result;
  if (errors + timeouts + non2xx + mismatches > 0 || result['2xx'] === 0) {
    const counts = `${errors} connection errors, ${non2xx} not 2xx, ${mismatches} with errors in the answer`;
    throw new Error(`no measurement of ${target.url}: ${counts}. First: ${unclean ?? '-'}`);
  }
  const cpuMs = before && after ? after.cpuMs - before.cpuMs : undefined;
  return {
    requestsPerSecond: result['2xx'] / duration,
    p50Ms: latency.p50,
    p99Ms: latency.p99,
    cpuMsPerRequest: cpuMs === undefined ? undefined : cpuMs / result['2xx'],
    busyPercent: cpuMs === undefined ? undefined : cpuMs / (duration * 10),
    rssMb: after?.rssMb,
  };
}
