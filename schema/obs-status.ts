/** The observation statuses of SDMX CL_OBS_STATUS, and which of them stand with a number. */

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
