/** A gateway that is measured, and how it is started. */
import type { Launch } from '../tools/stage.ts';

export type Say = (line: string) => void;

export interface Contender {
  readonly name: string;
  readonly about: string;
  /** Gets what only this contender needs; throws with the reason when that is not to be had. */
  readonly prepare?: (say: Say) => Promise<void>;
  readonly launch: (supergraph: string, port: number, folder: string) => Launch;
}
