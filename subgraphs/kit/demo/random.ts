/** Chance from a seed: the same numbers on every machine, in every version of Node. Pure. */
import { createHash } from 'node:crypto';

/** The next number, 0 ≤ x < 1. */
export type Random = () => number;

/**
 * A stream of its own for each list of names (seed, zone, enterprise …): one more enterprise changes nobody else's figures.
 * sfc32 (the small fast counter of PractRand), begun at a SHA-256 of the names. 32-bit whole numbers only.
 */
export function randomOf(...names: readonly (string | number)[]): Random {
  const hash = createHash('sha256').update(JSON.stringify(names)).digest();
  let a = hash.readInt32LE(0);
  let b = hash.readInt32LE(4);
  let c = hash.readInt32LE(8);
  let counter = hash.readInt32LE(12);
  return () => {
    const next = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + next) | 0;
    return (next >>> 0) / 2 ** 32;
  };
}

/** Evenly between 1 - spread and 1 + spread. */
export function around(random: Random, spread: number): number {
  return 1 + spread * (2 * random() - 1);
}
