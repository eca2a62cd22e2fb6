/** An enterprise's industry as a code of GB/T 4754-2017. Pure. */
import { findDivision, findSection, type Division, type Section } from '../../../schema/classifications/industries.ts';

export interface Industry {
  /** A letter and up to four digits: C, C13, C131, C1310. */
  readonly code: string;
  readonly section: Section;
  /** Null when only the section is known. */
  readonly division: Division | null;
}

const CODE = /^([A-T])?(\d{2}\d{0,2})?$/;

/**
 * Reads "C1310", "1310" or "C"; undefined when there is no such division, or when the letter is not the one of its digits.
 * Groups and classes (third and fourth digit) are believed: the data hold sections and divisions.
 */
export function readIndustry(text: string): Industry | undefined {
  const [, letter, digits] = CODE.exec(text.normalize('NFKC').trim().toUpperCase()) ?? [];
  if (digits === undefined) {
    const section = letter === undefined ? undefined : findSection(letter);
    return section && { code: section.code, section, division: null };
  }
  const found = findDivision(digits.slice(0, 2));
  if (!found || (letter !== undefined && letter !== found.section.code)) return undefined;
  return { code: `${found.section.code}${digits}`, ...found };
}
