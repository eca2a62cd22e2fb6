/** One trace id a request, from the gateway through every zone (W3C traceparent), for logs and for error messages. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomFillSync } from 'node:crypto';

const TRACEPARENT = /^[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/;
const current = new AsyncLocalStorage<string>();

export interface CallerTrace {
  readonly traceId: string;
  readonly spanId: string;
  readonly traceFlags: number;
}

/** What an incoming `traceparent` says; undefined when there is none, or it is malformed. */
export function parseTraceparent(traceparent: string | undefined): CallerTrace | undefined {
  const [, traceId, spanId, flags] = TRACEPARENT.exec(traceparent ?? '') ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16) };
}

/** The trace id of an incoming `traceparent`, or a new one; anything malformed is replaced, never echoed. */
export function traceIdFrom(traceparent: string | undefined): string {
  return parseTraceparent(traceparent)?.traceId ?? newTraceId();
}

const ID_BYTES = 16;
const pool = Buffer.alloc(ID_BYTES * 256);
let used = pool.length;

/** Randomness is fetched for many at once: a request should not cost a system call for its name. */
function newTraceId(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += ID_BYTES;
  return pool.toString('hex', used - ID_BYTES, used);
}

let spans = 0;

/**
 * The header that carries `traceId` on to the next process. A span's id need only differ from the others of its trace: part of
 * the trace's own randomness and a number, since a request makes five to sixteen of them.
 */
export function traceparent(traceId: string): string {
  spans = (spans % 0xffff) + 1;
  return `00-${traceId}-${traceId.slice(0, 12)}${spans.toString(16).padStart(4, '0')}-01`;
}

export function withTrace<T>(traceId: string, work: () => T): T {
  return current.run(traceId, work);
}

export function currentTraceId(): string | undefined {
  return current.getStore();
}
