/** Why no usable answer came from a zone. */
import type { TechnicalGap } from '../../schema/gap-reasons.ts';
import type { ScopeEnd } from '../request-scope.ts';

/** What a failure says about the zone itself: it is at fault, it is alive and said no, or nothing. */
export type Verdict = 'FAULTY' | 'ALIVE' | 'UNKNOWN';

interface FailureOptions extends ErrorOptions {
  readonly verdict?: Verdict;
}

/** `message` is for the log and never leaves the gateway. */
export class ZoneFailure extends Error {
  readonly reason: TechnicalGap;
  readonly verdict: Verdict;

  constructor(reason: TechnicalGap, detail: string, options: FailureOptions = {}) {
    const limit = Error.stackTraceLimit; // a stack would only name our own files, thousands of times while a zone is down
    Error.stackTraceLimit = 0;
    super(detail, options);
    Error.stackTraceLimit = limit;
    this.name = 'ZoneFailure';
    this.reason = reason;
    this.verdict = options.verdict ?? 'UNKNOWN';
  }
}

/** The client's request ended before the zone answered. */
export function cutShort(end: ScopeEnd): ZoneFailure {
  if (end === 'DEADLINE') return new ZoneFailure('TIMEOUT', 'the deadline of the whole request passed');
  return new ZoneFailure(
    'NO_ANSWER',
    end === 'CLIENT_GONE' ? 'the client has gone' : 'the request was answered before',
  );
}

export function overloaded(detail: string): ZoneFailure {
  return new ZoneFailure('OVERLOADED', detail);
}

const REASONS: Readonly<Record<string, TechnicalGap>> = {
  UND_ERR_CONNECT_TIMEOUT: 'TIMEOUT',
  ETIMEDOUT: 'TIMEOUT',
  ECONNREFUSED: 'REFUSED',
  HTTPParserError: 'BAD_DATA', // what came is no HTTP
  UND_ERR_HEADERS_OVERFLOW: 'BAD_DATA',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'BAD_DATA',
};

/** The connection could not be had or was lost: the zone may have just been restarted, or have closed an idle one. */
const LOST: readonly string[] = ['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'UND_ERR_SOCKET'];

export function isConnectionLoss(error: unknown): boolean {
  return LOST.includes(textOf(error, 'code'));
}

/** What an error of the HTTP client says about the zone. */
export function failureOf(error: unknown): ZoneFailure {
  const code = textOf(error, 'code');
  const name = textOf(error, 'name');
  const reason = REASONS[code] ?? REASONS[name] ?? 'UNREACHABLE';
  return new ZoneFailure(reason, `${name} ${code}`.trim(), { cause: error, verdict: 'FAULTY' });
}

function textOf(error: unknown, property: string): string {
  const text: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, property) : undefined;
  return typeof text === 'string' ? text : '';
}
