/**
 * One HTTP exchange with a zone, at the level of undici's dispatcher: no streams, no promises, no signals. Reads the answer
 * under a cap and says how it ended, once; after drop() it says nothing more and its connection is closed.
 */
import { isUtf8 } from 'node:buffer';
import type { Dispatcher } from 'undici';
import { parseJsonObject, type JsonObject } from './json.ts';
import { ZoneFailure, failureOf, isConnectionLoss } from './zone-failure.ts';

/** What the zone said: a JSON object that claims to be a GraphQL answer, and its HTTP status, 200 or 400. */
export interface ZoneReply {
  readonly status: number;
  readonly body: JsonObject;
}

/** A reply with the text it was read from, and that text's length in bytes. */
export interface ReadReply extends ZoneReply {
  readonly text: string;
  readonly bytes: number;
}

export interface LostExchange {
  readonly connectionLost: boolean;
  /** The Retry-After of a 503. */
  readonly retryAfter: string | undefined;
}

export interface ExchangeOwner {
  replied(reply: ReadReply): void;
  failed(failure: ZoneFailure, how: LostExchange): void;
}

const DROPPED = new Error('nobody waits for it any more'); // one for all: undici would make one with a stack each time
const PLAIN: LostExchange = { connectionLost: false, retryAfter: undefined };
const LOST: LostExchange = { connectionLost: true, retryAfter: undefined };
const BYTE_ORDER_MARK = 0xfeff;

export class Exchange implements Dispatcher.DispatchHandler {
  readonly #maxBytes: number;
  #owner: ExchangeOwner | undefined; // none once it has been told, or does not want to be
  #controller: Dispatcher.DispatchController | undefined;
  #status = 0;
  #retryAfter: string | undefined;
  #first: Buffer | undefined; // most answers come in one piece
  #pieces: Buffer[] | undefined;
  #bytes = 0;

  constructor(owner: ExchangeOwner, maxBytes: number) {
    this.#owner = owner;
    this.#maxBytes = maxBytes;
  }

  drop(): void {
    this.#owner = undefined;
    this.#controller?.abort(DROPPED);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#owner) this.#controller = controller;
    else controller.abort(DROPPED); // it was dropped while it waited for its connection
  }

  onResponseStart(_: unknown, status: number, headers: Readonly<Record<string, string | string[] | undefined>>): void {
    this.#status = status;
    const { 'retry-after': retryAfter, 'content-length': length } = headers;
    if (status === 503 && typeof retryAfter === 'string') this.#retryAfter = retryAfter;
    if (typeof length === 'string' && Number(length) > this.#maxBytes) this.#tooLarge();
  }

  onResponseData(_: unknown, piece: Buffer): void {
    this.#bytes += piece.length;
    if (this.#bytes > this.#maxBytes) this.#tooLarge();
    else if (!this.#isAnswer) return;
    else if (this.#first === undefined) this.#first = piece;
    else (this.#pieces ??= [this.#first]).push(piece);
  }

  onResponseEnd(): void {
    if (!this.#owner) return;
    const status = this.#status;
    if (!this.#isAnswer) {
      const verdict = status >= 500 ? 'FAULTY' : 'ALIVE';
      this.#fail(new ZoneFailure('HTTP_ERROR', `HTTP ${status}`, { verdict }), this.#retryAfter);
      return;
    }
    const text = this.#text();
    const body = text === undefined ? undefined : parseJsonObject(text);
    if (text !== undefined && body) {
      const owner = this.#owner;
      this.#owner = undefined;
      owner.replied({ status, body, text, bytes: this.#bytes });
    } else if (status === 200) {
      this.#fail(new ZoneFailure('BAD_DATA', 'HTTP 200, not a GraphQL answer', { verdict: 'FAULTY' }));
    } else {
      this.#fail(new ZoneFailure('HTTP_ERROR', `HTTP ${status}, not a GraphQL answer`, { verdict: 'ALIVE' }));
    }
  }

  onResponseError(_: unknown, error: Error): void {
    this.#end(failureOf(error), isConnectionLoss(error) ? LOST : PLAIN);
  }

  get #isAnswer(): boolean {
    return this.#status === 200 || this.#status === 400;
  }

  /** Decoded whole: a character may lie across two pieces. Undefined when it is not UTF-8. */
  #text(): string | undefined {
    if (this.#first === undefined) return '';
    const bytes = this.#pieces ? Buffer.concat(this.#pieces, this.#bytes) : this.#first;
    if (!isUtf8(bytes)) return undefined;
    const text = bytes.toString('utf8');
    return text.charCodeAt(0) === BYTE_ORDER_MARK ? text.slice(1) : text;
  }

  #tooLarge(): void {
    this.#fail(new ZoneFailure('BAD_DATA', `an answer of more than ${this.#maxBytes} bytes`, { verdict: 'FAULTY' }));
    this.#controller?.abort(DROPPED);
  }

  #fail(failure: ZoneFailure, retryAfter?: string): void {
    this.#end(failure, retryAfter === undefined ? PLAIN : { connectionLost: false, retryAfter });
  }

  #end(failure: ZoneFailure, how: LostExchange): void {
    const owner = this.#owner;
    this.#owner = undefined;
    owner?.failed(failure, how);
  }
}
