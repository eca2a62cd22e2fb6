/** The canonical form of a return and its SHA-256: the same content gives the same digest on every database. Pure. */
import { createHash } from 'node:crypto';
import type { ObservationRow } from './entities.ts';

export interface DigestInput {
  readonly zone: string;
  readonly form: string;
  readonly period: string;
  readonly revision: number;
  /** 1: made up for a demonstration. */
  readonly synthetic: number;
  readonly standardVersion: string;
  readonly observations: readonly Omit<ObservationRow, 'revisionId'>[];
}

/** What the zone signs: this content, submitted at this moment. */
export function statementOf(digest: string, recordedAt: Date): string {
  return `yihe/return/2 ${digest} ${recordedAt.toISOString()}`;
}

/** Whole zone before blocks, then by code; by UTF-16 code units, so that no locale or collation has a say. */
export function inCanonicalOrder<Row extends { block: string; indicator: string }>(rows: readonly Row[]): Row[] {
  return rows.toSorted((a, b) => order(a.block, b.block) || order(a.indicator, b.indicator));
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function digestOf(input: DigestInput): string {
  const cells = inCanonicalOrder(input.observations).map((each) => [
    each.block,
    each.indicator,
    each.digits?.toString() ?? null,
    each.decimals,
    each.unit,
    each.unitMult,
    each.obsStatus,
    each.counterpart,
    each.note,
  ]);
  const canonical = JSON.stringify([
    'yihe/return/2',
    input.zone,
    input.form,
    input.period,
    input.revision,
    input.synthetic,
    input.standardVersion,
    cells,
  ]);
  return createHash('sha256').update(canonical, 'utf8').digest('hex');
}
