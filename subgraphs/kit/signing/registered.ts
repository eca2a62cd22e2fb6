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

/** Read anew each time it is asked: a key that is registered while the process runs counts at once. */
export function keysIn(folder: string): KeyRegistry {
  return {
    find: (zone, keyId) => keysOf(folder, zone).find((key) => thumbprint(key) === keyId),
  };
}

function keysOf(folder: string, zone: string): PublicJwk[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    return [];
  }
  return names
    .filter((name) => name.startsWith(`${zone}.`) && name.endsWith('.pub.jwk'))
    .flatMap((name) => {
      try {
        const read = publicJwk.safeParse(JSON.parse(readFileSync(path.join(folder, name), 'utf8')));
        return read.success ? [read.data] : [];
      } catch {
        return []; // what is no key verifies nothing
      }
    });
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
  return verifySignature(key, statement, signature) ? 'VALID' : 'SIGNATURE_INVALID';
}
