import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Signer, newSigner, signerIn, verifySignature } from '../../../subgraphs/kit/signing/keys.ts';
import { temporaryFolder } from '../../support/processes.ts';

describe('a zone’s signing key', () => {
  test('signs what only its own public half confirms, and nothing that was changed', () => {
    const [own, other] = [newSigner(), newSigner()];
    const signature = own.sign('yihe/return/2 abc');
    expect(verifySignature(own.publicJwk, 'yihe/return/2 abc', signature)).toBe(true);
    expect(verifySignature(own.publicJwk, 'yihe/return/2 abd', signature)).toBe(false);
    expect(verifySignature(other.publicJwk, 'yihe/return/2 abc', signature)).toBe(false);
    expect(verifySignature(own.publicJwk, 'yihe/return/2 abc', signature.slice(2))).toBe(false);
    expect(verifySignature(own.publicJwk, 'yihe/return/2 abc', '')).toBe(false);
  });

  test('is made once, for its owner’s eyes, and found again', () => {
    const { folder, remove } = temporaryFolder();
    const file = path.join(folder, 'keys', 'bazhou.jwk');
    const made = signerIn(file);
    expect(signerIn(file).keyId).toBe(made.keyId);
    expect(statSync(file).mode & 0o077).toBe(0);
    const shown: unknown = JSON.parse(readFileSync(path.join(folder, 'keys', 'bazhou.pub.jwk'), 'utf8'));
    expect(shown).toEqual({ ...made.publicJwk, kid: made.keyId, alg: 'EdDSA', use: 'sig' });
    expect(made).toBeInstanceOf(Signer);
    remove();
  });

  test('is known by its thumbprint (RFC 8037, appendix A.3)', () => {
    const { folder, remove } = temporaryFolder();
    const file = path.join(folder, 'key.jwk');
    const jwk = {
      kty: 'OKP',
      crv: 'Ed25519',
      d: 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A',
      x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
    };
    writeFileSync(file, JSON.stringify(jwk));
    expect(signerIn(file).keyId).toBe('kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k');
    remove();
  });

  test.each([['not JSON'], ['{}'], ['{"kty":"RSA"}']])('that is none is refused: %s', (text) => {
    const { folder, remove } = temporaryFolder();
    const file = path.join(folder, 'key.jwk');
    writeFileSync(file, text);
    expect(() => signerIn(file)).toThrow(/signing key .* cannot be used .*SIGNING_KEY_FILE/);
    remove();
  });
});
