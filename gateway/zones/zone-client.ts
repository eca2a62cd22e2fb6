/** One HTTP exchange with a zone: pooled, under a deadline, without redirects, with a cap on the answer's size. */
import { Pool } from 'undici';
import type { TechnicalGap } from '../../schema/gap-reasons.ts';
import { isJsonObject, type JsonObject } from './json.ts';

/** Why no usable answer came. `detail` is for the log and never leaves the gateway. */
export class ZoneFailure extends Error {
  readonly reason: TechnicalGap;
  constructor(reason: TechnicalGap, detail: string, options?: ErrorOptions) {
    super(detail, options);
    this.name = 'ZoneFailure';
    this.reason = reason;
  }
}

export interface ZoneClientOptions {
  readonly url: string;
  readonly deadlineMs: number;
  readonly maxAnswerBytes: number;
}

/** What the zone said: a JSON object that claims to be a GraphQL answer, and its HTTP status, 200 or 400. */
export interface ZoneReply {
  readonly status: number;
  readonly body: JsonObject;
}

export class ZoneClient {
  readonly #pool: Pool;
  readonly #path: string;
  readonly #deadlineMs: number;

  constructor({ url, deadlineMs, maxAnswerBytes }: ZoneClientOptions) {
    const { origin, pathname, search } = new URL(url);
    this.#path = `${pathname}${search}`;
    this.#deadlineMs = deadlineMs;
    this.#pool = new Pool(origin, { connections: 64, maxResponseSize: maxAnswerBytes });
  }

  /** Posts one request. Throws a ZoneFailure when the zone gives nothing that can be a GraphQL answer in time. */
  async post(body: string, headers: Readonly<Record<string, string>>): Promise<ZoneReply> {
    const { status, text } = await this.#exchange(body, headers);
    if (status !== 200 && status !== 400) throw new ZoneFailure('HTTP_ERROR', `HTTP ${status}`);
    const answer = parseObject(text);
    if (answer) return { status, body: answer };
    throw new ZoneFailure(status === 200 ? 'BAD_DATA' : 'HTTP_ERROR', `HTTP ${status}, not a GraphQL answer`);
  }

  close(): Promise<void> {
    return this.#pool.close(); // lets what is under way end, by its deadline at the latest
  }

  async #exchange(body: string, headers: Readonly<Record<string, string>>): Promise<{ status: number; text: string }> {
    try {
      const response = await this.#pool.request({
        path: this.#path,
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
        body,
        signal: AbortSignal.timeout(this.#deadlineMs),
      });
      return { status: response.statusCode, text: await response.body.text() };
    } catch (error) {
      throw failureOf(error);
    }
  }
}

const REASONS: Readonly<Record<string, TechnicalGap>> = {
  TimeoutError: 'TIMEOUT',
  UND_ERR_HEADERS_TIMEOUT: 'TIMEOUT',
  UND_ERR_BODY_TIMEOUT: 'TIMEOUT',
  UND_ERR_CONNECT_TIMEOUT: 'TIMEOUT',
  ECONNREFUSED: 'REFUSED',
  UND_ERR_RES_EXCEEDED_MAX_SIZE: 'BAD_DATA',
};

function failureOf(error: unknown): ZoneFailure {
  const about: object = typeof error === 'object' && error !== null ? error : {};
  const name = 'name' in about && typeof about.name === 'string' ? about.name : '';
  const code = 'code' in about && typeof about.code === 'string' ? about.code : '';
  const reason = REASONS[code] ?? REASONS[name] ?? 'UNREACHABLE';
  return new ZoneFailure(reason, `${name} ${code}`.trim(), { cause: error });
}

function parseObject(text: string): JsonObject | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return isJsonObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}
