/**
 * The circuit of one zone: after so many failures one after the other it is not asked for a while; then one call goes
 * through to find out (half-open), and closes the circuit or opens it again.
 */
import {
  BrokenCircuitError,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhen,
  type CircuitBreakerPolicy,
} from 'cockatiel';
import { ZoneFailure } from './zone-failure.ts';
import type { BreakerState } from './zone-observer.ts';

const STATES: Readonly<Record<CircuitState, BreakerState>> = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.HalfOpen]: 'half-open',
  [CircuitState.Open]: 'open',
  [CircuitState.Isolated]: 'open',
};

export class Breaker {
  readonly #policy: CircuitBreakerPolicy;

  constructor(failures: number, halfOpenAfterMs: number, onChange: (state: BreakerState) => void) {
    const counts = handleWhen((error) => this.#counts(error));
    this.#policy = circuitBreaker(counts, {
      halfOpenAfter: halfOpenAfterMs,
      breaker: new ConsecutiveBreaker(failures),
    });
    this.#policy.onStateChange((state) => onChange(STATES[state]));
  }

  /** Does the work, or throws CIRCUIT_OPEN without doing it. The work is told whether it is the one that finds out. */
  async run<T>(work: (isProbe: boolean) => Promise<T>): Promise<T> {
    // The library would let further calls wait for the probe, beyond their own deadlines.
    if (this.#policy.state === CircuitState.HalfOpen) throw refusal();
    try {
      return await this.#policy.execute(() => work(this.#policy.state === CircuitState.HalfOpen));
    } catch (error) {
      throw error instanceof BrokenCircuitError ? refusal() : error;
    }
  }

  /** A fault of the zone; and a probe that proved nothing, since anything else would close the circuit. */
  #counts(error: unknown): boolean {
    if (!(error instanceof ZoneFailure)) return false;
    return error.verdict === 'FAULTY' || (error.verdict === 'UNKNOWN' && this.#policy.state === CircuitState.HalfOpen);
  }
}

function refusal(): ZoneFailure {
  return new ZoneFailure('CIRCUIT_OPEN', 'not asked, since it failed repeatedly');
}
