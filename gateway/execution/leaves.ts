/** Reading scalars and enum values of a zone's answer: what fits is kept, anything else is no value of the type. */
import { isEnumType, type GraphQLLeafType } from 'graphql';
import { SCALARS } from '../../schema/scalars.ts';

/** The value to keep, or undefined where it does not fit. */
export type Leaf = (value: unknown) => unknown;

const MAX_INT = 2 ** 31 - 1;
const MIN_INT = -(2 ** 31);

const BUILT_IN: Readonly<Record<string, Leaf>> = {
  String: (value) => (typeof value === 'string' ? value : undefined),
  Boolean: (value) => (typeof value === 'boolean' ? value : undefined),
  Float: (value) => (Number.isFinite(value) ? value : undefined),
  Int: (value) =>
    typeof value === 'number' && Number.isInteger(value) && value <= MAX_INT && value >= MIN_INT ? value : undefined,
  ID: (value) => {
    if (typeof value === 'string') return value;
    return Number.isSafeInteger(value) ? String(value) : undefined;
  },
};

/** `contract`: whether the graph is the platform's own, whose custom scalars are known and strict. */
export function leafOf(type: GraphQLLeafType, contract: boolean): Leaf {
  if (isEnumType(type)) {
    const names = new Set<unknown>(type.getValues().map(({ name }) => name));
    return (value) => (names.has(value) ? value : undefined);
  }
  const builtIn = BUILT_IN[type.name];
  if (builtIn) return builtIn;
  const strict = contract ? SCALARS[type.name] : undefined;
  return strict ? (value) => attempt(() => strict.parseValue(value)) : (value) => value;
}

function attempt(parse: () => unknown): unknown {
  try {
    return parse();
  } catch {
    return undefined;
  }
}
