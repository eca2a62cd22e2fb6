/** Reads one entry of the register as somebody gave it. Pure. */
import { z } from 'zod';
import { INDUSTRIES } from '../../../schema/classifications/industries.ts';
import type { EnterpriseRow } from './entities.ts';
import { readIndustry } from './industry.ts';
import { problemOf, type EnterpriseProblem, type ProblemCode } from './problems.ts';
import { readUscc } from './uscc.ts';

export interface EnterpriseInput {
  readonly uscc: string;
  readonly name: string;
  readonly industry: string;
  /** The block in which it sits now. */
  readonly block: string;
  /** Its first day there, if it came from another block: one that is not on file is a move. */
  readonly movedOn?: string | null | undefined;
  readonly enteredOn: string;
  readonly leftOn?: string | null;
  readonly note?: string | null;
  /** Why it is registered under a code whose check digit is wrong. */
  readonly checkDigitNote?: string | null;
  /** The version that was read; without one, whatever stands there is replaced. */
  readonly version?: number;
}

export interface ReadEntry {
  /** Undefined when an error makes it unusable. */
  readonly row: Omit<EnterpriseRow, 'version'> | undefined;
  readonly problems: readonly EnterpriseProblem[];
}

const LONGEST = { name: 200, note: 500, checkDigitNote: 500 } as const;
const day = z.iso.date();

export function readEntry(input: EnterpriseInput): ReadEntry {
  const problems: EnterpriseProblem[] = [];
  const add = (code: ProblemCode, field: string, message: string, severity?: 'WARNING'): void =>
    void problems.push(problemOf(code, input.uscc, field, message, severity));
  const text = (value: string | null | undefined): string | null => value?.trim() || null;

  const read = readUscc(input.uscc);
  const checkDigitNote = text(input.checkDigitNote);
  if (!read) {
    add('USCC_FORMAT', 'uscc', '不是 18 位统一社会信用代码 / not a unified social credit code of 18 characters');
  } else if (read.expected !== null) {
    const what = `校验位应为 ${read.expected} / the check digit should be ${read.expected}`;
    if (checkDigitNote === null)
      add(
        'USCC_CHECK_DIGIT',
        'uscc',
        `${what};如确属此码,请在“校验位说明”列写明原因 / if it is right, say why in the column checkDigitNote`,
      );
    else add('USCC_CHECK_DIGIT', 'uscc', `${what}(${checkDigitNote})`, 'WARNING');
  }
  const name = text(input.name);
  if (name === null) add('NAME_MISSING', 'name', '缺名称 / the name is missing');
  const note = text(input.note);
  for (const [field, value] of Object.entries({ name, note, checkDigitNote })) {
    const longest = field === 'name' ? LONGEST.name : LONGEST.note;
    if (value !== null && value.length > longest) add('TOO_LONG', field, `超过 ${longest} 字 / longer than ${longest}`);
  }
  const industry = readIndustry(input.industry);
  if (text(input.industry) === null) add('INDUSTRY_MISSING', 'industry', '缺行业代码 / the industry is missing');
  else if (!industry) {
    const message = `${INDUSTRIES.standard} 中没有 ${input.industry} / is not in ${INDUSTRIES.standard}`;
    add('INDUSTRY_UNKNOWN', 'industry', message);
  }
  const { enteredOn } = input;
  const leftOn = text(input.leftOn);
  if (text(enteredOn) === null) add('DAY_MISSING', 'enteredOn', '缺入区日期 / the day of entering is missing');
  for (const [field, value] of Object.entries({ enteredOn, leftOn, movedOn: text(input.movedOn) })) {
    if (value !== null && value.trim() !== '' && !day.safeParse(value).success) {
      add('DAY_MALFORMED', field, `${value} 不是日期,应如 2026-11-22 / is no date such as 2026-11-22`);
    }
  }
  if (!read || name === null || !industry || problems.some(({ severity }) => severity === 'ERROR')) {
    return { row: undefined, problems };
  }
  const row = {
    uscc: read.code,
    name,
    industry: industry.code,
    industryEdition: INDUSTRIES.edition,
    enteredOn,
    leftOn,
    note,
    checkDigitNote: read.expected === null ? null : checkDigitNote,
  };
  return { row, problems };
}
