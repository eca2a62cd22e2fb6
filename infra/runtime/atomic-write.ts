/** Replaces a file so that a reader, and a machine that loses power, finds the old text or the new one, never a part. */
import { mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';

export async function writeAtomically(file: string, text: string): Promise<void> {
  const folder = path.dirname(file);
  await mkdir(folder, { recursive: true });
  const draft = `${file}.${process.pid}.tmp`; // in the same folder: a rename across file systems is a copy
  try {
    await written(draft, 'w', text);
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  await written(folder, 'r'); // the name too must be on the disk
}

async function written(name: string, flags: string, text?: string): Promise<void> {
  const handle = await open(name, flags);
  try {
    if (text !== undefined) await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
