/** Observation status of a result: SDMX CL_OBS_STATUS in the guideline's order, combined as a set union and a maximum. */

import { OBS_STATUSES, type ObsStatus } from '../../../../schema/obs-status.ts';

export { forbidsNumber, needsNumber, OBS_STATUSES, type ObsStatus } from '../../../../schema/obs-status.ts';

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
