/** The metrics of the calls to zones. */
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { TechnicalGap } from '../../schema/gap-reasons.ts';
import type { BreakerState, ZoneObserver } from '../zones/zone-observer.ts';
import type { OperationNames } from './operation-names.ts';

const CALL_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
const STATE_VALUES: Readonly<Record<BreakerState, number>> = { closed: 0, 'half-open': 1, open: 2 };

export class ZoneMetrics {
  readonly #zones = new Map<string, OneZone>();
  readonly #families: Families;
  readonly #names: OperationNames;

  constructor(registry: Registry, names: OperationNames) {
    this.#families = families(registry, this.#zones);
    this.#names = names;
  }

  of(zone: string): ZoneObserver {
    let found = this.#zones.get(zone);
    if (!found) {
      found = new OneZone(zone, this.#families, this.#names);
      this.#zones.set(zone, found);
    }
    return found;
  }

  /** Shows these zones from now on, and no others: a zone that has left the supergraph has no state. */
  keep(zones: readonly string[]): void {
    for (const zone of zones) this.of(zone);
    for (const [zone, each] of this.#zones) {
      each.isShown = zones.includes(zone); // it may come back, and calls of it may still be under way
      if (!each.isShown) this.#families.breaker.remove(zone);
    }
  }
}

type Families = ReturnType<typeof families>;

function families(registry: Registry, zones: ReadonlyMap<string, OneZone>) {
  const registers = [registry];
  const loadOf = (name: string, help: string, read: (zone: OneZone) => number): void => {
    new Gauge({
      name,
      help,
      labelNames: ['zone'],
      registers,
      collect() {
        this.reset();
        for (const [zone, each] of zones) if (each.isShown) this.set({ zone }, read(each));
      },
    });
  };
  loadOf('yihe_zone_in_flight', 'Calls under way', ({ underWay }) => underWay);
  loadOf('yihe_zone_queued', 'Calls that wait for their turn', ({ waiting }) => waiting);
  return {
    seconds: new Histogram({
      name: 'yihe_zone_call_duration_seconds',
      help: "How long calls of a zone took, by the client's operation; the waiting and the retry included",
      labelNames: ['zone', 'operation'],
      buckets: CALL_SECONDS,
      registers,
    }),
    calls: new Counter({
      name: 'yihe_zone_calls_total',
      help: 'Calls of a zone: OK, or why there was no usable HTTP answer',
      labelNames: ['zone', 'outcome'],
      registers,
    }),
    bytes: new Counter({
      name: 'yihe_zone_answer_bytes_total',
      help: 'Bytes of answers read from a zone',
      labelNames: ['zone'],
      registers,
      collect() {
        for (const zone of zones.values()) zone.settleBytes();
      },
    }),
    retries: new Counter({
      name: 'yihe_zone_retries_total',
      help: 'Calls that were sent once more',
      labelNames: ['zone'],
      registers,
    }),
    shared: new Counter({
      name: 'yihe_zone_shared_calls_total',
      help: 'Calls that were answered by an exchange another call had begun',
      labelNames: ['zone'],
      registers,
    }),
    breaker: new Gauge({
      name: 'yihe_zone_breaker_state',
      help: 'The circuit of a zone: 0 closed, 1 half open, 2 open',
      labelNames: ['zone'],
      registers,
    }),
  };
}

class OneZone implements ZoneObserver {
  readonly #zone: string;
  readonly #families: Families;
  readonly #names: OperationNames;
  readonly #seconds = new Map<string, Histogram.Internal<'zone' | 'operation'>>();
  readonly #outcomes = new Map<string, Counter.Internal>();
  readonly #bytes: Counter.Internal;
  readonly #retries: Counter.Internal;
  readonly #shared: Counter.Internal;
  readonly #breaker: Gauge.Internal<'zone'>;
  #unsettled = 0;
  isShown = true;
  underWay = 0;
  waiting = 0;

  constructor(zone: string, of: Families, names: OperationNames) {
    this.#zone = zone;
    this.#families = of;
    this.#names = names;
    this.#bytes = of.bytes.labels(zone);
    this.#retries = of.retries.labels(zone);
    this.#shared = of.shared.labels(zone);
    this.#breaker = of.breaker.labels(zone);
    for (const counter of [this.#bytes, this.#retries, this.#shared]) counter.inc(0); // shown from the start
    this.#breaker.set(STATE_VALUES.closed);
  }

  callEnded(operation: string, ms: number, outcome: 'OK' | TechnicalGap): void {
    const name = this.#names.label(operation);
    let seconds = this.#seconds.get(name);
    if (!seconds) {
      seconds = this.#families.seconds.labels(this.#zone, name);
      this.#seconds.set(name, seconds);
    }
    seconds.observe(ms / 1_000);
    let count = this.#outcomes.get(outcome);
    if (!count) {
      count = this.#families.calls.labels(this.#zone, outcome);
      this.#outcomes.set(outcome, count);
    }
    count.inc();
  }

  answerRead(bytes: number): void {
    this.#unsettled += bytes;
  }

  /** Bytes are added up here and counted when they are asked for: a counter costs more than a sum. */
  settleBytes(): void {
    this.#bytes.inc(this.#unsettled);
    this.#unsettled = 0;
  }

  retried(): void {
    this.#retries.inc();
  }

  shared(): void {
    this.#shared.inc();
  }

  load(underWay: 1 | 0 | -1, waiting: 1 | 0 | -1): void {
    this.underWay += underWay;
    this.waiting += waiting;
  }

  breaker(state: BreakerState): void {
    this.#breaker.set(STATE_VALUES[state]);
  }
}
