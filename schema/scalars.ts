/** The custom scalars of the contract, as strict on the way out as on the way in. */
import { GraphQLScalarType, Kind, type GraphQLError, type ValueNode } from 'graphql';
import { problem, type ErrorCode } from './error-codes.ts';
import { parsePeriod } from './period.ts';

/** Wide enough for any sum of 64-bit values in any unit multiplier, and bounded all the same. */
const DECIMAL = /^-?(0|[1-9]\d{0,59})(\.\d{1,40})?$/;

function decimal(value: unknown): string {
  if (typeof value === 'string' && DECIMAL.test(value)) return value;
  throw misfit('INVALID_DECIMAL', `不是十进制数 / not a decimal: ${shown(value)}。应为字符串,如 "136.667"`);
}

/** The last texts that were found in order: answers name the same periods and instants over and over. What is malformed is not kept. */
function remembered(read: (text: string) => string | undefined): (text: string) => string | undefined {
  const known = new Map<string, string>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const found = read(text);
    if (found === undefined) return undefined;
    if (known.size >= REMEMBERED) known.clear();
    known.set(text, found);
    return found;
  };
}

const REMEMBERED = 1_000;

const periodIn = remembered((text) => (parsePeriod(text) ? text : undefined));

function period(value: unknown): string {
  const found = typeof value === 'string' ? periodIn(value) : undefined;
  if (found !== undefined) return found;
  throw misfit(
    'INVALID_PERIOD',
    `不是统计时期 / not a period: ${shown(value)}。应为 2024、2024-Q3、2024-07、2021-01-01/2024-12-31 或 2021-01-01/..`,
  );
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;

/** An instant in one form, so that equal instants are equal texts; more than milliseconds are cut off. */
function dateTime(value: unknown): string {
  const found = value instanceof Date ? isoOf(value) : typeof value === 'string' ? instantIn(value) : undefined;
  if (found !== undefined) return found;
  throw misfit(
    'INVALID_DATE_TIME',
    `不是时刻 / not an instant: ${shown(value)}。应含时区,如 2026-01-31T08:00:00Z 或 2026-01-31T16:00:00+08:00`,
  );
}

const instantIn = remembered((text) => (INSTANT.test(text) && isDay(text) ? isoOf(new Date(text)) : undefined));

function isoOf(instant: Date): string | undefined {
  return Number.isNaN(instant.getTime()) ? undefined : instant.toISOString();
}

/** A text must name a day that exists: Date would take 31 February for 3 March. */
function isDay(text: string): boolean {
  return parsePeriod(`${text.slice(0, 10)}/..`) !== undefined;
}

/** GraphQL validation replaces the code of a literal that does not fit; `problem` keeps which scalar refused it. */
function misfit(code: ErrorCode, message: string): GraphQLError {
  return problem(code, message, { problem: code });
}

function shown(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value.slice(0, 60)) : typeof value;
}

function stringScalar(name: string, check: (value: unknown) => string): GraphQLScalarType<string, string> {
  const literal = (node: ValueNode): string => check(node.kind === Kind.STRING ? node.value : undefined);
  return new GraphQLScalarType({ name, serialize: check, parseValue: check, parseLiteral: literal });
}

export const DecimalScalar = stringScalar('Decimal', decimal);
export const PeriodScalar = stringScalar('Period', period);
export const DateTimeScalar = stringScalar('DateTime', dateTime);

/** By name, for whoever executes or checks the contract. */
export const SCALARS: Readonly<Record<string, GraphQLScalarType>> = {
  DateTime: DateTimeScalar,
  Decimal: DecimalScalar,
  Period: PeriodScalar,
};
