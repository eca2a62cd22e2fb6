/**
 * Whether and when a failed call is tried once more: queries only, after the connection was lost or the zone itself said when
 * to come back (503 with Retry-After), and only if that still leaves time. The delay is random, so that the calls that one
 * restart broke do not come back all at once.
 */
export interface FailedAttempt {
  readonly kind: 'query' | 'mutation';
  /** How often it has been tried before. */
  readonly retries: number;
  readonly connectionLost: boolean;
  /** The Retry-After of a 503. */
  readonly retryAfter: string | undefined;
  /** What is left of the deadline. */
  readonly leftMs: number;
}

/** In how many milliseconds to try again; undefined: not at all. `random` is in [0, 1). */
export function retryDelay(
  attempt: FailedAttempt,
  jitterMs: number | undefined,
  random: number,
  now: number,
): number | undefined {
  if (attempt.kind !== 'query' || attempt.retries > 0 || jitterMs === undefined) return undefined;
  const asked = attempt.connectionLost ? 0 : waitAsked(attempt.retryAfter, now);
  if (asked === undefined) return undefined;
  const delay = asked + random * jitterMs;
  return delay < attempt.leftMs ? delay : undefined;
}

/** Retry-After is a number of seconds or a date. */
function waitAsked(retryAfter: string | undefined, now: number): number | undefined {
  if (retryAfter === undefined) return undefined;
  if (/^\d{1,9}$/.test(retryAfter)) return Number(retryAfter) * 1000;
  const at = /^[A-Z][a-z]{2}, /.test(retryAfter) ? Date.parse(retryAfter) : Number.NaN; // "Wed, 21 Oct 2026 07:28:00 GMT"
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
