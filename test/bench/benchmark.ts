/** What a benchmark is. */
import type { Contender, Say } from './contenders/contender.ts';
import type { Shape } from './shapes/shape.ts';
import type { Stage } from './tools/stage.ts';

export interface Options {
  readonly shapes: readonly Shape[];
  readonly contenders: readonly Contender[];
  readonly seconds: number;
  readonly rounds: number;
  readonly database: 'sqlite' | 'mariadb';
  /** Enterprises in each zone, smaller first. */
  readonly enterprises: readonly number[];
}

export interface Outcome {
  readonly text: string;
  readonly json: object;
  /** Whether something went wrong that the figures do not show: the exit code is then 1. */
  readonly failed: boolean;
}

export interface Benchmark {
  readonly name: string;
  readonly about: string;
  /** Who takes part when nobody says. */
  readonly contenders: readonly Contender[];
  /** `say` tells the progress. */
  readonly run: (stage: Stage, options: Options, say: Say) => Promise<Outcome>;
}
