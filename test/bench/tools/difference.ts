/** Where two JSON values differ first, in words; undefined when they are the same (the order of keys does not matter). */
export function firstDifference(one: unknown, other: unknown, at = 'data'): string | undefined {
  if (one === other) return undefined;
  if (!isTree(one) || !isTree(other) || Array.isArray(one) !== Array.isArray(other))
    return `${at}: ${short(one)} against ${short(other)}`;
  const [ones, others] = [new Map(Object.entries(one)), new Map(Object.entries(other))];
  for (const key of new Set([...ones.keys(), ...others.keys()])) {
    const found = firstDifference(ones.get(key), others.get(key), `${at}.${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isTree(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function short(value: unknown): string {
  return (value === undefined ? 'nothing' : JSON.stringify(value)).slice(0, 200);
}
