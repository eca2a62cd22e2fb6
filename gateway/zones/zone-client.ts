/**
 * How the gateway speaks with one zone over HTTP: pooled, in time, under caps, without redirects; tried once more where that
 * is safe, left alone for a while after repeated failures. What an answer says is not read here.
 */
import { Pool } from 'undici';
import type { Span } from '@opentelemetry/api';
import type { Logger } from '../../infra/runtime/logger.ts';
import { Scope, type RequestScope, type ScopeEnd } from '../request-scope.ts';
import { endSpan, traceparentOf } from '../telemetry/tracing.ts';
import { Breaker } from './breaker.ts';
import type { ReadReply, ZoneReply } from './exchange.ts';
import { Gate } from './gate.ts';
import type { ZoneLimits } from './limits.ts';
import { PendingCall, type ZoneLine } from './pending-call.ts';
import { SharedCalls, keyOf, type ShareableCall } from './shared-calls.ts';
import { ZoneFailure, cutShort } from './zone-failure.ts';
import { NO_OBSERVER, type BreakerState, type ZoneObserver } from './zone-observer.ts';

export type { ZoneReply } from './exchange.ts';
export { ZoneFailure } from './zone-failure.ts';

export interface ZoneClientOptions {
  readonly zone: string;
  readonly url: string;
  readonly limits: ZoneLimits;
  readonly log: Logger;
  readonly observer?: ZoneObserver;
}

export interface ZoneCall extends ShareableCall {
  /** The client's operation name, for the metrics. */
  readonly operation: string;
  /** Who asks: identical calls are shared only within one value; '' is never shared. */
  readonly rights: string;
  /** The client's request, within which the zone must answer. */
  readonly request: RequestScope;
}

export class ZoneClient {
  readonly #zone: string;
  readonly #line: ZoneLine;
  readonly #observer: ZoneObserver;
  readonly #breaker: Breaker | undefined;
  readonly #shared: SharedCalls | undefined;
  #closed: Promise<void> | undefined;

  constructor({ zone, url, limits, log, observer = NO_OBSERVER }: ZoneClientOptions) {
    const { origin, pathname, search } = new URL(url);
    this.#zone = zone;
    const pool = new Pool(origin, {
      connections: limits.maxInFlight,
      connectTimeout: limits.deadlineMs,
      headersTimeout: 0, // the deadline is the call's, not the connection's
      bodyTimeout: 0,
    });
    const gate = new Gate(limits.maxInFlight, limits.maxQueued, (underWay, waiting) =>
      observer.load(underWay, waiting),
    );
    this.#line = { pool, path: `${pathname}${search}`, limits, gate, observer };
    this.#observer = observer;
    this.#shared = limits.shareInFlight ? new SharedCalls() : undefined;
    const changed = (state: BreakerState): void => {
      if (this.#closed) return; // another client speaks for the zone now
      observer.breaker(state);
      log[state === 'open' ? 'warn' : 'info']({ zone, state }, 'the circuit of a zone changed');
    };
    this.#breaker =
      limits.breakerFailures > 0
        ? new Breaker(limits.breakerFailures, limits.breakerHalfOpenAfterMs, changed)
        : undefined;
  }

  /** Posts one request. Throws a ZoneFailure when the zone gives nothing that can be a GraphQL answer in time. */
  async post(call: ZoneCall): Promise<ZoneReply> {
    const started = performance.now();
    const span = call.request.trace?.call(this.#zone);
    try {
      const reply = await this.#ask(span ? withTrace(call, span) : call);
      this.#observer.callEnded(call.operation, performance.now() - started, 'OK');
      if (span) endSpan(span, 'OK', false);
      return reply;
    } catch (error) {
      const reason = error instanceof ZoneFailure ? error.reason : 'NO_ANSWER';
      this.#observer.callEnded(call.operation, performance.now() - started, reason);
      if (span) endSpan(span, reason, true);
      throw error;
    }
  }

  /** Lets what is under way end, by its deadline at the latest. */
  close(): Promise<void> {
    this.#closed ??= this.#line.gate.empty().then(() => this.#line.pool.close());
    return this.#closed;
  }

  #ask(call: ZoneCall): Promise<ZoneReply> {
    const { request } = call;
    if (request.ended !== undefined) return Promise.reject(cutShort(request.ended));
    if (!this.#shared || call.kind !== 'query' || call.rights === '') return this.#send(call, request);
    const send = (scope: Scope): Promise<ReadReply> => this.#send(call, scope);
    return this.#shared.join(keyOf(call), request, send, () => this.#observer.shared());
  }

  #send(call: ZoneCall, scope: Scope): Promise<ReadReply> {
    const send = (within: Scope): Promise<ReadReply> => new PendingCall(this.#line, call, within).answer;
    if (!this.#breaker) return send(scope);
    const role = { probes: false };
    const answer = this.#breaker.run((isProbe) => {
      role.probes = isProbe;
      return send(isProbe ? new Scope() : scope); // what finds out about the zone goes on when its client leaves
    });
    return role.probes ? until(scope, answer) : answer;
  }
}

/** The answer, for as long as `scope` lasts. */
function until(scope: Scope, answer: Promise<ReadReply>): Promise<ReadReply> {
  return new Promise((resolve, reject) => {
    const member = { drop: (end: ScopeEnd) => reject(cutShort(end)) };
    scope.add(member);
    answer.then(resolve, reject).finally(() => scope.delete(member));
  });
}

/** The call as a step of the client's trace: what the zone does is done for this span. */
function withTrace(call: ZoneCall, span: Span): ZoneCall {
  const traceparent = traceparentOf(span);
  return traceparent === undefined ? call : { ...call, headers: { ...call.headers, traceparent } };
}
