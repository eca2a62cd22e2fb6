/**
 * What the gateway counts and measures, for Prometheus. Labels are resolved once and their children kept, so that a request
 * costs additions; and no label takes its values from clients or zones without a bound.
 */
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { TechnicalGap } from '../../schema/gap-reasons.ts';
import type { SupergraphEvents } from '../supergraph/events.ts';
import type { ZoneObserver } from '../zones/zone-observer.ts';
import { OperationNames } from './operation-names.ts';
import { ZoneMetrics } from './zone-metrics.ts';

export type OperationKind = 'query' | 'mutation' | 'subscription' | 'unknown';

/**
 * How a client's request ended: answered whole, with errors beside data, with errors only; refused before anything was
 * asked (syntax, validation); after its deadline had passed; or with nobody left to answer.
 */
export type RequestOutcome = 'ok' | 'partial' | 'error' | 'refused' | 'timeout' | 'cancelled';

export interface EndedRequest {
  readonly kind: OperationKind;
  readonly outcome: RequestOutcome;
  readonly ms: number;
  /** The size of the answer's body. */
  readonly bytes: number;
}

const REQUEST_SECONDS = [0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const ANSWER_BYTES = [1_000, 4_000, 16_000, 64_000, 256_000, 1_000_000, 4_000_000, 16_000_000];

export class GatewayMetrics {
  readonly #registry = new Registry();
  readonly #requests = new Counter({
    name: 'yihe_gateway_requests_total',
    help: "Clients' GraphQL requests by kind of operation and outcome",
    labelNames: ['kind', 'outcome'],
    registers: [this.#registry],
  });
  readonly #seconds = new Histogram({
    name: 'yihe_gateway_request_duration_seconds',
    help: "How long clients' requests took",
    labelNames: ['kind'],
    buckets: REQUEST_SECONDS,
    registers: [this.#registry],
  });
  readonly #bytes = new Histogram({
    name: 'yihe_gateway_answer_bytes',
    help: 'Size of the answers to clients',
    buckets: ANSWER_BYTES,
    registers: [this.#registry],
  });
  readonly #gaps = new Counter({
    name: 'yihe_gateway_gaps_total',
    help: 'Zones that gave no usable answer to a request, by reason; one a zone and request',
    labelNames: ['zone', 'reason'],
    registers: [this.#registry],
  });
  readonly #refusedAnswers = new Counter({
    name: 'yihe_gateway_zone_answers_refused_total',
    help: 'Answers that were refused because they break the contract',
    labelNames: ['zone'],
    registers: [this.#registry],
  });
  readonly #plans = new Counter({
    name: 'yihe_gateway_plan_cache_lookups_total',
    help: 'Query plans looked for in the cache',
    labelNames: ['result'],
    registers: [this.#registry],
  });
  readonly #planHit = this.#plans.labels('hit');
  readonly #planMiss = this.#plans.labels('miss');
  readonly #supergraph = new Gauge({
    name: 'yihe_gateway_supergraph_info',
    help: '1 for the supergraph that is being served',
    labelNames: ['version'],
    registers: [this.#registry],
  });
  readonly #reloads = new Counter({
    name: 'yihe_gateway_supergraph_reloads_total',
    help: 'Supergraphs offered to the running gateway: taken over or refused',
    labelNames: ['outcome'],
    registers: [this.#registry],
  });
  readonly #ofKind = new Map<
    string,
    { readonly count: Counter.Internal; readonly seconds: Histogram.Internal<'kind'> }
  >();
  readonly #zones = new ZoneMetrics(this.#registry, new OperationNames());
  #planCacheSize = (): number => 0;
  #version: string | undefined;

  constructor() {
    const size = (): number => this.#planCacheSize();
    new Gauge({
      name: 'yihe_gateway_plan_cache_entries',
      help: 'Query plans held in the cache',
      registers: [this.#registry],
      collect() {
        this.set(size());
      },
    });
    for (const outcome of ['taken', 'refused']) this.#reloads.inc({ outcome }, 0); // shown before the first
    for (const lookups of [this.#planHit, this.#planMiss]) lookups.inc(0);
  }

  /** The process's own metrics too: CPU, memory, garbage collection, and how late the event loop runs. */
  watchProcess(): void {
    collectDefaultMetrics({ register: this.#registry });
  }

  requestEnded({ kind, outcome, ms, bytes }: EndedRequest): void {
    const key = `${kind} ${outcome}`;
    let children = this.#ofKind.get(key);
    if (!children) {
      children = { count: this.#requests.labels(kind, outcome), seconds: this.#seconds.labels(kind) };
      this.#ofKind.set(key, children);
    }
    children.count.inc();
    children.seconds.observe(ms / 1_000);
    this.#bytes.observe(bytes);
  }

  /** A zone gave a request no usable answer; once a zone and request. */
  gap(zone: string, reason: TechnicalGap): void {
    this.#gaps.inc({ zone, reason });
  }

  /** What a zone answered was refused, since it breaks the contract. */
  zoneAnswerRefused(zone: string): void {
    this.#refusedAnswers.inc({ zone });
  }

  planCache(hit: boolean): void {
    (hit ? this.#planHit : this.#planMiss).inc();
  }

  /** How to learn, when asked, how many plans the cache holds. */
  planCacheSize(read: () => number): void {
    this.#planCacheSize = read;
  }

  /** What happens to the supergraph; the first one served is no reload. */
  readonly supergraphEvents: SupergraphEvents = {
    served: ({ id, zones }) => {
      this.#zones.keep(zones);
      for (const zone of zones) this.#refusedAnswers.inc({ zone }, 0); // shown before the first
      if (this.#version !== undefined) this.#reloads.inc({ outcome: 'taken' });
      this.#version = id.slice(0, 12);
      this.#supergraph.reset();
      this.#supergraph.set({ version: this.#version }, 1);
    },
    refused: () => this.#reloads.inc({ outcome: 'refused' }),
  };

  /** The same one each time a zone is named. */
  zone(zone: string): ZoneObserver {
    return this.#zones.of(zone);
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** All of it, in the text format of Prometheus. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }
}
