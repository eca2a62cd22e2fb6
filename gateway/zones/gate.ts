/** How many calls of one zone are under way at once, and how few may wait for that; the rest is refused. */
export interface Waiter {
  /** Its turn has come. */
  admitted(): void;
}

/** Hears of every change in the number of calls under way and waiting. */
export type LoadListener = (underWay: 1 | 0 | -1, waiting: 1 | 0 | -1) => void;

export class Gate {
  readonly #maxInFlight: number;
  readonly #maxQueued: number;
  readonly #listener: LoadListener;
  readonly #queue = new Set<Waiter>(); // in order of arrival; whoever gives up is out at once
  readonly #whenEmpty: (() => void)[] = [];
  #inFlight = 0;

  constructor(maxInFlight: number, maxQueued: number, listener: LoadListener) {
    this.#maxInFlight = maxInFlight;
    this.#maxQueued = maxQueued;
    this.#listener = listener;
  }

  /** Admits `waiter`, now or later; false when there is no room. Whoever was let in must leave(). */
  enter(waiter: Waiter): boolean {
    if (this.#inFlight < this.#maxInFlight) {
      this.#inFlight += 1;
      this.#listener(1, 0);
      waiter.admitted();
      return true;
    }
    if (this.#queue.size >= this.#maxQueued) return false;
    this.#queue.add(waiter);
    this.#listener(0, 1);
    return true;
  }

  leave(waiter: Waiter): void {
    if (this.#queue.delete(waiter)) {
      this.#listener(0, -1);
      return;
    }
    for (const next of this.#queue) {
      this.#queue.delete(next);
      this.#listener(0, -1);
      next.admitted(); // it takes the place of the one that leaves
      return;
    }
    this.#inFlight -= 1;
    this.#listener(-1, 0);
    if (this.#inFlight === 0) for (const resolve of this.#whenEmpty.splice(0)) resolve();
  }

  /** Resolves when nothing is under way or waiting. */
  empty(): Promise<void> {
    return this.#inFlight === 0 ? Promise.resolve() : new Promise((resolve) => this.#whenEmpty.push(resolve));
  }
}
