import { expect, test } from '@jest/globals';
import { isReproduced } from '../../../subgraphs/core/release/rules/comparison.ts';

test.each([
  ['nothing differs', [], true],
  ['a zone did not answer', ['GAP'], null],
  ['something differs', ['CELL'], false],
  ['something differs, and a zone did not answer', ['GAP', 'RELEASE'], false],
] as const)('%s', (_, kinds, reproduced) => {
  expect(isReproduced(kinds.map((kind) => ({ kind })))).toBe(reproduced);
});
