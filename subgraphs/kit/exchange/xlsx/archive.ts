/** A workbook as the zip archive it is: its parts by name, each as a stream of text, none unpacked further than allowed. */
import type { Readable } from 'node:stream';
import { TextDecoder } from 'node:util';
import { fromFdPromise, type Entry, type ZipFile } from 'yauzl';
import { FileFault } from '../faults.ts';
import type { Limits } from '../limits.ts';
import type { Spooled } from '../spool.ts';

/** A workbook has a dozen parts, and a few for every sheet. */
export const MAX_PARTS = 10_000;

export class Archive {
  readonly #zip: ZipFile;
  readonly #entries: ReadonlyMap<string, Entry>;

  private constructor(zip: ZipFile, entries: ReadonlyMap<string, Entry>) {
    this.#zip = zip;
    this.#entries = entries;
  }

  static async open({ handle }: Spooled, limits: Limits): Promise<Archive> {
    try {
      const zip = await fromFdPromise(handle.fd, { lazyEntries: true, autoClose: false });
      if (zip.entryCount > MAX_PARTS) throw tooLarge(`${zip.entryCount} parts`);
      const entries = new Map<string, Entry>();
      let unpacked = 0;
      for await (const entry of zip.eachEntry()) {
        // What an entry says of its size is held to when it is unpacked, so adding up what they say is enough.
        unpacked += entry.uncompressedSize;
        entries.set(entry.fileName.toLowerCase(), entry);
      }
      if (unpacked > limits.unpackedBytes) throw tooLarge(`${unpacked} > ${limits.unpackedBytes} bytes`);
      return new Archive(zip, entries);
    } catch (error) {
      throw damaged(error);
    }
  }

  has(part: string): boolean {
    return this.#entries.has(part.toLowerCase());
  }

  /** The text of a part, a piece at a time; nothing when there is no such part. */
  async *text(part: string): AsyncGenerator<string> {
    const entry = this.#entries.get(part.toLowerCase());
    if (!entry) return;
    let stream: Readable | undefined;
    try {
      stream = await this.#zip.openReadStreamPromise(entry);
      const decoder = new TextDecoder('utf-8', { fatal: true });
      for await (const chunk of stream) {
        if (chunk instanceof Uint8Array) yield decoder.decode(chunk, { stream: true });
      }
      yield decoder.decode();
    } catch (error) {
      throw damaged(error);
    } finally {
      stream?.destroy();
    }
  }
}

/** Whatever zip, inflation or XML find wrong in a file is the file's fault, not the process's. */
export function damaged(error: unknown): unknown {
  if (error instanceof FileFault) return error;
  const reason =
    typeof error === 'object' && error !== null && 'message' in error
      ? String(error.message).split('\n')[0]
      : String(error);
  return new FileFault(
    'FILE_DAMAGED',
    `工作簿已损坏,请用 Excel 打开后另存 / the workbook is damaged; open and save it in Excel (${reason ?? ''})`,
  );
}

export function tooLarge(what: string): FileFault {
  return new FileFault('TOO_LARGE', `工作簿过大,请拆分 / the workbook is too large; split it (${what})`);
}
