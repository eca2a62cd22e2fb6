import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  readBodyCode,
  readOrganisationCode,
  readUscc,
  usccCheckDigit,
} from '../../../subgraphs/kit/enterprises/uscc.ts';

/** Made for tests (XT, outside the issued ranges); both check digits are right. */
const SYNTHETIC = [
  '91511902XT0000014D', '91511903XT0000014U', '91511921XT0000014X', '91511922XT0000014C', '91511900XT0000014G',
]; // prettier-ignore

describe('a unified social credit code', () => {
  test.each(SYNTHETIC)('%s is right, and so is the organisation code within it', (code) => {
    expect(readUscc(code)).toEqual({ code, expected: null });
    expect(readOrganisationCode(code.slice(8, 17))).toEqual({ code: code.slice(8, 17), expected: null });
  });

  test("the standard's worked example ends in 3", () => {
    expect(usccCheckDigit('91350100M000100Y4')).toBe('3');
  });

  test.each(['91511902XT00000490', '91511903XT00001960'])('%s leaves 0 and ends in 0', (code) => {
    expect(readUscc(code)).toEqual({ code, expected: null });
  });

  test('91511902XT0000161Y leaves 1 and ends in Y', () => {
    expect(readUscc('91511902XT0000161Y')?.expected).toBeNull();
  });

  test('a wrong check digit is told with the right one', () => {
    expect(readUscc('91350211M0000XUF46')).toEqual({ code: '91350211M0000XUF46', expected: 'R' });
  });

  test('is read in small letters, full width, with blanks', () => {
    expect(readUscc(' ９１511902xt 0000014d\t')).toEqual({ code: '91511902XT0000014D', expected: null });
  });

  test.each([
    ['17 characters', '91511902XT0000014'],
    ['19 characters', '91511902XT0000014DD'],
    ['a letter that is never used', '91511902XT000001ID'],
    ['letters in the area', '9151190AXT0000014D'],
    ['an organisation code', 'XT0000014'],
    ['nothing', ''],
    ['a code with more behind it', '91511902XT0000014D\n91511902XT0000014D'],
  ])('%s is none', (_, text) => {
    expect(readUscc(text)).toBeUndefined();
  });

  test('every slip of one character is noticed', () => {
    const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
    fc.assert(
      fc.property(
        fc.constantFrom(...SYNTHETIC),
        fc.nat(16),
        fc.constantFrom(...Array.from(alphabet)),
        (code, at, character) => {
          const slipped = code.slice(0, at) + character + code.slice(at + 1);
          const read = readUscc(slipped);
          expect(read?.expected === null).toBe(slipped === code);
        },
      ),
    );
  });

  test('with its check digit replaced by the one that is expected it is right', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^9[123]\d{6}[0-9A-HJ-NPQRTUWXY]{9}$/), (first17) => {
        expect(readUscc(first17 + usccCheckDigit(first17))?.expected).toBeNull();
      }),
    );
  });
});

describe('an organisation code', () => {
  test.each([
    ['XT000001-4', 'XT0000014', null],
    ['xt0000015', 'XT0000015', '4'],
  ])('%s is %s', (text, code, expected) => {
    expect(readOrganisationCode(text)).toEqual({ code, expected });
  });

  test('may end in X, which stands for ten', () => {
    expect(readOrganisationCode('D2143569X')).toEqual({ code: 'D2143569X', expected: null });
  });

  test.each(['', 'XT000001', 'XT00000144', 'XT000001A', 'XT-0000014'])('%j is none', (text) => {
    expect(readOrganisationCode(text)).toBeUndefined();
  });

  test('is taken where a code of a body is wanted, and a unified one too', () => {
    expect(readBodyCode('XT000001-4')?.code).toBe('XT0000014');
    expect(readBodyCode('91511902XT0000014D')?.code).toBe('91511902XT0000014D');
    expect(readBodyCode('511902')).toBeUndefined();
  });
});
