/** GraphQL over node:http: one endpoint, two health addresses, a body limit, and a shutdown that loses no request. */
import { isUtf8 } from 'node:buffer';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { HeaderMap, type ApolloServer, type BaseContext } from '@apollo/server';
import type { Logger } from './logger.ts';
import { StartupError, reasonOf } from './startup-error.ts';
import { currentTraceId, traceIdFrom, withTrace } from './trace.ts';
import { utf8 } from './utf8.ts';

export interface HttpOptions<Context extends BaseContext> {
  readonly server: ApolloServer<Context>;
  /** What a request carries; `response` tells when it is over. */
  readonly contextFor: (request: IncomingMessage, traceId: string, response: ServerResponse) => Context;
  /** Whether the process can do its work now; asked by /health/ready. */
  readonly ready: () => Promise<boolean>;
  /** What else /health/ready tells. */
  readonly about?: () => Readonly<Record<string, unknown>>;
  readonly log: Logger;
  readonly host: string;
  readonly port: number;
  readonly bodyLimit?: number;
  /** How long a request under way may take to finish once the process is to stop; 10 s unless told. */
  readonly graceMs?: number;
}

export interface RunningHttp {
  readonly url: string;
  /** Refuses new work, lets what is under way finish (`graceMs` at most), and closes. */
  stop(): Promise<void>;
}

interface Reply {
  readonly status: number;
  readonly headers: Iterable<readonly [string, string]>;
  readonly body: string;
}

const JSON_TYPE = [['content-type', 'application/json; charset=utf-8']] as const;
const DEFAULT_BODY_LIMIT = 200_000;
const GRACE_MS = 10_000;

export async function listen<Context extends BaseContext>(options: HttpOptions<Context>): Promise<RunningHttp> {
  let stopping = false;
  const http = createServer(
    { headersTimeout: 5_000, requestTimeout: 10_000, connectionsCheckingInterval: 2_000 },
    (request, response) => {
      const traceId = traceIdFrom(oneHeader(request.headers['traceparent']));
      void withTrace(traceId, async () => {
        const started = performance.now();
        const reply = stopping ? fault(503, 'SHUTTING_DOWN') : await answer(request, response, options, traceId);
        send(response, reply, stopping);
        const ms = Math.round(performance.now() - started);
        options.log.info({ method: request.method, path: pathOf(request), status: reply.status, ms }, 'request');
      });
    },
  );
  const port = await bind(http, options.host, options.port);
  return {
    url: `http://${options.host}:${port}/graphql`,
    stop: async () => {
      stopping = true;
      const closed = new Promise<void>((resolve) => http.close(() => resolve()));
      http.closeIdleConnections();
      const timer = setTimeout(() => {
        options.log.warn('requests were still under way when the time to stop was over');
        http.closeAllConnections();
      }, options.graceMs ?? GRACE_MS);
      await closed;
      clearTimeout(timer);
      await options.server.stop();
    },
  };
}

/** Listens, and resolves to the port; a port that is not to be had is a StartupError that names the setting to change. */
export function bind(http: Server, host: string, port: number, setting = 'PORT to another base port'): Promise<number> {
  return new Promise((resolve, reject) => {
    http.once('error', (error) => reject(portFault(error, port, setting)));
    http.listen(port, host, () => {
      const address = http.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

/** The one line for a port that cannot be had. */
export function portFault(error: unknown, port: number, setting = 'PORT to another base port'): StartupError {
  const why =
    reasonOf(error) === 'EADDRINUSE' ? 'is taken by another process' : `cannot be opened (${reasonOf(error)})`;
  return new StartupError(`port ${port} ${why}. Stop that process or set ${setting}`, { cause: error });
}

async function answer<Context extends BaseContext>(
  request: IncomingMessage,
  response: ServerResponse,
  options: HttpOptions<Context>,
  traceId: string,
): Promise<Reply> {
  const path = pathOf(request);
  if (path === '/health/live') return { status: 200, headers: JSON_TYPE, body: '{"status":"live"}' };
  if (path === '/health/ready') return readiness(await options.ready().catch(() => false), options.about?.());
  if (path !== '/graphql') return fault(404, 'NOT_FOUND');
  try {
    const body = await readBody(request, options.bodyLimit ?? DEFAULT_BODY_LIMIT);
    if (body === TOO_LARGE) return fault(413, 'PAYLOAD_TOO_LARGE');
    if (body === NOT_UTF8) return fault(400, 'BAD_REQUEST'); // decoded all the same, it would be stored with signs that nobody wrote
    return await execute(request, body, options, () => options.contextFor(request, traceId, response));
  } catch (error) {
    if (request.destroyed && !request.complete) return fault(400, 'BAD_REQUEST'); // the caller has gone: nobody reads it
    options.log.error({ err: error }, 'a request failed outside GraphQL');
    return fault(500, 'INTERNAL_SERVER_ERROR');
  }
}

/** What most clients accept is what they get without a word about it; Apollo Server would negotiate at some length. */
const ANY_JSON: ReadonlySet<unknown> = new Set(['application/json', '*/*']);

async function execute<Context extends BaseContext>(
  request: IncomingMessage,
  body: string,
  options: HttpOptions<Context>,
  contextFor: () => Context,
): Promise<Reply> {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value === undefined || (name === 'accept' && ANY_JSON.has(value))) continue;
    headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  let parsed: unknown = '';
  if (body !== '') {
    try {
      parsed = JSON.parse(body);
    } catch {
      return fault(400, 'BAD_REQUEST');
    }
  }
  const [, search = ''] = /(\?[^#]*)/.exec(request.url ?? '') ?? [];
  const result = await options.server.executeHTTPGraphQLRequest({
    httpGraphQLRequest: { method: request.method ?? 'GET', headers, search, body: parsed },
    context: () => Promise.resolve(contextFor()),
  });
  if (result.body.kind === 'complete') {
    return { status: result.status ?? 200, headers: result.headers, body: result.body.string };
  }
  let text = '';
  for await (const chunk of result.body.asyncIterator) text += chunk;
  return { status: result.status ?? 200, headers: result.headers, body: text };
}

const TOO_LARGE = Symbol('too large');
const NOT_UTF8 = Symbol('not UTF-8');

/** Rejects when the caller leaves before the end. By events: an iterator over the few pieces costs more than reading them. */
function readBody(request: IncomingMessage, limit: number): Promise<string | typeof TOO_LARGE | typeof NOT_UTF8> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else resolve(TOO_LARGE);
    });
    request.once('end', () => {
      const body = Buffer.concat(chunks);
      resolve(isUtf8(body) ? body.toString('utf8') : NOT_UTF8);
    });
    request.once('error', reject);
  });
}

function readiness(ready: boolean, about: Readonly<Record<string, unknown>> = {}): Reply {
  const body = JSON.stringify({ status: ready ? 'ready' : 'not ready', ...about });
  return { status: ready ? 200 : 503, headers: JSON_TYPE, body };
}

const MESSAGES: Readonly<Record<string, string>> = {
  BAD_REQUEST: '请求体不是 UTF-8 的 JSON / the body is not JSON in UTF-8',
  NOT_FOUND: '没有这个地址,GraphQL 在 /graphql / no such address; GraphQL is at /graphql',
  PAYLOAD_TOO_LARGE: '请求体过大 / the request body is too large',
  SHUTTING_DOWN: '进程正在停止,请稍后重试 / the process is stopping; try again shortly',
  INTERNAL_SERVER_ERROR: '内部错误 / internal error; quote the traceId to the operators',
};

function fault(status: number, code: string): Reply {
  const error = { message: MESSAGES[code] ?? code, extensions: { code, traceId: currentTraceId() } };
  return { status, headers: JSON_TYPE, body: JSON.stringify({ errors: [error] }) };
}

function send(response: ServerResponse, reply: Reply, last: boolean): void {
  response.statusCode = reply.status;
  for (const [name, value] of reply.headers) response.setHeader(name, value);
  const body = utf8(reply.body);
  response.setHeader('content-length', body.length);
  if (last || reply.status === 413) response.setHeader('connection', 'close');
  response.end(body);
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?', 1)[0] ?? '/';
}

/** A header that may have come more than once: the first. */
export function oneHeader(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
