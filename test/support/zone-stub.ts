/** A real HTTP server in a zone's place that does as it is told, and a client of the gateway's to ask it. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { RequestScope } from '../../gateway/request-scope.ts';
import type { ZoneLimits } from '../../gateway/zones/limits.ts';
import { ZoneClient, ZoneFailure, type ZoneCall } from '../../gateway/zones/zone-client.ts';
import type { ZoneObserver } from '../../gateway/zones/zone-observer.ts';
import { keptLog } from './zone.ts';

export type Behaviour = (response: ServerResponse, request: IncomingMessage, body: string) => void;

export interface Stub {
  readonly url: string;
  /** The bodies of the requests that came, in order. */
  readonly bodies: readonly string[];
  /** How many connections were opened to it. */
  readonly connections: () => number;
  /** What it does from now on: the behaviours in turn, the last one for ever. */
  behave(...behaviours: [Behaviour, ...Behaviour[]]): void;
  /** Resolves when this many requests have come. */
  came(count: number): Promise<void>;
  /** Resolves when this many requests were given up by the client before they were answered. */
  abandoned(count: number): Promise<void>;
  stop(): Promise<void>;
}

export const answers =
  (body: unknown = { data: { ok: true } }, status = 200, headers: Record<string, string> = {}): Behaviour =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body));
  };
export const neverAnswers: Behaviour = () => undefined;
export const resets: Behaviour = (response) => void response.socket?.resetAndDestroy();
/** Begins an answer and sends one more space every few milliseconds. */
export const drips: Behaviour = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  const timer = setInterval(() => response.write(' '), 10);
  response.once('close', () => clearInterval(timer));
};

const started: (() => Promise<unknown>)[] = [];

/** Ends every client, server and request that the tests have left open. */
export async function endStubs(): Promise<void> {
  endScopes();
  for (const end of started.splice(0).toReversed()) await end();
}

export async function startStub(...first: [Behaviour, ...Behaviour[]]): Promise<Stub> {
  let behaviours = first;
  const bodies: string[] = [];
  const sockets = new Set<Socket>();
  const arrivals = new Milestones();
  const departures = new Milestones();
  let connections = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    response.once('close', () => {
      if (!response.writableFinished) departures.next();
    });
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      bodies.push(body);
      const [behaviour, next, ...rest] = behaviours;
      if (next) behaviours = [next, ...rest];
      behaviour(response, request, body);
      arrivals.next();
    });
  });
  server.on('connection', (socket) => {
    connections += 1;
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const address = server.address();
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  started.push(stop);
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/graphql`,
    bodies,
    connections: () => connections,
    behave: (...next) => {
      behaviours = next;
    },
    came: (count) => arrivals.reach(count),
    abandoned: (count) => departures.reach(count),
    stop,
  };
}

/** Counts, and lets one wait for a count. */
class Milestones {
  #count = 0;
  #waiting: { count: number; resolve: () => void }[] = [];

  next(): void {
    this.#count += 1;
    for (const { count, resolve } of this.#waiting) if (count <= this.#count) resolve();
  }

  reach(count: number): Promise<void> {
    if (count <= this.#count) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push({ count, resolve }));
  }
}

export const LIMITS: ZoneLimits = {
  deadlineMs: 5_000,
  maxAnswerBytes: 100_000,
  maxInFlight: 16,
  maxQueued: 16,
  retryJitterMs: undefined,
  breakerFailures: 0,
  breakerHalfOpenAfterMs: 60_000,
  shareInFlight: false,
};

/** What an observer was told, as short words in order. */
export function keptObservations(): { observer: ZoneObserver; seen: string[] } {
  const seen: string[] = [];
  return {
    seen,
    observer: {
      callEnded: (_, __, outcome) => void seen.push(outcome),
      answerRead: () => undefined,
      retried: () => void seen.push('retry'),
      shared: () => void seen.push('shared'),
      load: () => undefined,
      breaker: (state) => void seen.push(state),
    },
  };
}

export function clientOf(url: string, limits: Partial<ZoneLimits> = {}, observer?: ZoneObserver): ZoneClient {
  const options = { zone: 'nanjiang', url, limits: { ...LIMITS, ...limits }, log: keptLog().log };
  const client = new ZoneClient(observer ? { ...options, observer } : options);
  started.push(() => client.close());
  return client;
}

/** A call within a request of its own, unless `changed` says otherwise. */
export function callOf(changed: Partial<ZoneCall> = {}): ZoneCall {
  return {
    body: '{"query":"{ ok }"}',
    headers: {},
    kind: 'query',
    operation: 'Test',
    rights: '',
    request: changed.request ?? openScope(),
    ...changed,
  };
}

const open: RequestScope[] = [];

export function openScope(deadlineMs = 60_000): RequestScope {
  const scope = new RequestScope(deadlineMs);
  open.push(scope);
  return scope;
}

/** Ends what the tests have left open, so that no timer holds the process. */
export function endScopes(): void {
  for (const scope of open.splice(0)) scope.end('ANSWERED');
}

/** The failure that a call must end in. */
export async function failureOf(answer: Promise<unknown>): Promise<ZoneFailure> {
  try {
    await answer;
  } catch (error) {
    if (error instanceof ZoneFailure) return error;
    throw error;
  }
  throw new Error('expected a ZoneFailure, got an answer');
}
