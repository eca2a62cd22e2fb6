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

let lastPeriod: string | undefined; // an answer names one period many times over

function period(value: unknown): string {
  if (typeof value === 'string' && (value === lastPeriod || parsePeriod(value))) return (lastPeriod = value);
  throw misfit(
    'INVALID_PERIOD',
    `不是统计时期 / not a period: ${shown(value)}。应为 2024、2024-Q3、2024-07、2021-01-01/2024-12-31 或 2021-01-01/..`,
  );
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

/** By name, for whoever executes or checks the contract. */
export const SCALARS: Readonly<Record<string, GraphQLScalarType>> = { Decimal: DecimalScalar, Period: PeriodScalar };
