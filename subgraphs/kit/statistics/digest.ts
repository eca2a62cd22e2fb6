/** The canonical form of a return and its SHA-256: the same content gives the same digest on every database. Pure. */
import { createHash } from 'node:crypto';
import type { ObservationRow } from './entities.ts';
import { readWritten } from './written.ts';

/** Which revision of which return is meant, and when it was submitted. */
export interface RevisionIdentity {
  readonly zone: string;
  readonly form: string;
  readonly period: string;
  readonly revision: number;
  readonly digest: string;
  readonly recordedAt: Date | string;
}

/** What a zone said to a warning; block '' is the whole zone, indicator '' the return. */
export interface ExplainedWarning {
  readonly rule: string;
  readonly indicator: string;
  readonly block: string;
  readonly text: string;
}

export interface DigestInput extends Omit<RevisionIdentity, 'digest' | 'recordedAt'> {
  /** 1: made up for a demonstration. */
  readonly synthetic: number;
  readonly standardVersion: string;
  readonly reason: string | null;
  readonly explanations: readonly ExplainedWarning[];
  /** Of what was sealed with it of enterprises; null in a form that asks none. */
  readonly enterpriseDigest: string | null;
  readonly observations: readonly Omit<ObservationRow, 'revisionId'>[];
}

/** What the zone signs: this content as this revision of this return, submitted at this moment. */
export function statementOf(revision: RevisionIdentity): string {
  return statement('yihe/return/3', revision);
}

/** What the zone signs when it withdraws a revision. */
export function withdrawalOf(revision: RevisionIdentity): string {
  return statement('yihe/withdrawal/1', revision);
}

function statement(kind: string, { zone, form, period, revision, digest, recordedAt }: RevisionIdentity): string {
  return [kind, zone, form, period, revision, digest, new Date(recordedAt).toISOString()].join(' ');
}

/** Whole zone before blocks, then by code; by UTF-16 code units, so that no locale or collation has a say. */
export function inCanonicalOrder<Row extends { block: string; indicator: string }>(rows: readonly Row[]): Row[] {
  return rows.toSorted((a, b) => order(a.block, b.block) || order(a.indicator, b.indicator));
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A return without explanations, reason and enterprises has the form that it had before there were any. */
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
  const { zone, form, period, revision, synthetic, standardVersion, reason, enterpriseDigest } = input;
  const about = [zone, form, period, revision, synthetic, standardVersion];
  const isPlain = reason === null && enterpriseDigest === null && input.explanations.length === 0;
  const said = input.explanations
    .toSorted((a, b) => order(a.rule, b.rule) || order(a.block, b.block) || order(a.indicator, b.indicator))
    .map(({ rule, indicator, block, text }) => [rule, indicator, block, text]);
  const canonical = isPlain
    ? ['yihe/return/2', ...about, cells]
    : ['yihe/return/3', ...about, reason, said, enterpriseDigest, cells];
  return createHash('sha256').update(JSON.stringify(canonical), 'utf8').digest('hex');
}

/** A return as a zone answers it. */
export interface AnsweredReturn extends Omit<DigestInput, 'synthetic' | 'explanations' | 'observations'> {
  readonly synthetic: boolean;
  readonly explanations: readonly { rule: string; indicator: string | null; block: string | null; text: string }[];
  readonly observations: readonly (Omit<ObservationRow, 'revisionId' | 'block' | 'digits'> & {
    readonly block: string | null;
    readonly value: string | null;
  })[];
}

/** The digest that an answer must have; undefined when a value in it is no decimal. */
export function digestOfAnswer(answer: AnsweredReturn): string | undefined {
  const cells = answer.observations.map(({ value, block, ...cell }) => {
    const digits = value === null ? null : readWritten(value)?.digits;
    return { ...cell, block: block ?? '', digits };
  });
  const observations = cells.flatMap(({ digits, ...cell }) => (digits === undefined ? [] : [{ ...cell, digits }]));
  if (observations.length < cells.length) return undefined;
  const explanations = answer.explanations.map((each) => ({
    ...each,
    indicator: each.indicator ?? '',
    block: each.block ?? '',
  }));
  return digestOf({ ...answer, synthetic: answer.synthetic ? 1 : 0, explanations, observations });
}
