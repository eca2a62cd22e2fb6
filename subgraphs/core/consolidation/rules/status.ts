/** Observation status of a result: SDMX CL_OBS_STATUS in the guideline's order, combined as a set union and a maximum. */

/** Highest first (SDMX "Possible Ways of Implementing the Observation Status Concept", 2019). */
export const OBS_STATUSES = [
  'B', 'O', 'M', 'L', 'H', 'Q', 'J', 'S', 'D', 'K', 'W', 'I', 'F', 'E', 'P', 'N', 'U', 'V', 'G', 'A',
] as const; // prettier-ignore
export type ObsStatus = (typeof OBS_STATUSES)[number];

/** Statuses that say why there is no value; a number beside one of them contradicts it. */
const ONLY_MISSING: readonly ObsStatus[] = ['O', 'M', 'L', 'H', 'Q', 'K'];

/** Statuses that may stand with a number or say why there is none; all others qualify a number. */
const EITHER: readonly ObsStatus[] = ['B', 'J', 'S'];

export function needsNumber(status: ObsStatus): boolean {
  return !ONLY_MISSING.includes(status) && !EITHER.includes(status);
}

export function forbidsNumber(status: ObsStatus): boolean {
  return ONLY_MISSING.includes(status);
}

/** The one that stands higher in the guideline: associative, commutative, idempotent, with A as its neutral element. */
export function combine(a: ObsStatus, b: ObsStatus): ObsStatus {
  return OBS_STATUSES.indexOf(a) <= OBS_STATUSES.indexOf(b) ? a : b;
}

/**
 * The headline of a number made of parts: the highest status among those present, and at least P unless it is `final`,
 * which is for the caller to say. Missing parts do not make the number O; they stand in its coverage.
 */
export function headline(present: readonly ObsStatus[], final: boolean): ObsStatus {
  return present.reduce(combine, final ? 'A' : 'P');
}
