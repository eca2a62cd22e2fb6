/** What there is to count and to measure about one zone; the metrics implement it. */
import type { TechnicalGap } from '../../schema/gap-reasons.ts';

export type BreakerState = 'closed' | 'half-open' | 'open';

export interface ZoneObserver {
  /** A call ended: with an HTTP answer that can be read (OK), or without. `operation` is the client's. */
  callEnded(operation: string, ms: number, outcome: 'OK' | TechnicalGap): void;
  answerRead(bytes: number): void;
  retried(): void;
  /** A call was answered by an exchange that another call had begun. */
  shared(): void;
  /** One more, or one less, is under way or waits for its turn. */
  load(underWay: 1 | 0 | -1, waiting: 1 | 0 | -1): void;
  breaker(state: BreakerState): void;
}

const nothing = (): void => undefined;
export const NO_OBSERVER: ZoneObserver = {
  callEnded: nothing,
  answerRead: nothing,
  retried: nothing,
  shared: nothing,
  load: nothing,
  breaker: nothing,
};
