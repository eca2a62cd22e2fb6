/**
 * The registered public keys: whose signature is whose. A folder with one file a key, ZONE.pub.jwk or, beside it when a zone has
 * changed its key, ZONE.ANYTHING.pub.jwk: what was signed with an old key stays verifiable.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { publicJwk, thumbprint, verifySignature, type PublicJwk } from './keys.ts';

export interface KeyRegistry {
  /** The zone's key with this thumbprint; undefined when it is not registered as the zone's. */
  find(zone: string, keyId: string): PublicJwk | undefined;
}

/** A key that is registered, or taken away, while the process runs counts within a second. */
export function keysIn(folder: string): KeyRegistry {
  let read = { at: Number.NEGATIVE_INFINITY, keys: new Map<string, PublicJwk>() };
  return {
    find: (zone, keyId) => {
      if (performance.now() - read.at > FRESH_MS) read = { at: performance.now(), keys: keysOf(folder) };
      return read.keys.get(`${zone} ${keyId}`);
    },
  };
}

const FRESH_MS = 1_000;

/** By zone and thumbprint. What is no key verifies nothing. */
function keysOf(folder: string): Map<string, PublicJwk> {
  const keys = new Map<string, PublicJwk>();
  for (const name of namesIn(folder).filter((each) => each.endsWith('.pub.jwk'))) {
    const [zone = ''] = name.split('.', 1);
    const key = keyIn(path.join(folder, name));
    if (key) keys.set(`${zone} ${thumbprint(key)}`, key);
  }
  return keys;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function keyIn(file: string): PublicJwk | undefined {
  try {
    return publicJwk.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data;
  } catch {
    return undefined;
  }
}

export type Verdict = 'VALID' | 'UNKNOWN_KEY' | 'SIGNATURE_INVALID';

/** Whether a statement was signed by the zone with a key that is registered as its own. */
export function verified(
  keys: KeyRegistry,
  zone: string,
  statement: string,
  { signature, keyId }: { readonly signature: string; readonly keyId: string },
): Verdict {
  const key = keys.find(zone, keyId);
  if (!key) return 'UNKNOWN_KEY';
  const seal = `${keyId} ${signature} ${statement}`;
  if (found.has(seal)) return 'VALID';
  if (!verifySignature(key, statement, signature)) return 'SIGNATURE_INVALID';
  if (found.size >= REMEMBERED) found.clear();
  found.add(seal);
  return 'VALID';
}

/** Signatures that were found to be good: every question about a return asks for the same again. */
const found = new Set<string>();
const REMEMBERED = 10_000;
