/**
 * Where an enterprise sits: in exactly one block on each day from its first to its last in the zone, and by that in exactly
 * one block for each period. Pure; days are YYYY-MM-DD, the last one included.
 */
import type { ParsedPeriod } from '../../../schema/period.ts';

export interface Membership {
  readonly block: string;
  readonly validFrom: string;
  /** The last day; null while it lasts. */
  readonly validTo: string | null;
}

/** From the first to the last day in the zone; null while it is there. */
export interface Stay {
  readonly enteredOn: string;
  readonly leftOn: string | null;
}

/** What stands against a stay or a move, as a code and for people. */
export interface Refusal {
  readonly code: 'STAY_ENDS_BEFORE_IT_BEGINS' | 'STAY_CUTS_A_MOVE' | 'NOT_IN_THE_ZONE' | 'LATER_MOVE_ON_FILE';
  readonly message: string;
}

const refusal = (code: Refusal['code'], message: string): Refusal => ({ code, message });

/**
 * The block that has the enterprise's figures of a period: the one where it last sat in that period. One block, however
 * often it moved: a figure of a period cannot be divided by days. Undefined when it was not in the zone then.
 */
export function membershipIn<M extends Membership>(memberships: readonly M[], period: ParsedPeriod): M | undefined {
  return memberships
    .filter(({ validFrom, validTo }) => {
      const begun = period.end === null || validFrom <= period.end;
      return begun && (validTo === null || validTo >= period.start);
    })
    .reduce<M | undefined>((last, each) => (last && last.validFrom > each.validFrom ? last : each), undefined);
}

/** The memberships of a new or changed stay: the first and the last one reach to its ends; moves in between stay as they are. */
export function fitted(memberships: readonly Membership[], stay: Stay): Membership[] | Refusal {
  const { enteredOn, leftOn } = stay;
  if (leftOn !== null && leftOn < enteredOn) {
    return refusal('STAY_ENDS_BEFORE_IT_BEGINS', `离开日 ${leftOn} 早于进入日 ${enteredOn} / leaves before it enters`);
  }
  const ordered = inOrder(memberships);
  const cut = ordered.find(
    ({ validFrom, validTo }, at) =>
      (at > 0 && (validFrom <= enteredOn || (leftOn !== null && validFrom > leftOn))) ||
      (at < ordered.length - 1 && validTo !== null && validTo < enteredOn),
  );
  if (cut) {
    return refusal(
      'STAY_CUTS_A_MOVE',
      `自 ${cut.validFrom} 起在区块 ${cut.block},与进入、离开日期不合 / it sits in ${cut.block} from ${cut.validFrom}, outside the days given`,
    );
  }
  return ordered.map((each, at) => ({
    ...each,
    ...(at === 0 && { validFrom: enteredOn }),
    ...(at === ordered.length - 1 && { validTo: leftOn }),
  }));
}

/** The memberships after a move to `block` on the day `from`, which is its first day there. */
export function moved(memberships: readonly Membership[], block: string, from: string): Membership[] | Refusal {
  const ordered = inOrder(memberships);
  const current = ordered.findIndex(
    ({ validFrom, validTo }) => validFrom <= from && (validTo === null || validTo >= from),
  );
  const left = ordered[current];
  if (!left) return refusal('NOT_IN_THE_ZONE', `${from} 不在本区 / it is not in the zone on ${from}`);
  const later = ordered[current + 1];
  if (later) {
    return refusal(
      'LATER_MOVE_ON_FILE',
      `已登记 ${later.validFrom} 迁入 ${later.block},请先更正 / a move to ${later.block} on ${later.validFrom} is on file; correct that first`,
    );
  }
  if (left.block === block) return ordered;
  const before = ordered.slice(0, current);
  // Moved on the very day on which it came: it was never there, so that what stood there is corrected.
  if (left.validFrom === from) return joined([...before, { ...left, block }]);
  return [...before, { ...left, validTo: addDays(from, -1) }, { block, validFrom: from, validTo: left.validTo }];
}

/** A correction may put it back where it came from: that is one membership then, not two. */
function joined(memberships: readonly Membership[]): Membership[] {
  const last = memberships.at(-1);
  const previous = memberships.at(-2);
  if (!last || previous?.block !== last.block) return [...memberships];
  return [...memberships.slice(0, -2), { ...previous, validTo: last.validTo }];
}

export function isRefusal(result: readonly Membership[] | Refusal): result is Refusal {
  return 'code' in result;
}

function inOrder<M extends Membership>(memberships: readonly M[]): M[] {
  return memberships.toSorted((a, b) => (a.validFrom < b.validFrom ? -1 : 1));
}

export function addDays(date: string, days: number): string {
  const day = new Date(`${date}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + days);
  return day.toISOString().slice(0, 10);
}
