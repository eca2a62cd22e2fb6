/** A release against what is found when it is computed anew: every difference by name. Pure. */
import { canonical, isList, isObject, plain, type Json } from './canonical.ts';
import type { AnsweredCell, SignedReturn, Versions } from './content.ts';

export type DifferenceKind = 'CELL' | 'DIGEST' | 'REVISION' | 'SIGNATURE' | 'FIGURE' | 'RELEASE' | 'GAP';

export interface Difference {
  readonly kind: DifferenceKind;
  readonly zone: string | null;
  readonly indicator: string | null;
  readonly block: string | null;
  readonly released: string | null;
  readonly found: string | null;
  readonly message: string;
}

const NOWHERE = { zone: null, indicator: null, block: null, released: null, found: null };

export function difference(kind: DifferenceKind, message: string, facts: Partial<Difference> = {}): Difference {
  return { ...NOWHERE, ...facts, kind, message };
}

/** What was found to differ is found, whoever else did not answer; null: nothing was, but a zone could not be asked. */
export function isReproduced(differences: readonly Pick<Difference, 'kind'>[]): boolean | null {
  if (differences.some(({ kind }) => kind !== 'GAP')) return false;
  return differences.length === 0 ? true : null;
}

/** What names and identifies a return; its cells are compared by themselves. */
const FACTS = [
  ['REVISION', 'revision', '修订号'],
  ['REVISION', 'recordedAt', '报送时刻'],
  ['REVISION', 'standardVersion', '标准版本'],
  ['REVISION', 'synthetic', '合成标记'],
  ['DIGEST', 'digest', '摘要'],
  ['DIGEST', 'reason', '修订原因'],
  ['DIGEST', 'enterpriseDigest', '企业数摘要'],
  ['DIGEST', 'explanations', '警告说明'],
  ['SIGNATURE', 'signature', '签名'],
  ['SIGNATURE', 'keyId', '签名密钥'],
] as const;

/** A return as released against the same one as found. */
export function returnDifferences(released: SignedReturn, found: SignedReturn): Difference[] {
  const { zone } = released;
  const facts = FACTS.flatMap(([kind, fact, name]) => {
    if (canonical(released[fact]) === canonical(found[fact])) return [];
    const sides = { released: shown(released[fact]), found: shown(found[fact]) };
    return [difference(kind, `${zone}:${name}不同 / ${fact} differs`, { zone, ...sides })];
  });
  return [...facts, ...cellDifferences(zone, released.observations, found.observations)];
}

export function cellDifferences(
  zone: string,
  released: readonly AnsweredCell[],
  found: readonly AnsweredCell[],
): Difference[] {
  const name = ({ block, indicator }: AnsweredCell): string => canonical({ block, indicator });
  const [old, now] = [released, found].map((cells) => Map.groupBy(cells, name));
  return [...new Set([...(old?.keys() ?? []), ...(now?.keys() ?? [])])].flatMap((at) => {
    const [were, are] = [old?.get(at) ?? [], now?.get(at) ?? []];
    if (canonical(were) === canonical(are)) return [];
    const { indicator = null, block = null } = were[0] ?? are[0] ?? {};
    const sides = fieldsThatDiffer(were[0], are[0]);
    const place = `${zone} ${indicator ?? ''} ${block ?? '全区 / whole zone'}`;
    const message = `${place}:单元格不同 / the cell differs: ${sides.fields.join(', ')}`;
    return [difference('CELL', message, { zone, indicator, block, released: sides.released, found: sides.found })];
  });
}

/** Figures of the release against those computed anew, by indicator. */
export function figureDifferences(released: readonly Json[], found: readonly Json[]): Difference[] {
  const [old, now] = [released, found].map((figures) => new Map(figures.map((each) => [codeOf(each), each])));
  return [...new Set([...(old?.keys() ?? []), ...(now?.keys() ?? [])])].flatMap((indicator) => {
    const [was, is] = [old?.get(indicator), now?.get(indicator)];
    if (was !== undefined && is !== undefined && canonical(was) === canonical(is)) return [];
    const sides = fieldsThatDiffer(was, is);
    const message = `${indicator}:合并数不同 / the figure differs: ${sides.fields.join(', ')}`;
    return [difference('FIGURE', message, { indicator, released: sides.released, found: sides.found })];
  });
}

function codeOf(figure: Json): string {
  const code = isObject(figure) && isObject(figure['indicator']) ? figure['indicator']['code'] : undefined;
  return typeof code === 'string' ? code : '?';
}

/** A release names what it was computed under; under another version the same returns may rightly give other figures. */
export function versionDifferences(released: Versions, today: Versions): Difference[] {
  const versions = [
    ['standardVersion', '标准版本', 'the version of the standard'],
    ['perimeterVersion', '口径文件版本', 'the version of the perimeters'],
    ['eliminationVersion', '抵销规则版本', 'the version of the elimination rules'],
    ['formulaVersion', '算法版本', 'the version of the arithmetic'],
  ] as const;
  return versions.flatMap(([name, chinese, english]) => {
    const sides = { released: released[name], found: today[name] };
    const message = `${chinese}已不同,重算的数可能因此不同 / ${english} is another today, and figures may differ for that reason`;
    return sides.released === sides.found ? [] : [difference('RELEASE', message, sides)];
  });
}

/** The value, where that differs; otherwise all that does, and no more of it. */
function fieldsThatDiffer(was: unknown, is: unknown) {
  const [old, now] = [was, is].map((side) => (isObject(side) ? side : undefined));
  const names = [...new Set([...Object.keys(old ?? {}), ...Object.keys(now ?? {})])];
  const fields = names.filter((name) => canonical(old?.[name] ?? null) !== canonical(now?.[name] ?? null));
  const of = (side: typeof old, other: typeof old): string | null => {
    if (!side) return null;
    return fields.includes('value') ? shown(side['value']) : shown(onlyIn(plain(side), plain(other ?? null)));
  };
  return { fields, released: of(old, now), found: of(now, old) };
}

/** What of the one the other does not have: fields that differ, and members of lists. */
function onlyIn(one: Json, other: Json): Json {
  if (isList(one) && isList(other)) {
    const known = new Set(other.map(canonical));
    return one.filter((each) => !known.has(canonical(each)));
  }
  if (!isObject(one) || !isObject(other)) return one;
  const differing = Object.entries(one).filter(([name, each]) => canonical(each) !== canonical(other[name] ?? null));
  return Object.fromEntries(differing.map(([name, each]) => [name, onlyIn(plain(each), plain(other[name] ?? null))]));
}

const LONGEST = 500;

/** As a reader sees it: text as it is, anything else as JSON. */
function shown(value: unknown): string | null {
  const data = plain(value ?? null);
  const text = typeof data === 'string' ? data : data === null ? null : canonical(data);
  return text !== null && text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
