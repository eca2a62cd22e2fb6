/** Returns to validate, built from the least that a test must say. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { findForm } from '../../../../schema/forms.ts';
import { OBS_STATUSES } from '../../../../schema/obs-status.ts';
import type { Form } from '../../../../schema/standard.ts';
import { STANDARD } from '../../../../schema/standard.ts';
import { validate } from '../../../../subgraphs/kit/validation/rules.ts';
import type { ReturnCell, Submission, ValidationResult } from '../../../../subgraphs/kit/validation/types.ts';
import { ROOT } from '../../../support/processes.ts';

export function form(code: string): Form {
  const found = findForm(code);
  if (!found) throw new Error(`no form ${code}`);
  return found;
}

/** A figure of the whole zone, in the indicator's own unit. */
export function cell(indicator: string, value: string | null, more: Partial<ReturnCell> = {}): ReturnCell {
  const unit = STANDARD.indicators.find((each) => each.code === indicator)?.unit ?? 'CNY';
  const obsStatus = value === null ? 'L' : 'A';
  return { indicator, value, unit, unitMult: 0, obsStatus, counterpart: null, block: null, enterprise: null, ...more };
}

export const BLOCKS = ['one', 'two', 'three'].map((code) => ({ code, name: code }));

export function submission(code: string, period: string, cells: readonly ReturnCell[], more: Partial<Submission> = {}) {
  return { zone: 'bazhou', form: form(code), period, cells, blocks: BLOCKS, ...more };
}

export const monthly = (period: string, cells: readonly ReturnCell[], more: Partial<Submission> = {}) =>
  validate(submission('ZONE_MONTHLY', period, cells, more));

/** What was found, but for the figures that a test does not care to give. */
export function told(results: readonly ValidationResult[]): ValidationResult[] {
  return results.filter((each) => each.rule !== 'MISSING');
}

export const rulesTold = (results: readonly ValidationResult[]): string[] => told(results).map((each) => each.rule);

/** Earlier returns: one indicator, a value a period. */
export function earlier(indicator: string, values: Readonly<Record<string, string>>): Map<string, ReturnCell[]> {
  return new Map(Object.entries(values).map(([period, value]) => [period, [cell(indicator, value)]]));
}

const paper = z.object({
  blocks: z.array(z.object({ code: z.string(), name: z.string() })),
  returns: z.array(
    z.object({
      period: z.string(),
      observations: z.array(
        z.object({
          indicator: z.string(),
          block: z.string().nullable().default(null),
          value: z.string().nullable(),
          unit: z.string(),
          unitMult: z.number().default(0),
          obsStatus: z.enum(OBS_STATUSES).default('A'),
        }),
      ),
    }),
  ),
});

/** The return that the paper gives for a zone. */
export function paperReturn(zone: string): Submission | undefined {
  const { blocks, returns } = paper.parse(
    JSON.parse(readFileSync(path.join(ROOT, 'subgraphs', zone, 'seed.json'), 'utf8')),
  );
  const [first] = returns;
  if (!first) return undefined;
  const cells = first.observations.map((each) => ({ ...each, counterpart: null, enterprise: null }));
  return { zone, form: form('CUMULATIVE_SINCE_2021'), period: first.period, cells, blocks };
}
