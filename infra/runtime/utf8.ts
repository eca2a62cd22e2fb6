/** Texts as UTF-8. */
import { transcode } from 'node:buffer';

const CODE_UNIT = 2;
const scratch = Buffer.allocUnsafe(256 * 1024);

/**
 * The bytes of a text. V8 keeps a text with one Chinese sign in it as UTF-16 and writes that as UTF-8 sign by sign, after counting
 * them the same way; by way of the raw code units it takes a third of the time, and for plain ASCII as long as before (measured).
 */
export function utf8(text: string): Buffer {
  if (text.length * CODE_UNIT > scratch.length) return Buffer.from(text);
  const units = scratch.subarray(0, scratch.write(text, 0, 'utf16le'));
  try {
    const bytes = transcode(units, 'utf16le', 'utf8');
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  } catch {
    return Buffer.from(text); // half a character, which has no UTF-8: this puts the sign for it
  }
}
