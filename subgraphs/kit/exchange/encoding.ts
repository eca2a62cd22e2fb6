/**
 * Which encoding a text is in, decided honestly: one that decodes strictly from the first byte to the last. UTF-8 comes first,
 * since hardly any GB18030 text of some length is UTF-8 by chance, while much that is UTF-8 could be read as GB18030.
 */
import { TextDecoder } from 'node:util';
import { FileFault } from './faults.ts';
import { bytesOf, headOf, type Spooled } from './spool.ts';

export type Encoding = 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be';

interface Misfit {
  readonly byte: number;
  readonly line: number;
}

export async function encodingOf(file: Spooled): Promise<Encoding> {
  const declared = declaredBy(await headOf(file, 3));
  const candidates: readonly Encoding[] = declared ? [declared] : ['utf-8', 'gb18030'];
  const reasons: string[] = [];
  for (const encoding of candidates) {
    const misfit = await firstMisfit(file, encoding);
    if (!misfit) return encoding;
    const { byte, line } = misfit;
    reasons.push(`${encoding.toUpperCase()}: 第 ${byte} 字节,第 ${line} 行 / byte ${byte}, line ${line}`);
  }
  throw new FileFault(
    'FILE_ENCODING',
    `文件的编码无法辨认,请另存为 UTF-8 / the text is in no known encoding; save it as UTF-8 (${reasons.join('; ')})`,
  );
}

/** By its byte order mark: Excel's “CSV UTF-8” and “Unicode text” have one. */
function declaredBy([first, second, third]: Uint8Array): Encoding | undefined {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return undefined;
}

/** The text, a piece at a time, without its byte order mark. */
export async function* textOf(file: Spooled, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  for await (const chunk of bytesOf(file)) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

/** Where strict decoding fails first, counted from 0 (bytes) and 1 (lines); undefined when all of it fits. */
async function firstMisfit(file: Spooled, encoding: Encoding): Promise<Misfit | undefined> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let start = 0;
  for await (const chunk of bytesOf(file)) {
    if (decoded(decoder, chunk) === undefined) return locate(file, encoding, start);
    start += chunk.byteLength;
  }
  return decoded(decoder) === undefined ? locate(file, encoding, Math.max(0, start - 1)) : undefined;
}

/** Decodes once more up to the piece that failed, and that piece byte by byte: the decoder does not say where it stopped. */
async function locate(file: Spooled, encoding: Encoding, failed: number): Promise<Misfit> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let at = 0;
  let line = 1;
  for await (const chunk of bytesOf(file)) {
    const single = at + chunk.byteLength > failed;
    for (const piece of single ? bytewise(chunk) : [chunk]) {
      const text = decoded(decoder, piece);
      if (text === undefined) return { byte: at, line };
      line += text.split('\n').length - 1;
      at += piece.byteLength;
    }
  }
  return { byte: at, line };
}

function* bytewise(chunk: Uint8Array<ArrayBuffer>): Generator<Uint8Array<ArrayBuffer>> {
  for (let at = 0; at < chunk.byteLength; at += 1) yield chunk.subarray(at, at + 1);
}

/** Without bytes: the end of the text, which may not fall within a character. */
function decoded(decoder: TextDecoder, bytes?: Uint8Array<ArrayBuffer>): string | undefined {
  try {
    return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode();
  } catch {
    return undefined;
  }
}
