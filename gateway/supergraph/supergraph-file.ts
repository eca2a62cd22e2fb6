/** The configured file, read: its text, or the reason why there is none. */
import { readFile } from 'node:fs/promises';
import { reasonOf } from '../../infra/runtime/startup-error.ts';
import { idOf, loadSupergraph, type LoadOptions, type LoadedSupergraph } from './load.ts';

export interface Reading {
  /** The same for two readings that found the same: the text's id, or the fault. */
  readonly mark: string;
  readonly id: string | undefined;
  readonly sdl: string | undefined;
}

export async function readSupergraphFile(file: string): Promise<Reading> {
  try {
    const sdl = await readFile(file, 'utf8');
    const id = idOf(sdl);
    return { mark: id, id, sdl };
  } catch (error) {
    return { mark: reasonOf(error), id: undefined, sdl: undefined };
  }
}

export async function loadReading({ sdl, mark }: Reading, options: LoadOptions): Promise<LoadedSupergraph> {
  if (sdl === undefined) throw new Error(`cannot be read (${mark})`);
  return await loadSupergraph(sdl, options);
}
