/** Which zones failed to answer during one client request, and why: each said once to the client, and told to the core. */
import type { TechnicalGap } from '../../schema/gap-reasons.ts';

const ABSENT: readonly TechnicalGap[] = ['TIMEOUT', 'REFUSED', 'UNREACHABLE'];

export class Gaps {
  readonly #reasons = new Map<string, TechnicalGap>();

  /** Records a zone's gap; true the first time, which is when the client is told. */
  note(zone: string, reason: TechnicalGap): boolean {
    if (this.#reasons.has(zone)) return false;
    this.#reasons.set(zone, reason);
    return true;
  }

  /** Whether asking the zone once more within this request would only cost another deadline. */
  isAbsent(zone: string): boolean {
    const reason = this.#reasons.get(zone);
    return reason !== undefined && ABSENT.includes(reason);
  }

  get reasons(): ReadonlyMap<string, TechnicalGap> {
    return this.#reasons;
  }
}
