import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ZONES } from '../../../schema/zones.ts';
import { faultOf, mayFollow, standing, verdictOn, withdrawalFault } from '../../../subgraphs/core/decisions/rules.ts';
import { OUTCOMES, type Outcome, type SignedRevision } from '../../../subgraphs/kit/office/office.ts';
import { newSigner, type Signer } from '../../../subgraphs/kit/signing/keys.ts';
import type { KeyRegistry } from '../../../subgraphs/kit/signing/registered.ts';
import { statementOf, withdrawalOf } from '../../../subgraphs/kit/statistics/digest.ts';

/** Everything that may be decided, after everything that may have been. */
const TABLE: Readonly<Record<Outcome | 'NOTHING', readonly Outcome[]>> = {
  NOTHING: ['RETURNED', 'ACCEPTED', 'WITHDRAWN'],
  RETURNED: [],
  ACCEPTED: ['FINAL'],
  FINAL: [],
  WITHDRAWN: [],
};

describe('a decision', () => {
  test.each(
    [undefined, ...OUTCOMES].flatMap((before) => OUTCOMES.map((next) => [before ?? 'NOTHING', next, before] as const)),
  )('after %s may be %s', (name, next, before) => {
    expect(mayFollow(before, next)).toBe(TABLE[name].includes(next));
  });

  test('is one for each revision, in whatever order it is attempted; only an acceptance is ever closed', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...OUTCOMES), { maxLength: 12 }), (attempts) => {
        const made: { outcome: Outcome }[] = [];
        for (const outcome of attempts) if (mayFollow(standing(made)?.outcome, outcome)) made.push({ outcome });
        const [verdict, closing, ...more] = made;
        expect(more).toEqual([]);
        expect(verdict?.outcome).toBe(attempts.find((each) => each !== 'FINAL'));
        expect([undefined, 'FINAL']).toContain(closing?.outcome);
        if (closing) expect(verdict?.outcome).toBe('ACCEPTED');
      }),
    );
  });

  test('that closes stands before the acceptance, in whatever order they are read', () => {
    const [accepted, final] = [{ outcome: 'ACCEPTED' }, { outcome: 'FINAL' }] as const;
    expect(standing([accepted, final])).toBe(final);
    expect(standing([final, accepted])).toBe(final);
    expect(standing<{ outcome: Outcome }>([])).toBeUndefined();
  });

  test('is the office’s verdict on the content that was decided on, and on no other', () => {
    const decided = (outcome: Outcome) => ({ outcome, digest: 'a' });
    expect(OUTCOMES.map((outcome) => verdictOn(decided(outcome), 'a'))).toEqual([
      'RETURNED',
      'ACCEPTED',
      'FINAL',
      null,
    ]);
    expect(verdictOn(decided('RETURNED'), 'b')).toBe('CHANGED');
    expect(verdictOn(undefined, 'a')).toBeNull();
  });
});

describe('a revision', () => {
  const signers = new Map(ZONES.map(({ code }) => [code, newSigner()]));
  const keys: KeyRegistry = {
    find: (zone, keyId) => {
      const signer = signers.get(zone);
      return signer?.keyId === keyId ? signer.publicJwk : undefined;
    },
  };
  const signerOf = (zone: string): Signer => signers.get(zone) ?? newSigner();
  const facts = {
    zone: 'bazhou',
    form: 'ZONE_MONTHLY',
    period: '2026-03',
    revision: 1,
    digest: 'a'.repeat(64),
    recordedAt: '2026-04-02T01:02:03.004Z',
  };
  const signed = (over: Partial<typeof facts> = {}, signer = signerOf('bazhou')): SignedRevision => {
    const revision = { ...facts, ...over };
    return { ...revision, signature: signer.sign(statementOf(revision)), keyId: signer.keyId };
  };

  test('is believed when its zone has signed it', () => {
    expect(faultOf(keys, signed())).toBeUndefined();
  });

  test.each([
    ['of no zone', signed({ zone: 'nowhere' }), 'UNKNOWN_ZONE'],
    ['of a path for a zone', signed({ zone: '../bazhou' }), 'UNKNOWN_ZONE'],
    ['of no form', signed({ form: 'NONE' }), 'FORM_NOT_FOUND'],
    ['of a period that the form has not', signed({ period: '2026-Q1' }), 'NOT_A_PERIOD_OF_FORM'],
    ['of a month that is left out', signed({ period: '2026-01' }), 'NOT_A_PERIOD_OF_FORM'],
    ['with another zone’s key', signed({}, signerOf('enyang')), 'UNKNOWN_KEY'],
    ['with a key of nobody’s', signed({}, newSigner()), 'UNKNOWN_KEY'],
    ['with a signature of nothing', { ...signed(), signature: '' }, 'SIGNATURE_INVALID'],
    [
      'under another zone’s key id',
      { ...signed({}, signerOf('enyang')), keyId: signerOf('bazhou').keyId },
      'SIGNATURE_INVALID',
    ],
  ])('%s is not', (_, revision, fault) => {
    expect(faultOf(keys, revision)).toBe(fault);
  });

  test.each(
    Object.entries({
      period: '2026-04',
      form: 'ENTERPRISE_MONTHLY',
      revision: 2,
      digest: 'b'.repeat(64),
      recordedAt: '2026-04-02T01:02:03.005Z',
    }),
  )('is not believed once its %s has been changed', (name, value) => {
    expect(faultOf(keys, { ...signed(), [name]: value })).toBe('SIGNATURE_INVALID');
  });

  test('is withdrawn by a signature over its withdrawal, and not by the one over itself', () => {
    const revision = signed();
    const by = (zone: string) => {
      const signer = signerOf(zone);
      return { signature: signer.sign(withdrawalOf(revision)), keyId: signer.keyId };
    };
    expect(withdrawalFault(keys, revision, by('bazhou'))).toBeUndefined();
    expect(withdrawalFault(keys, revision, revision)).toBe('SIGNATURE_INVALID');
    expect(withdrawalFault(keys, revision, by('enyang'))).toBe('UNKNOWN_KEY');
  });
});
