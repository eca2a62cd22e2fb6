import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { GraphQLObjectType, GraphQLSchema, graphql, type GraphQLError, type GraphQLScalarType } from 'graphql';
import { SCALARS } from '../../../schema/scalars.ts';

const echo = (type: GraphQLScalarType) => ({
  type,
  args: { value: { type } },
  resolve: (_: unknown, { value }: Readonly<Record<string, unknown>>) => value,
});
const stored = (type: GraphQLScalarType) => ({ type, resolve: (root: unknown) => root });
const scalar = (name: string): GraphQLScalarType => {
  const found = SCALARS[name];
  if (!found) throw new Error(`no scalar ${name}`);
  return found;
};

const schema = new GraphQLSchema({
  query: new GraphQLObjectType({
    name: 'Query',
    fields: {
      Decimal: echo(scalar('Decimal')),
      Period: echo(scalar('Period')),
      storedDecimal: stored(scalar('Decimal')),
      storedPeriod: stored(scalar('Period')),
    },
  }),
});

const codesOf = (errors: readonly GraphQLError[] | undefined): unknown[] =>
  (errors ?? []).map(({ extensions }) => extensions['code']);

/** The value as a literal of the query, and as a variable: what came back, and the codes of the errors. */
async function both(name: string, value: unknown): Promise<unknown[]> {
  const literal = await graphql({ schema, source: `{ got: ${name}(value: ${JSON.stringify(value)}) }` });
  const source = `query ($value: ${name}) { got: ${name}(value: $value) }`;
  const variable = await graphql({ schema, source, variableValues: { value } });
  return [literal, variable].map(({ data, errors }) => (errors ? codesOf(errors) : data?.['got']));
}

const CODES: Readonly<Record<string, string>> = { Decimal: 'INVALID_DECIMAL', Period: 'INVALID_PERIOD' };

describe.each([
  [
    'Decimal',
    [
      '0',
      '-1',
      '136.667',
      '3.50',
      '-0.5',
      '1'.padEnd(60, '0'),
      `0.${'1'.repeat(40)}`,
      `-${'9'.repeat(60)}.${'9'.repeat(40)}`,
    ],
  ],
  ['Period', ['2024', '2024-Q3', '2024-07', '2021-01-01/2024-12-31', '2021-01-01/..']],
])('a %s', (name, good) => {
  test.each(good)('such as %s is taken as literal and as variable', async (value) => {
    await expect(both(name, value)).resolves.toEqual([value, value]);
  });

  test('may be null, which is no text', async () => {
    await expect(both(name, null)).resolves.toEqual([null, null]);
  });
});

describe.each([
  [
    'Decimal',
    [
      '',
      '1e3',
      '.5',
      '5.',
      '+1',
      '01',
      '-',
      '1,5',
      ' 1',
      '1 ',
      'NaN',
      'Infinity',
      '1'.repeat(61),
      `-${'1'.repeat(61)}`,
      `0.${'1'.repeat(41)}`,
      `${'1'.repeat(61)}.${'1'.repeat(40)}`,
    ],
  ],
  ['Decimal', [1, 1.5, true, ['1']]],
  ['Period', ['', '2024-Q5', '2023-02-29/..', '2024-12-31/2024-01-01', '20224', '2021年以来']],
  ['Period', [2024, false, ['2024']]],
] satisfies [string, unknown[]][])('what is no %s', (name, bad) => {
  test.each(bad.map((value) => [value]))(
    'such as %j is refused under its own code, as literal and as variable',
    async (value) => {
      await expect(both(name, value)).resolves.toEqual([[CODES[name]], [CODES[name]]]);
    },
  );
});

describe('a refusal', () => {
  test('names the code a second time, for validation replaces the first', async () => {
    const { errors } = await graphql({ schema, source: '{ Period(value: "2024-Q5") }' });
    expect(errors?.[0]?.extensions).toEqual({ code: 'INVALID_PERIOD', problem: 'INVALID_PERIOD' });
    expect(errors?.[0]?.message).toContain('"2024-Q5"');
  });

  test('quotes no more than the beginning of a long text', async () => {
    const { errors } = await graphql({ schema, source: `{ Decimal(value: "${'x'.repeat(5000)}") }` });
    expect(errors?.[0]?.message.length).toBeLessThan(200);
  });
});

describe('an answer', () => {
  test.each([
    ['storedDecimal', 1.5, 'INVALID_DECIMAL'],
    ['storedDecimal', '1e3', 'INVALID_DECIMAL'],
    ['storedPeriod', 2024, 'INVALID_PERIOD'],
    ['storedPeriod', '2024-Q5', 'INVALID_PERIOD'],
  ])('of %s is as strict on the way out: %j is an error and null', async (field, rootValue, code) => {
    const { data, errors } = await graphql({ schema, source: `{ ${field} }`, rootValue });
    expect([data?.[field], codesOf(errors)]).toEqual([null, [code]]);
  });

  test('keeps every digit of a decimal', async () => {
    const digits = fc.tuple(fc.bigInt({ min: 1n, max: 10n ** 60n - 1n }), fc.bigInt({ min: 0n, max: 10n ** 40n - 1n }));
    await fc.assert(
      fc.asyncProperty(digits, async ([whole, rest]) => {
        const value = `-${whole}.${rest.toString().padStart(40, '0')}`;
        const { data } = await graphql({ schema, source: '{ storedDecimal }', rootValue: value });
        expect(data?.['storedDecimal']).toBe(value);
      }),
    );
  });
});
