/**
 * Excel takes a text that begins so, in a CSV file, for a formula. Such a text is written with an apostrophe before it, which is
 * taken away again on reading; a text that already begins with apostrophes and then so gets one more. Both ways exact.
 */
const OPENING = '[=+\\-@\\t\\r\\uff1d\\uff0b\\uff0d\\uff20]';
const DANGEROUS = new RegExp(`^'*${OPENING}`);
const GUARDED = new RegExp(`^'+${OPENING}`);

export function guarded(text: string): string {
  return DANGEROUS.test(text) ? `'${text}` : text;
}

export function unguarded(text: string): string {
  return GUARDED.test(text) ? text.slice(1) : text;
}
