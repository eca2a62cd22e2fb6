/** How a release differs from the one before. Exact, so that the changes of several releases add up. Pure. */
import type { Big } from 'big.js';
import type { Figure } from '../../consolidation/rules/types.ts';
import { canonical, plain } from './canonical.ts';
import type { Manifest, ReleasedReturn } from './content.ts';

export interface Released {
  readonly manifest: Pick<Manifest, 'returns'>;
  readonly figures: readonly Pick<Figure, 'indicator' | 'value'>[];
}

export interface ReleaseChange {
  readonly indicator: string;
  readonly before: Big | null;
  readonly after: Big | null;
  readonly difference: Big | null;
  readonly zones: readonly string[];
}

/** The figures that changed, in the order of the later release; each with the zones whose revision changed. */
export function changesBetween(earlier: Released, later: Released): ReleaseChange[] {
  const zones = changedZones(earlier.manifest.returns, later.manifest.returns);
  const [old, now] = [earlier, later].map(
    ({ figures }) => new Map(figures.map(({ indicator, value }) => [indicator.code, value])),
  );
  const indicators = [...new Set([...(now?.keys() ?? []), ...(old?.keys() ?? [])])];
  return indicators.flatMap((indicator) => {
    const [before, after] = [old?.get(indicator) ?? null, now?.get(indicator) ?? null];
    if (plain(before) === plain(after)) return [];
    return [{ indicator, before, after, difference: before && after ? after.minus(before) : null, zones }];
  });
}

/** Zones whose revision is another, or is in one of the two only. */
export function changedZones(earlier: readonly ReleasedReturn[], later: readonly ReleasedReturn[]): string[] {
  const [old, now] = [earlier, later].map(revisions);
  return [...new Set([...(now?.keys() ?? []), ...(old?.keys() ?? [])])].filter(
    (zone) => old?.get(zone) !== now?.get(zone),
  );
}

function revisions(returns: readonly ReleasedReturn[]): Map<string, string> {
  return new Map(returns.map(({ zone, revision, digest }) => [zone, canonical([String(revision), digest])]));
}

type Compared = Omit<Manifest, 'previous'> & { readonly mode: string };

/** Whether a release would only repeat another: the same returns in the same mode, computed under the same versions. */
export function isRepetition(earlier: Compared, later: Compared): boolean {
  const about = ({ mode, standardVersion, perimeterVersion, eliminationVersion, formulaVersion }: Compared) =>
    canonical({ mode, standardVersion, perimeterVersion, eliminationVersion, formulaVersion });
  return about(earlier) === about(later) && changedZones(earlier.returns, later.returns).length === 0;
}
