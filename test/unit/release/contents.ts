/** Releases of made-up zones, for the tests of their rules. */
import fc from 'fast-check';
import { consolidate } from '../../../subgraphs/core/consolidation/rules/figure.ts';
import type { Figure, ZoneAnswer } from '../../../subgraphs/core/consolidation/rules/types.ts';
import { plain } from '../../../subgraphs/core/release/rules/canonical.ts';
import type { ReleaseContent, ReleasedReturn, SignedReturn } from '../../../subgraphs/core/release/rules/content.ts';
import { anyAnswers } from '../consolidation/arbitraries.ts';
import { REVENUE, TAX, TAX_TO_REVENUE } from '../consolidation/paper.ts';

export const VERSIONS = {
  standardVersion: '1.0.0',
  perimeterVersion: '1.0.0',
  eliminationVersion: '1.0.0',
  formulaVersion: '1.0.0',
};

export function figuresOf(answers: readonly ZoneAnswer[]): Figure[] {
  return [REVENUE, TAX, TAX_TO_REVENUE].map((indicator) => consolidate(indicator, answers, { mode: 'PARTIAL' }));
}

export function returnsOf(answers: readonly ZoneAnswer[]): ReleasedReturn[] {
  return answers.flatMap(({ zone, answer }) =>
    typeof answer === 'object' && answer.reported ? [returned(zone, answer.revision ?? 1, answer.digest ?? '')] : [],
  );
}

function returned(zone: string, revision: number, digest: string): ReleasedReturn {
  return {
    ...{ zone, revision, digest, signature: `signature of ${zone}`, keyId: 'key', synthetic: false },
    ...{ standardVersion: '1.0.0', recordedAt: '2026-01-31T08:00:00.000Z', acceptedAt: '2026-02-01T08:00:00.000Z' },
  };
}

export function contentOf(answers: readonly ZoneAnswer[]): ReleaseContent {
  const gaps = answers.flatMap(({ zone, answer }) =>
    typeof answer === 'string' ? [{ zone, reason: answer }] : answer.reported ? [] : [{ zone, reason: 'NOT_REPORTED' }],
  );
  return {
    ...{ form: 'F', period: '2024-Q1', perimeter: 'TERRITORIAL', mode: 'PARTIAL', asOf: '2026-03-01T00:00:00.000Z' },
    reason: 'late',
    manifest: { ...VERSIONS, previous: null, returns: returnsOf(answers), gaps },
    figures: figuresOf(answers).map(plain),
  };
}

export const anyZones = anyAnswers(REVENUE, TAX);

/** A return with at least one cell. */
export const anyReturn: fc.Arbitrary<SignedReturn> = anyZones
  .map((answers) => answers.flatMap(signedOf))
  .filter(({ length }) => length > 0)
  .chain((all) => fc.constantFrom(...all));

function signedOf({ zone, answer }: ZoneAnswer): SignedReturn[] {
  if (typeof answer === 'string' || answer.cells.length === 0) return [];
  const facts = { form: 'F', period: '2024-Q1', reason: null, enterpriseDigest: null, explanations: [] };
  return [{ ...returned(zone, 1, 'd'.repeat(64)), ...facts, observations: answer.cells }];
}
