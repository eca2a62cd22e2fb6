/** Reading scalars and enum values of a zone's answer: what fits is kept, anything else is no value of the type. */
import { isEnumType, type GraphQLLeafType } from 'graphql';
import { SCALARS } from '../../../schema/scalars.ts';
import { put, type Data } from '../data.ts';
import { Failure } from '../failure.ts';

/** The value to keep, or undefined where it does not fit. */
export type Leaf = (value: unknown) => unknown;

const MAX_INT = 2 ** 31 - 1;
const MIN_INT = -(2 ** 31);

const BUILT_IN = new Map<string, Leaf>([
  ['String', (value) => (typeof value === 'string' ? value : undefined)],
  ['Boolean', (value) => (typeof value === 'boolean' ? value : undefined)],
  ['Float', (value) => (Number.isFinite(value) ? value : undefined)],
  ['Int', (value) => (isInt(value) ? value : undefined)],
  ['ID', (value) => (typeof value === 'string' ? value : Number.isSafeInteger(value) ? String(value) : undefined)],
]);

/** `contract`: whether the graph is the platform's own, whose custom scalars are known and strict. */
export function leafOf(type: GraphQLLeafType, contract: boolean): Leaf {
  if (isEnumType(type)) {
    const names = new Set<unknown>(type.getValues().map(({ name }) => name));
    return (value) => (names.has(value) ? value : undefined);
  }
  const builtIn = BUILT_IN.get(type.name);
  if (builtIn) return builtIn;
  const strict = contract && Object.hasOwn(SCALARS, type.name) ? SCALARS[type.name] : undefined;
  return strict ? (value) => attempt(() => strict.parseValue(value)) : (value) => attempt(() => asItCame(value));
}

function isInt(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value <= MAX_INT && value >= MIN_INT;
}

function attempt(parse: () => unknown): unknown {
  try {
    return parse();
  } catch {
    return undefined;
  }
}

const MAX_DEPTH = 200;

/**
 * What is in a scalar that is not known here is no affair of GraphQL's: a null in it that an error seemed to be about is a null.
 * But a number that JSON could not carry into JavaScript is no longer what the zone said, and what is nested without end
 * could not be printed again.
 */
function asItCame(value: unknown, depth = 0): unknown {
  if (value instanceof Failure) return null;
  if (typeof value === 'number' && !isExact(value)) throw new RangeError('not the number that was sent');
  if (typeof value !== 'object' || value === null) return value;
  if (depth > MAX_DEPTH) throw new RangeError('nested too deeply');
  if (Array.isArray(value)) return value.map((each) => asItCame(each, depth + 1));
  const whole: Data = {};
  for (const [name, each] of Object.entries(value)) put(whole, name, asItCame(each, depth + 1));
  return whole;
}

/** Whole numbers beyond 2^53 have been rounded on the way, and 1e999 has become infinite. */
function isExact(value: number): boolean {
  return Number.isSafeInteger(value) || (Number.isFinite(value) && !Number.isInteger(value));
}
