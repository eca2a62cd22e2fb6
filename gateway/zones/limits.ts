/** What the gateway allows a zone, and itself towards a zone. From the settings; see "Settings" in README.md. */
export interface ZoneLimits {
  /** How long a zone may take, waiting for its turn and a retry included. */
  readonly deadlineMs: number;
  readonly maxAnswerBytes: number;
  /** Calls under way at once, which is also the number of connections. */
  readonly maxInFlight: number;
  /** Calls that wait for one of those to end; what comes beyond is refused. */
  readonly maxQueued: number;
  /** The one retry comes after a random time of up to this; undefined: no retry. */
  readonly retryJitterMs: number | undefined;
  /** So many failures one after the other open the circuit; 0: never. */
  readonly breakerFailures: number;
  readonly breakerHalfOpenAfterMs: number;
  /** Whether identical queries under way at once, asked with the same rights, share one call. */
  readonly shareInFlight: boolean;
}
