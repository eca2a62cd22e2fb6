/** What a number's format says of how it is shown: as a date, in per cent, with how many decimals. */
import { tooLarge, type Archive } from './archive.ts';
import { parseAll } from './xml.ts';

export interface NumberFormat {
  readonly kind: 'NUMBER' | 'PERCENT' | 'DATE';
  /** Digits after the point that are always shown; 0 where the format leaves them to the number. */
  readonly decimals: number;
}

export const GENERAL: NumberFormat = { kind: 'NUMBER', decimals: 0 };

/** The formats that every Excel has and no file spells out (ECMA-376 18.8.30, those of Chinese Excel included). */
const BUILT_IN: ReadonlyMap<number, string> = new Map([
  [2, '0.00'],
  [4, '#,##0.00'],
  [9, '0%'],
  [10, '0.00%'],
  [39, '#,##0.00'],
  [40, '#,##0.00'],
  [44, '#,##0.00'],
  [43, '#,##0.00'],
]);

function isBuiltInDate(id: number): boolean {
  return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
}

/** Excel itself takes no more. */
const MAX_FORMATS = 65_490;

/** A cell's style is its place in this list. */
export async function formatsOf(archive: Archive, part: string | undefined): Promise<NumberFormat[]> {
  const own = new Map<number, string>();
  const formats: NumberFormat[] = [];
  let inCellFormats = false;
  if (part === undefined) return formats;
  await parseAll(archive.text(part), {
    open(name, attributes) {
      if (formats.length + own.size > MAX_FORMATS) throw tooLarge(`> ${MAX_FORMATS} formats`);
      const id = Number(attributes.get('numFmtId') ?? 0);
      if (name === 'numFmt') own.set(id, attributes.get('formatCode') ?? '');
      if (name === 'cellXfs') inCellFormats = true;
      if (name !== 'xf' || !inCellFormats) return;
      const code = own.get(id) ?? BUILT_IN.get(id);
      formats.push(code === undefined ? { ...GENERAL, kind: isBuiltInDate(id) ? 'DATE' : 'NUMBER' } : readFormat(code));
    },
    close(name) {
      if (name === 'cellXfs') inCellFormats = false;
    },
  });
  return formats;
}

/** `#,##0.00_ ;[Red]-#,##0.00` -> a number with two decimals; only the part for positive numbers counts. */
export function readFormat(code: string): NumberFormat {
  const bare = code.replace(/"[^"]*"|\\.|[_*]./g, '');
  if (/\[(?:h+|m+|s+)\]/i.test(bare)) return { kind: 'DATE', decimals: 0 };
  const [positive = ''] = bare.replace(/\[[^\]]*\]/g, '').split(';');
  if (/[ymdhs]/i.test(positive) && !/general/i.test(positive)) return { kind: 'DATE', decimals: 0 };
  const kind = positive.includes('%') ? 'PERCENT' : 'NUMBER';
  // Anything but digits (fractions, exponents, thousands left away) shows something else than the number itself.
  const [, decimals = ''] = /^[^\d#.,?/Ee]*[#,0]*0(?:\.(0+))?[^\d#.,?/Ee]*$/.exec(positive) ?? [];
  return { kind, decimals: decimals.length };
}
