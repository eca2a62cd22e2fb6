/**
 * A file put aside while it is read: a workbook's table of contents stands at its end, and which encoding a text is in is known
 * only when all of it has been seen. It has no name from the moment it is opened, so nothing of it is left behind, however the
 * process ends.
 */
import { mkdtemp, open, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FileFault } from './faults.ts';

export interface Spooled {
  readonly handle: FileHandle;
  readonly bytes: number;
}

const CHUNK = 64 * 1024;

export async function spool(source: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Spooled> {
  const handle = await openNameless();
  try {
    let bytes = 0;
    for await (const chunk of source) {
      bytes += chunk.byteLength;
      if (bytes > maxBytes) {
        throw new FileFault('TOO_LARGE', `文件超过 ${maxBytes} 字节,请拆分 / larger than ${maxBytes} bytes; split it`);
      }
      await handle.writeFile(chunk); // goes on where the last one ended
    }
    return { handle, bytes };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function openNameless(): Promise<FileHandle> {
  const folder = await mkdtemp(path.join(tmpdir(), 'yihe-import-'));
  try {
    return await open(path.join(folder, 'file'), 'wx+', 0o600);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The bytes from the beginning, as often as asked for. */
export async function* bytesOf({ handle, bytes }: Spooled): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (let at = 0; at < bytes;) {
    const { bytesRead, buffer } = await handle.read(new Uint8Array(CHUNK), 0, CHUNK, at);
    if (bytesRead === 0) return;
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

/** The first bytes, to tell the kind of the file by. */
export async function headOf({ handle }: Spooled, length: number): Promise<Uint8Array<ArrayBuffer>> {
  const { bytesRead, buffer } = await handle.read(new Uint8Array(length), 0, length, 0);
  return buffer.subarray(0, bytesRead);
}
