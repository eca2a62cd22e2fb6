/**
 * The reasons why zones did not answer travel from the gateway to the core in a header. The core believes it only when
 * it is signed with the key both share and bound to the request's trace id: a gap's reason is part of the account.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

export const GAPS_HEADER = 'x-yihe-gaps';

function mac(key: string, traceId: string, payload: string): Buffer {
  return createHmac('sha256', key).update(`${traceId}\n${payload}`).digest();
}

export function signGaps(gaps: ReadonlyMap<string, string>, traceId: string, key: string): string {
  const payload = Buffer.from(JSON.stringify([...gaps])).toString('base64url');
  return `${payload}.${mac(key, traceId, payload).toString('base64url')}`;
}

/** The zones and reasons of a header that was signed with `key` for this trace; otherwise none. */
export function verifyGaps(header: string | undefined, traceId: string, key: string | undefined): Map<string, string> {
  const [payload, signature] = header?.split('.') ?? [];
  if (payload === undefined || signature === undefined || key === undefined) return new Map();
  const given = Buffer.from(signature, 'base64url');
  const expected = mac(key, traceId, payload);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return new Map();
  const entries: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
  if (!Array.isArray(entries)) return new Map();
  return new Map(entries.filter((each): each is [string, string] => isPair(each)));
}

function isPair(value: unknown): boolean {
  return Array.isArray(value) && value.length === 2 && value.every((each) => typeof each === 'string');
}
