/** One connection to a gateway, one request under way at a time, at as little cost as HTTP allows. */
import { Client } from 'undici';

export interface Reply {
  readonly status: number;
  readonly chunks: readonly Buffer[];
}

const HEADERS = { 'content-type': 'application/json', accept: 'application/json' };
const TIMEOUT_MS = 30_000;

export class Connection {
  readonly #client: Client;
  readonly #path: string;

  constructor(url: string) {
    const { origin, pathname } = new URL(url);
    this.#path = pathname;
    this.#client = new Client(origin, { headersTimeout: TIMEOUT_MS, bodyTimeout: TIMEOUT_MS });
  }

  ask(body: string): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const chunks: Buffer[] = [];
      let status = 0;
      this.#client.dispatch(
        { method: 'POST', path: this.#path, headers: HEADERS, body },
        {
          onRequestStart: () => undefined,
          onResponseStart: (_, statusCode) => {
            status = statusCode;
          },
          onResponseData: (_, chunk) => void chunks.push(chunk),
          onResponseEnd: () => resolve({ status, chunks }),
          onResponseError: (_, error) => reject(error),
        },
      );
    });
  }

  close(): Promise<void> {
    return this.#client.close();
  }
}

/** Whether the answer is these bytes: cheap enough to ask of every answer. */
export function isSame(chunks: readonly Buffer[], expected: Buffer): boolean {
  let offset = 0;
  for (const chunk of chunks) {
    const end = offset + chunk.length;
    if (end > expected.length || chunk.compare(expected, offset, end) !== 0) return false;
    offset = end;
  }
  return offset === expected.length;
}

/** What is wrong with an answer; undefined when it is the expected data in another order of keys. */
export function faultOf(
  { status, chunks }: Reply,
  expected: Buffer,
  equal: (one: unknown, other: unknown) => boolean,
): string | undefined {
  const text = Buffer.concat(chunks).toString();
  if (status !== 200) return `HTTP ${status}: ${text.slice(0, 300)}`;
  try {
    if (equal(JSON.parse(text), JSON.parse(expected.toString()))) return undefined;
  } catch {
    return `no JSON: ${text.slice(0, 300)}`;
  }
  const errors = text.indexOf('"errors"');
  return `another answer: ${text.slice(Math.max(0, errors), Math.max(0, errors) + 300)}`;
}
