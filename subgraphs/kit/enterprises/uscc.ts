/**
 * Codes of organisations: the unified social credit code (统一社会信用代码, GB 32100-2015) and the organisation code
 * that it holds in its places 9 to 17 (GB 11714-1997). Pure.
 *
 * A register of enterprises is kept by the former alone. Codes of the bodies that own administrative matters are met in
 * both forms, and `readBodyCode` takes either.
 */

/** No I, O, S, V, Z: they look too much like digits and other letters. */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const USCC = /^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/;

const ORGANISATION_ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const ORGANISATION = /^[0-9A-Z]{8}[0-9X]$/;
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];

/** A code in its canonical writing. `expected` is the last character it should end in, where it ends in another. */
export interface ReadCode {
  readonly code: string;
  readonly expected: string | null;
}

/** Capitals, ordinary width, no blanks: the same code typed by hand, scanned or pasted from a web page. */
function normalised(text: string): string {
  return text.normalize('NFKC').replaceAll(/\s/g, '').toUpperCase();
}

/**
 * Reads a unified social credit code; undefined when it has not the form of one. A wrong check digit is no fault of form:
 * codes were issued with one, and who registers such a code says why.
 * The registration area in places 3 to 8 is not compared with anything: it is where the body was registered, which need
 * not be where it works.
 */
export function readUscc(text: string): ReadCode | undefined {
  const code = normalised(text);
  if (!USCC.test(code)) return undefined;
  const expected = usccCheckDigit(code.slice(0, 17));
  return { code, expected: code.endsWith(expected) ? null : expected };
}

/** The 18th character for the first 17. */
export function usccCheckDigit(first17: string): string {
  let sum = 0;
  let weight = 1;
  for (const character of first17) {
    sum += ALPHABET.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return ALPHABET.charAt((31 - (sum % 31)) % 31); // a remainder of 0 gives '0', where 31 - 0 would point past the alphabet
}

/** Reads an organisation code of nine characters, with or without the hyphen before the last. */
export function readOrganisationCode(text: string): ReadCode | undefined {
  const code = normalised(text).replace(/^(.{8})-/, '$1');
  if (!ORGANISATION.test(code)) return undefined;
  const expected = organisationCheckDigit(code.slice(0, 8));
  return { code, expected: code.endsWith(expected) ? null : expected };
}

function organisationCheckDigit(first8: string): string {
  const sum = ORGANISATION_WEIGHTS.reduce(
    (total, weight, at) => total + weight * ORGANISATION_ALPHABET.indexOf(first8.charAt(at)),
    0,
  );
  const digit = (11 - (sum % 11)) % 11;
  return digit === 10 ? 'X' : String(digit);
}

/** The code of a public body as lists of administrative matters give it: of either kind. */
export function readBodyCode(text: string): ReadCode | undefined {
  return readUscc(text) ?? readOrganisationCode(text);
}
