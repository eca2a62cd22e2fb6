/**
 * Identical queries that are under way at the same time, asked with the same rights, may share one exchange. Each caller
 * waits within its own request: one that leaves takes nothing from the others, and the last one to leave ends the exchange.
 */
import { Scope, type ScopeEnd, type ScopeMember } from '../request-scope.ts';
import type { ReadReply, ZoneReply } from './exchange.ts';
import { parseJsonObject } from './json.ts';
import type { CallToSend } from './pending-call.ts';
import { cutShort } from './zone-failure.ts';

/** Names one caller's trace, and does not change what is asked. */
const TRACE_HEADERS: readonly string[] = ['traceparent', 'tracestate'];

export interface ShareableCall extends CallToSend {
  readonly rights: string;
}

/** Calls with one key get the same answer. */
export function keyOf({ body, headers, rights }: ShareableCall): string {
  const asked = Object.entries(headers)
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(([name]) => !TRACE_HEADERS.includes(name))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `${JSON.stringify([rights, asked])}\n${body}`;
}

export class SharedCalls {
  readonly #underWay = new Map<string, SharedCall>();

  /** Joins the call with this key, or starts it with `send`. `joined` is told when there was one. */
  join(key: string, scope: Scope, send: (scope: Scope) => Promise<ReadReply>, joined: () => void): Promise<ZoneReply> {
    let shared = this.#underWay.get(key);
    if (shared) {
      joined();
      return shared.join(scope);
    }
    const forget = (): void => {
      if (this.#underWay.get(key) === shared) this.#underWay.delete(key);
    };
    shared = new SharedCall(forget);
    this.#underWay.set(key, shared);
    const answer = shared.join(scope);
    shared.start(send);
    return answer;
  }
}

class SharedCall {
  readonly #callers = new Set<Caller>();
  readonly #scope = new Scope();
  readonly #forget: () => void;

  constructor(forget: () => void) {
    this.#forget = forget;
  }

  start(send: (scope: Scope) => Promise<ReadReply>): void {
    send(this.#scope).then(
      (reply) => this.#end((caller, first) => caller.resolve(first ? reply : copyOf(reply))),
      (failure: unknown) => this.#end((caller) => caller.reject(failure)),
    );
  }

  join(scope: Scope): Promise<ZoneReply> {
    const caller = new Caller(scope, () => this.#leave(caller));
    this.#callers.add(caller);
    return caller.answer;
  }

  #leave(caller: Caller): void {
    this.#callers.delete(caller);
    if (this.#callers.size > 0) return;
    this.#forget(); // before the exchange ends: nobody may join what is being dropped
    this.#scope.end('CLIENT_GONE');
  }

  #end(tell: (caller: Caller, first: boolean) => void): void {
    this.#forget();
    let first = true;
    for (const caller of this.#callers) {
      tell(caller, first);
      first = false;
    }
    this.#callers.clear();
  }
}

/** Each caller may change what it is given. */
function copyOf({ status, text }: ReadReply): ZoneReply {
  return { status, body: parseJsonObject(text) ?? {} };
}

class Caller implements ScopeMember {
  readonly answer: Promise<ZoneReply>;
  readonly #resolve: (reply: ZoneReply) => void;
  readonly #reject: (reason: unknown) => void;
  readonly #scope: Scope;
  readonly #left: () => void;

  constructor(scope: Scope, left: () => void) {
    const { promise, resolve, reject } = Promise.withResolvers<ZoneReply>();
    this.answer = promise;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#scope = scope;
    this.#left = left;
    scope.add(this);
  }

  resolve(reply: ZoneReply): void {
    this.#scope.delete(this);
    this.#resolve(reply);
  }

  reject(reason: unknown): void {
    this.#scope.delete(this);
    this.#reject(reason);
  }

  drop(end: ScopeEnd): void {
    this.#reject(cutShort(end));
    this.#left();
  }
}
