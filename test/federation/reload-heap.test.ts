import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { run } from '../support/processes.ts';

const heapsShape = z.record(z.string(), z.number());

/** A version of the small supergraph weighs some 0.7 MB: kept by mistake, 150 of them would be a hundred. */
const FLAT_MB = 5;

test('200 swaps under load leave the heap as the first 50 did', async () => {
  const program = run('test/federation/reload-heap.ts', [], { env: { NODE_OPTIONS: '--expose-gc' } });
  expect(await program.exited).toEqual({ code: 0, signal: null });
  const heaps = heapsShape.parse(JSON.parse(program.output()));
  expect((heaps['200'] ?? Infinity) - (heaps['50'] ?? 0)).toBeLessThan(FLAT_MB);
}, 180_000);
