/**
 * One client request in time: how long it may take, and whether anybody still waits for its answer. What runs on its behalf
 * registers here and is dropped at once when it ends. A set of members, and not an AbortSignal a call: a request makes five
 * to sixteen calls, and an event target each would cost more than the rest of the bookkeeping.
 */
import type { ServerResponse } from 'node:http';
import type { RequestTrace } from './telemetry/tracing.ts';

/** Why a request is over: answered, its deadline passed before that, or its client left. */
export type ScopeEnd = 'ANSWERED' | 'DEADLINE' | 'CLIENT_GONE';

export interface ScopeMember {
  /** The request is over: stop whatever runs for it. */
  drop(end: ScopeEnd): void;
}

export class Scope {
  readonly #members = new Set<ScopeMember>();
  #end: ScopeEnd | undefined;

  /** Undefined while somebody waits. */
  get ended(): ScopeEnd | undefined {
    return this.#end;
  }

  /** On the clock of performance.now(). */
  get deadline(): number {
    return Number.POSITIVE_INFINITY;
  }

  /** Only while the scope has not ended. */
  add(member: ScopeMember): void {
    this.#members.add(member);
  }

  delete(member: ScopeMember): void {
    this.#members.delete(member);
  }

  /** The first reason stands. */
  end(end: ScopeEnd): void {
    if (this.#end !== undefined) return;
    this.#end = end;
    for (const member of this.#members) member.drop(end);
    this.#members.clear();
  }
}

export class RequestScope extends Scope {
  /** Where the steps of the request become spans; undefined while nobody collects any. */
  trace: RequestTrace | undefined;
  readonly #deadline: number;
  readonly #timer: NodeJS.Timeout;

  constructor(deadlineMs: number) {
    super();
    this.#deadline = performance.now() + deadlineMs;
    this.#timer = setTimeout(endOfTime, deadlineMs, this);
  }

  /** The scope of the request that `response` answers: over once that is sent, or cannot be any more. */
  static of(response: ServerResponse, deadlineMs: number): RequestScope {
    const scope = new RequestScope(deadlineMs);
    const close = (): void => scope.end(response.writableFinished ? 'ANSWERED' : 'CLIENT_GONE');
    if (response.closed) close();
    else response.once('close', close);
    return scope;
  }

  override get deadline(): number {
    return this.#deadline;
  }

  override end(end: ScopeEnd): void {
    clearTimeout(this.#timer);
    super.end(end);
  }
}

function endOfTime(scope: RequestScope): void {
  scope.end('DEADLINE');
}
