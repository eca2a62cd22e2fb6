/**
 * Figures read back from what was stored of them. Nothing is computed: a released figure stays what it was. A field that figures get
 * later needs a default here, since the releases made before have none; and FORMULA_VERSION is raised with it.
 */
import { Big } from 'big.js';
import { z } from 'zod';
import { indicator } from '../../../../schema/standard.ts';
import type { Figure } from '../../consolidation/rules/types.ts';
import { ELIMINATION_KINDS } from '../../elimination/rules/entries.ts';
import { gapReason, obsStatus } from './content.ts';

const decimal = z
  .string()
  .regex(/^-?\d+(\.\d+)?$/)
  .transform((text) => new Big(text));
const code = z.string().nullable();
const revision = z.int().nullable();

const side = z.object({
  zone: z.string(),
  indicator: z.string(),
  block: code,
  entity: code,
  value: decimal,
  counterpart: code,
  revision,
  digest: code,
});

const eliminated = z.object({
  amount: decimal,
  entries: z.array(
    z.object({
      id: z.string(),
      period: z.string(),
      kind: z.enum(ELIMINATION_KINDS),
      indicator: z.string(),
      amount: decimal,
      kept: side,
      removed: side,
    }),
  ),
  unmatched: z.array(
    z.object({
      kind: z.enum(ELIMINATION_KINDS),
      indicator: z.string(),
      side,
      amount: decimal,
      reason: z.enum(['NO_COUNTERPART', 'UNEQUAL']),
    }),
  ),
});

const figure = z.object({
  indicator,
  value: decimal.nullable(),
  obsStatus,
  coverage: z.object({
    expected: z.int(),
    reported: z.int(),
    complete: z.boolean(),
    byCount: decimal.nullable(),
    byWeight: decimal.nullable(),
    synthetic: z.int(),
    gaps: z.array(z.object({ zone: z.string(), reason: gapReason })),
  }),
  parts: z.array(
    z.object({
      zone: z.string(),
      outcome: z.union([
        z.enum(['COUNTED', 'ELSEWHERE', 'INSEPARABLE', 'NOT_APPLICABLE']),
        z.object({ gap: gapReason }),
      ]),
      value: decimal.nullable(),
      statuses: z.array(obsStatus),
      counterpart: code,
      revision,
      digest: code,
      verdict: z.enum(['RETURNED', 'ACCEPTED', 'FINAL']).nullable(),
      synthetic: z.boolean(),
    }),
  ),
  blocks: z.array(
    z.object({
      block: z.string(),
      at: code,
      value: decimal.nullable(),
      statuses: z.array(obsStatus),
      holders: z.array(z.object({ zone: z.string(), share: decimal })),
      changes: z.array(z.string()),
    }),
  ),
  additive: z.boolean(),
  eliminated: eliminated.nullable(),
  get terms() {
    return z.object({ numerator: figure, denominator: figure }).nullable();
  },
});

/** undefined: what is stored is no figure any more. */
export function readFigure(stored: unknown): Figure | undefined {
  return figure.safeParse(stored).data;
}
