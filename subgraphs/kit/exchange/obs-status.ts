/** The observation statuses as whoever fills in a form writes them: any text is asked whether it is one, and what may stand beside it. */
import { OBS_STATUSES, forbidsNumber, needsNumber, type ObsStatus } from '../../../schema/obs-status.ts';

/** In the order in which they are offered: what is written most comes first. */
export const OBS_STATUS_CODES: readonly ObsStatus[] = [
  'A', 'P', 'E', 'F', 'I', 'N', 'U', 'V', 'G', 'D', 'W', 'B', 'J', 'S', 'K', 'L', 'M', 'O', 'H', 'Q',
]; // prettier-ignore

export function isObsStatus(code: string): code is ObsStatus {
  return OBS_STATUSES.some((each) => each === code);
}

export function mayStandWithNumber(code: string): boolean {
  return isObsStatus(code) && !forbidsNumber(code);
}

export function mayStandWithoutNumber(code: string): boolean {
  return isObsStatus(code) && !needsNumber(code);
}
