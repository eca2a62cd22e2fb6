/** How often and with which seed a property is tried: FC_SEED, FC_NUM_RUNS and FC_PATH as fast-check prints them on a failure. */
import type { Parameters } from 'fast-check';

export function parameters<T>(): Parameters<T> {
  const { FC_SEED: seed, FC_NUM_RUNS: numRuns, FC_PATH: path } = process.env;
  return {
    seed: Number(seed ?? 20_210_101),
    numRuns: Number(numRuns ?? 100),
    ...(path !== undefined && { path }),
  };
}
