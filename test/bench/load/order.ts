/** What the benchmark asks of the load generator's process, and what it gets back. */
import { z } from 'zod';

export const loadOrder = z.object({
  url: z.string(),
  /** The gateway whose use of the machine is measured. */
  pid: z.number(),
  zonesPids: z.array(z.number()),
  /** Every request a different one of that shape, or always this one. */
  request: z.union([z.object({ shape: z.string() }), z.object({ body: z.string() })]),
  connections: z.number(),
  /** Requests before these seconds begin are sent, checked and not counted. */
  warmUpSeconds: z.number(),
  seconds: z.number(),
  /** The answer, byte for byte, that every request must get (checked against the other contenders' beforehand). */
  answer: z.string(),
  /** The number of the first request of a shape: none is sent twice. */
  first: z.number(),
});
export type LoadOrder = z.infer<typeof loadOrder>;

export const loadResult = z.object({
  /** Of the measured seconds. */
  requests: z.number(),
  seconds: z.number(),
  p50: z.number(),
  p99: z.number(),
  /** Processor time of the gateway, of the zones, and of this load generator; null where there is no /proc. */
  gatewayCpuMs: z.number().nullable(),
  zonesCpuMs: z.number().nullable(),
  loadCpuMs: z.number(),
  rssMb: z.number().nullable(),
  /** How long each core of the machine was busy, whoever used it. */
  coresBusyMs: z.array(z.number()),
  /** The measured seconds on the machine's monotonic clock, in microseconds, as V8's profiles have it. */
  fromUs: z.number(),
  toUs: z.number(),
  /** Of the whole run, warm-up included. */
  sent: z.number(),
  errors: z.number(),
  firstError: z.string().nullable(),
});
export type LoadResult = z.infer<typeof loadResult>;
