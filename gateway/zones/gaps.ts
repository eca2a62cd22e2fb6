/** Which zones failed to answer during one client request, and why: each said once to the client, and told to the core. */
import type { TechnicalGap } from '../../schema/gap-reasons.ts';

const ABSENT: readonly TechnicalGap[] = ['TIMEOUT', 'REFUSED', 'UNREACHABLE', 'CIRCUIT_OPEN'];

/** Whether asking the zone once more within this request would only cost another deadline. */
export function meansAbsent(reason: TechnicalGap): boolean {
  return ABSENT.includes(reason);
}

export class Gaps {
  readonly #reasons = new Map<string, TechnicalGap>();
  readonly #told = new Set<string>();
  readonly #onGap: (zone: string, reason: TechnicalGap) => void;

  /** `onGap` is called once a zone. */
  constructor(onGap: (zone: string, reason: TechnicalGap) => void = () => undefined) {
    this.#onGap = onGap;
  }

  /** Records why a zone did not answer; the first reason stands. */
  note(zone: string, reason: TechnicalGap): void {
    if (this.#reasons.has(zone)) return;
    this.#reasons.set(zone, reason);
    this.#onGap(zone, reason);
  }

  /** True once a zone: the client is told of its failure one time, however many of its fields are missing. */
  isNews(zone: string): boolean {
    if (this.#told.has(zone)) return false;
    this.#told.add(zone);
    return true;
  }

  isAbsent(zone: string): boolean {
    const reason = this.#reasons.get(zone);
    return reason !== undefined && meansAbsent(reason);
  }

  get reasons(): ReadonlyMap<string, TechnicalGap> {
    return this.#reasons;
  }
}
