/** Divisions of GB/T 4754 that fit a block's leading industries (主导产业) in the paper's own words. Pure. */

/** The first that is found in the words; what names a material stands before the trade that uses it. */
const DIVISIONS: readonly (readonly [words: RegExp, division: string])[] = [
  [/物流|仓储/, 'G59'],
  [/批发|商贸/, 'F51'],
  [/医药/, 'C27'],
  [/农产品/, 'C13'],
  [/饮料/, 'C15'],
  [/食品/, 'C14'],
  [/服装/, 'C18'],
  [/家居|家具/, 'C21'],
  [/化工/, 'C26'],
  [/新能源|储能/, 'C38'],
  [/材料|建材|水泥|石墨|霞石/, 'C30'],
  [/钢材/, 'C33'],
  [/机械/, 'C34'],
  [/电子|智能|显示/, 'C39'],
];
/** 其他制造业 / other manufacturing. */
const OTHER = 'C41';

export function divisionsFor(leadingIndustries: readonly string[]): string[] {
  const found = leadingIndustries.map((words) => DIVISIONS.find(([pattern]) => pattern.test(words))?.[1] ?? OTHER);
  return found.length > 0 ? found : [OTHER];
}

/** Mining, manufacturing and utilities have an industrial output; trade and transport have none. */
export function isIndustry(division: string): boolean {
  return /^[BCD]/.test(division);
}
