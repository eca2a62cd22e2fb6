/**
 * A zone's own Ed25519 key, with which it signs what it submits. The private half never leaves the zone; the public half is
 * registered with the office. Keys are JWKs (RFC 8037), known by their thumbprint (RFC 7638).
 */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { StartupError, reasonOf } from '../../../infra/runtime/startup-error.ts';

export const publicJwk = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: z.string().regex(/^[\w-]{43}$/),
});
export type PublicJwk = z.infer<typeof publicJwk>;

export class Signer {
  readonly keyId: string;
  readonly publicJwk: PublicJwk;
  readonly #key: KeyObject;

  constructor(key: KeyObject) {
    this.#key = key;
    this.publicJwk = publicJwk.parse(createPublicKey(key).export({ format: 'jwk' }));
    this.keyId = thumbprint(this.publicJwk);
  }

  /** The signature of a statement, base64url. */
  sign(statement: string): string {
    return sign(null, Buffer.from(statement), this.#key).toString('base64url');
  }
}

export function verifySignature(key: PublicJwk, statement: string, signature: string): boolean {
  const bytes = Buffer.from(signature, 'base64url');
  if (bytes.toString('base64url') !== signature) return false; // it decodes with anything in between
  return verify(null, Buffer.from(statement), createPublicKey({ key, format: 'jwk' }), bytes);
}

export function newSigner(): Signer {
  return new Signer(generateKeyPairSync('ed25519').privateKey);
}

/** The key in a file of the zone's; a new one where there is none yet. Its public half stands beside it, to be registered. */
export function signerIn(file: string): Signer {
  try {
    const known = readKey(file);
    if (known) return new Signer(known);
    const { privateKey } = generateKeyPairSync('ed25519');
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify(privateKey.export({ format: 'jwk' }))}\n`, { mode: 0o600, flag: 'wx' });
    const signer = new Signer(privateKey);
    const shown = { ...signer.publicJwk, kid: signer.keyId, alg: 'EdDSA', use: 'sig' };
    writeFileSync(file.replace(/(\.jwk)?$/, '.pub.jwk'), `${JSON.stringify(shown)}\n`);
    return signer;
  } catch (error) {
    throw new StartupError(
      `the signing key ${file} cannot be used (${reasonOf(error)}). Give SIGNING_KEY_FILE a file with an Ed25519 private key as JWK, or one that can be made`,
      { cause: error },
    );
  }
}

function readKey(file: string): KeyObject | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (reasonOf(error) === 'ENOENT') return undefined;
    throw error;
  }
  const key = publicJwk.extend({ d: z.string().min(1) }).parse(JSON.parse(text));
  return createPrivateKey({ key, format: 'jwk' });
}

export function thumbprint({ crv, kty, x }: PublicJwk): string {
  return createHash('sha256').update(JSON.stringify({ crv, kty, x })).digest('base64url'); // members in this order, by the RFC
}
