import { expect, test } from '@jest/globals';
import { acceptanceOf, type Decided } from '../../../subgraphs/core/release/rules/acceptance.ts';

const decided = (outcome: Decided['outcome'], revision = 1, facts: Partial<Decided> = {}): Decided => ({
  ...{ zone: 'bazhou', revision, digest: `d${revision}`, outcome, decidedAt: `2026-01-0${revision}T00:00:00.000Z` },
  ...facts,
});
const FIRST = { zone: 'bazhou', revision: 1, digest: 'd1' };
const acceptedAt = '2026-01-01T00:00:00.000Z';

test.each([
  ['nothing decided', [], 'NOT_ACCEPTED'],
  ['accepted', [decided('ACCEPTED')], { acceptedAt }],
  ['accepted, then closed by a release', [decided('FINAL'), decided('ACCEPTED')], { acceptedAt }],
  ['sent back', [decided('RETURNED')], 'RETURNED'],
  ['withdrawn', [decided('WITHDRAWN')], 'NOT_ACCEPTED'],
  ['another content accepted', [decided('ACCEPTED', 1, { digest: 'other' })], 'NOT_ACCEPTED'],
  ['another zone’s accepted', [decided('ACCEPTED', 1, { zone: 'enyang' })], 'NOT_ACCEPTED'],
  ['a later revision accepted', [decided('ACCEPTED'), decided('ACCEPTED', 2)], 'NOT_ACCEPTED'],
  ['a later revision sent back', [decided('ACCEPTED'), decided('RETURNED', 2)], 'NOT_ACCEPTED'],
  ['a later revision withdrawn', [decided('ACCEPTED'), decided('WITHDRAWN', 2)], { acceptedAt }],
])('%s', (_, decisions, expected) => {
  expect(acceptanceOf(FIRST, decisions)).toEqual(expected);
});
