/** A form as far as a sheet shows it. */
import type { FormLevel } from '../../../schema/rules/levels.ts';

export interface FormIndicator {
  readonly code: string;
  readonly name: string;
  readonly nameEn: string;
  readonly unit: string;
  readonly decimals: number;
}

export interface Named {
  readonly code: string;
  readonly name: string;
}

export interface FormLayout {
  readonly code: string;
  readonly name: string;
  readonly nameEn: string;
  readonly period: string;
  /** Code of the zone that fills it in. */
  readonly zone: string;
  /** For which units it asks. */
  readonly levels: readonly FormLevel[];
  readonly indicators: readonly FormIndicator[];
  readonly blocks: readonly Named[];
  /** Units of measure that a value may be written in. */
  readonly units: readonly Named[];
  /** Zones that a K or W may point to. */
  readonly zones: readonly Named[];
}

/** One cell of a return as it stands in a file, not yet validated against anything but the form. */
export interface DraftCell {
  readonly indicator: string;
  /** Null is the whole zone, or an enterprise whose block the register knows. */
  readonly block: string | null;
  readonly enterprise: string | null;
  /** Null is missing, never zero. */
  readonly value: string | null;
  readonly unit: string;
  readonly unitMult: number;
  readonly decimals: number;
  readonly obsStatus: string;
  readonly counterpart: string | null;
  readonly note: string | null;
}

/** Says that the figures are made up; wherever they go, it goes with them. */
export const SYNTHETIC_MARK = '合成数据(非真实统计) SYNTHETIC DATA';

export function isMarkedSynthetic(text: string): boolean {
  return /合成数据|SYNTHETIC DATA/i.test(text);
}

const IDENTITY_KEYS = ['form', 'period', 'zone'] as const;
export type IdentityKey = (typeof IDENTITY_KEYS)[number];

/** What the line above the header says, so that a file cannot be taken for another period's by its name. */
export function identityLine({ code, period, zone }: FormLayout): string {
  return `表 form: ${code} · 时期 period: ${period} · 区 zone: ${zone}`;
}

/** What an identity line says; whoever fills in a form may have left parts of it away. */
export function readIdentity(text: string): ReadonlyMap<IdentityKey, string> {
  const folded = text.normalize('NFKC');
  const found = IDENTITY_KEYS.map(
    (key) => [key, new RegExp(`\\b${key}\\s*:\\s*([^\\s·]+)`).exec(folded)?.[1]] as const,
  );
  return new Map(found.flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])));
}
