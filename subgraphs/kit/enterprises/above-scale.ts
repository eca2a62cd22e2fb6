/**
 * Whether an enterprise is above scale by the thresholds of a day. Pure.
 *
 * 规上工业 is the group INDUSTRY alone; 规上 or 四上 are all groups. This judges by the line: whether a unit has been taken
 * into the national register (先进库,后报数) is a fact of its own, which follows later.
 */
import { SCALE_THRESHOLDS, type ScaleGroup, type ScaleThreshold } from '../../../schema/classifications/thresholds.ts';

/** What is known of the enterprise; what is not known is null, and is not taken for zero or no. */
export interface ScaleFacts {
  /** Code of GB/T 4754-2017 in canonical writing. */
  readonly industry: string;
  /** A whole year's, in yuan: main business revenue, of services operating revenue. */
  readonly annualRevenue: bigint | null;
  readonly employees: number | null;
  /** A construction firm: qualified as general or specialised contractor. */
  readonly qualified: boolean | null;
  /** A real-estate developer: with development under way. */
  readonly developing: boolean | null;
}

export interface ScaleJudgement {
  /** OUTSIDE: no line is drawn for this industry. UNKNOWN: a fact, the exact industry, or the line of that day is missing. */
  readonly scale: 'ABOVE' | 'BELOW' | 'OUTSIDE' | 'UNKNOWN';
  readonly group: ScaleGroup | null;
  readonly threshold: ScaleThreshold | null;
}

export function judgeScale(
  facts: ScaleFacts,
  day: string,
  thresholds: readonly ScaleThreshold[] = SCALE_THRESHOLDS,
): ScaleJudgement {
  const ofIndustry = thresholds.filter(({ industries }) => industries.some((code) => facts.industry.startsWith(code)));
  const threshold = ofIndustry.find(({ from, to }) => from <= day && (to === null || day <= to)) ?? null;
  if (threshold) {
    const above = meets(threshold, facts);
    const scale = above === null ? 'UNKNOWN' : above ? 'ABOVE' : 'BELOW';
    return { scale, group: threshold.group, threshold };
  }
  // The line of another day, or lines for parts of what is too coarse a code (K for K701), leave it open.
  const open =
    ofIndustry[0] ?? thresholds.find(({ industries }) => industries.some((code) => code.startsWith(facts.industry)));
  return { scale: open ? 'UNKNOWN' : 'OUTSIDE', group: ofIndustry[0]?.group ?? null, threshold: null };
}

/** Null: what would decide it is not known. */
function meets({ criterion }: ScaleThreshold, facts: ScaleFacts): boolean | null {
  const byRevenue = (line: number): boolean | null =>
    facts.annualRevenue === null ? null : facts.annualRevenue >= BigInt(line);
  switch (criterion.kind) {
    case 'REVENUE':
      return byRevenue(criterion.revenue);
    case 'REVENUE_OR_EMPLOYEES': {
      const byStaff = facts.employees === null ? null : facts.employees >= criterion.employees;
      const either = [byRevenue(criterion.revenue), byStaff];
      if (either.includes(true)) return true;
      return either.includes(null) ? null : false;
    }
    case 'QUALIFIED':
      return facts.qualified;
    case 'DEVELOPING':
      return facts.developing;
  }
}
