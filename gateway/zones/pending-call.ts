/**
 * One call of a zone, from its acceptance to its outcome: it waits for its turn, is sent, is sent once more where that is
 * allowed, and ends in time whatever the zone does. It is its own timer's, gate's, scope's and exchange's listener: one object
 * for what would otherwise be a handful of closures on the gateway's hottest path.
 */
import type { Pool } from 'undici';
import { utf8 } from '../../infra/runtime/utf8.ts';
import type { Scope, ScopeEnd, ScopeMember } from '../request-scope.ts';
import { Exchange, type ExchangeOwner, type LostExchange, type ReadReply } from './exchange.ts';
import type { Gate, Waiter } from './gate.ts';
import type { ZoneLimits } from './limits.ts';
import { retryDelay } from './retry.ts';
import { ZoneFailure, cutShort, overloaded } from './zone-failure.ts';
import type { ZoneObserver } from './zone-observer.ts';

/** What all calls of one zone have in common. */
export interface ZoneLine {
  readonly pool: Pool;
  readonly path: string;
  readonly limits: ZoneLimits;
  readonly gate: Gate;
  readonly observer: ZoneObserver;
}

export interface CallToSend {
  /** The JSON request, already printed. */
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly kind: 'query' | 'mutation';
}

const JSON_HEADERS = { 'content-type': 'application/json', accept: 'application/json' } as const;

/** Timers count whole milliseconds, and may be that much ahead. */
const TIMER_GRAIN_MS = 2;

export class PendingCall implements ScopeMember, Waiter, ExchangeOwner {
  readonly answer: Promise<ReadReply>;
  readonly #resolve: (reply: ReadReply) => void;
  readonly #reject: (failure: ZoneFailure) => void;
  readonly #line: ZoneLine;
  readonly #call: CallToSend;
  readonly #scope: Scope;
  readonly #deadline: number;
  readonly #timer: NodeJS.Timeout; // the same duration for every call of a zone: Node keeps one list for all of them
  #retryTimer: NodeJS.Timeout | undefined;
  #exchange: Exchange | undefined;
  #retries = 0;
  #ended = false;

  /** Sends the call. The scope must not have ended. */
  constructor(line: ZoneLine, call: CallToSend, scope: Scope) {
    const { promise, resolve, reject } = Promise.withResolvers<ReadReply>();
    this.answer = promise;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#line = line;
    this.#call = call;
    this.#scope = scope;
    this.#deadline = performance.now() + line.limits.deadlineMs;
    this.#timer = setTimeout(tooLate, line.limits.deadlineMs, this);
    scope.add(this);
    if (line.gate.enter(this)) return;
    this.#close();
    reject(overloaded('too many calls of this zone wait already'));
  }

  admitted(): void {
    if (performance.now() > this.#deadline - TIMER_GRAIN_MS) return; // its timer fires in this very moment
    this.#exchange = new Exchange(this, this.#line.limits.maxAnswerBytes);
    const { body, headers } = this.#call;
    const request = {
      path: this.#line.path,
      method: 'POST',
      headers: { ...JSON_HEADERS, ...headers },
      body: utf8(body),
    } as const;
    this.#line.pool.dispatch(request, this.#exchange);
  }

  replied(reply: ReadReply): void {
    this.#line.observer.answerRead(reply.bytes);
    this.#leave();
    this.#resolve(reply);
  }

  failed(failure: ZoneFailure, { connectionLost, retryAfter }: LostExchange): void {
    const now = performance.now();
    const attempt = {
      kind: this.#call.kind,
      retries: this.#retries,
      connectionLost,
      retryAfter,
      leftMs: Math.min(this.#deadline, this.#scope.deadline) - now,
    };
    const delay = retryDelay(attempt, this.#line.limits.retryJitterMs, Math.random(), Date.now());
    if (delay === undefined) {
      this.#fail(failure);
      return;
    }
    this.#retries += 1;
    this.#line.observer.retried();
    this.#retryTimer = setTimeout(again, delay, this); // it keeps its place in the gate: the zone is spared meanwhile
  }

  drop(end: ScopeEnd): void {
    this.#fail(cutShort(end));
  }

  /** The zone's deadline has passed. */
  late(): void {
    const sent = this.#exchange !== undefined;
    this.#fail(
      sent
        ? new ZoneFailure('TIMEOUT', `no answer in ${this.#line.limits.deadlineMs} ms`, { verdict: 'FAULTY' })
        : overloaded('its turn did not come before the deadline'),
    );
  }

  #fail(failure: ZoneFailure): void {
    if (this.#ended) return;
    this.#exchange?.drop();
    this.#leave();
    this.#reject(failure);
  }

  #leave(): void {
    this.#close();
    this.#line.gate.leave(this);
  }

  #close(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#retryTimer);
    this.#scope.delete(this);
  }
}

function tooLate(call: PendingCall): void {
  call.late();
}

function again(call: PendingCall): void {
  call.admitted();
}
