/** What a release is computed under today. */
import { STANDARD } from '../../../schema/standard.ts';
import { FORMULA_VERSION } from '../consolidation/service.ts';
import { ELIMINATION_VERSION } from '../elimination/service.ts';
import { PERIMETER_VERSION } from '../perimeter/service.ts';
import type { Versions } from './rules/content.ts';

export const VERSIONS: Versions = {
  standardVersion: STANDARD.version,
  perimeterVersion: PERIMETER_VERSION,
  eliminationVersion: ELIMINATION_VERSION,
  formulaVersion: FORMULA_VERSION,
};
