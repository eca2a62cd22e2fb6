/**
 * The canonical form of a release and its SHA-256: the same content gives the same digest, in whatever order a database gives its
 * rows. Every list in it is a set: members are ordered by their own canonical text, fields by name, both by UTF-16 code units.
 */
import { createHash } from 'node:crypto';
import { Big } from 'big.js';
import type { ReleaseContent, ReleaseIdentity } from './content.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [field: string]: Json };

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Plain data with every decimal in text, exact and without an exponent; what is undefined is left out. */
export function plain(value: unknown): Json {
  if (value instanceof Big) return value.eq(0) ? '0' : value.toFixed();
  if (Array.isArray(value)) return value.map(plain);
  if (isObject(value)) {
    const given = Object.entries(value).filter(([, member]) => member !== undefined);
    return Object.fromEntries(given.map(([name, member]) => [name, plain(member)]));
  }
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw new TypeError(`${typeof value} has no canonical form`);
}

export function canonical(value: unknown): string {
  return textOf(plain(value));
}

function textOf(value: Json): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (isList(value)) return `[${value.map(textOf).sort().join(',')}]`;
  const fields = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, member]) => `${JSON.stringify(name)}:${textOf(member)}`).join(',')}}`;
}

export function isList(value: unknown): value is readonly Json[] {
  return Array.isArray(value);
}

/** SHA-256 over the canonical JSON of manifest and figures, with what was asked. */
export function digestOfRelease(content: ReleaseContent): string {
  return createHash('sha256')
    .update(canonical({ kind: 'yihe/release/1', ...content }), 'utf8')
    .digest('hex');
}

/** What the core signs: this content as this release, made at this moment. */
export function releaseStatement({ id, number, form, period, perimeter, digest, releasedAt }: ReleaseIdentity): string {
  return ['yihe/release/1', id, number, form, period, perimeter, digest, releasedAt].join(' ');
}
