import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { GraphQLEnumType, GraphQLScalarType, specifiedScalarTypes, type GraphQLLeafType } from 'graphql';
import { isData, put, own, type Data } from '../../../../gateway/execution/data.ts';
import { Failure } from '../../../../gateway/execution/failure.ts';
import { leafOf } from '../../../../gateway/execution/answers/leaves.ts';

/** Without numbers that JavaScript cannot hold. */
const isExact = (value: unknown): boolean => !/\d{16,}|\de\+/.test(JSON.stringify(value));

const NO = Symbol('refused');

function typeNamed(name: string): GraphQLLeafType {
  return specifiedScalarTypes.find((each) => each.name === name) ?? new GraphQLScalarType({ name });
}

/** What is kept of a value, or NO. */
function kept(name: string, value: unknown, contract = true): unknown {
  const leaf = leafOf(typeNamed(name), contract)(value);
  return leaf === undefined ? NO : leaf;
}

/** JSON of every kind, with numbers of every size. */
const json = fc.oneof(
  fc.jsonValue(),
  fc.double(),
  fc.integer({ min: -(2 ** 33), max: 2 ** 33 }),
  fc.constantFrom<unknown>(
    2 ** 31 - 1,
    2 ** 31,
    -(2 ** 31),
    -(2 ** 31) - 1,
    2 ** 53,
    2 ** 53 - 1,
    1.5,
    -0,
    Infinity,
    NaN,
    '',
    '1',
    'true',
    [],
    [1],
    {},
    true,
  ),
);

/** What GraphQL itself takes as input of a type is what it takes as output here, and as the value that it means. */
test.each(['String', 'Boolean', 'Int', 'Float', 'ID'])('%s is read as strictly as input', (name) => {
  const type = typeNamed(name);
  fc.assert(
    fc.property(json, (value) => {
      let expected: unknown = NO;
      try {
        if (type instanceof GraphQLScalarType) expected = type.parseValue(value);
      } catch {
        expected = NO;
      }
      const isLargeId = name === 'ID' && typeof value === 'number' && !Number.isSafeInteger(value);
      expect(kept(name, value)).toBe(isLargeId ? NO : expected);
    }),
    { numRuns: 300 },
  );
});

test.each<readonly [string, readonly unknown[], readonly unknown[]]>([
  ['String', ['', 'a', '一核'], [1, true, [], {}]],
  ['Boolean', [true, false], ['true', 0, 1, []]],
  ['Int', [0, -1, 2 ** 31 - 1, -(2 ** 31)], [2 ** 31, -(2 ** 31) - 1, 1.5, '1', true, NaN, Infinity, [1]]],
  ['Float', [0, 1.5, 1e308, -7], ['1.5', NaN, Infinity, -Infinity, true, [1]]],
  ['ID', ['', 'a', '1'], [1.5, 2 ** 53, -(2 ** 53), NaN, true, [], {}]],
  ['Decimal', ['0', '-1.50', '136.667'], ['', '1e3', '.5', '1.', 1, 1.5, '01', 'NaN', [], {}]],
  ['Period', ['2024', '2024-Q3', '2021-01-01/..'], ['', '2024-13', 2024, 'today', {}]],
])('%s has its values and no others', (name, fitting, others) => {
  expect(fitting.map((value) => kept(name, value))).toEqual(fitting);
  expect(others.map((value) => kept(name, value))).toEqual(others.map(() => NO));
});

test('a whole number is a text where it is an ID', () => {
  expect([7, -7, 0, 2 ** 53 - 1].map((value) => kept('ID', value))).toEqual(['7', '-7', '0', '9007199254740991']);
});

test('the scalars of the contract are strict on the platform only', () => {
  expect([kept('Decimal', 1, true), kept('Decimal', 1, false)]).toEqual([NO, 1]);
});

test('an enum has its values by name, and no names that every object has', () => {
  const type = new GraphQLEnumType({ name: 'Kind', values: { CORE: { value: 1 }, HOSTED: {}, constructor: {} } });
  const leaf = leafOf(type, true);
  expect(['CORE', 'HOSTED', 'constructor'].map(leaf)).toEqual(['CORE', 'HOSTED', 'constructor']);
  expect(['core', '', 'toString', '__proto__', 1, true, ['CORE'], {}].map(leaf)).toEqual(Array(8).fill(undefined));
});

describe('a scalar that is not known here', () => {
  test.each(['JSON', 'toString', 'valueOf', 'constructor', 'hasOwnProperty', '__proto__'])(
    'called %s is kept as it came',
    (name) => {
      fc.assert(
        fc.property(fc.jsonValue().filter(isExact), fc.boolean(), (value, contract) => {
          expect(kept(name, value, contract)).toEqual(value);
        }),
        { numRuns: 30 },
      );
    },
  );

  test('keeps names that every object has', () => {
    const value: unknown = JSON.parse('{"__proto__":{"a":1},"constructor":[null]}');
    const after = kept('JSON', value);
    expect(JSON.stringify(after)).toBe('{"__proto__":{"a":1},"constructor":[null]}');
    expect(isData(after) && Object.getPrototypeOf(after)).toBe(Object.prototype);
  });

  test('holds no failures, wherever an error seemed to point', () => {
    const value: Data = { list: [new Failure('a', {}), 1], deep: { object: new Failure('b', {}) } };
    put(value, '__proto__', new Failure('c', {}));
    const after = kept('JSON', value);
    expect(after).toEqual(data('{"list":[null,1],"deep":{"object":null}}', null));
    expect(isData(after) && own(after, '__proto__')).toBeNull();
  });
});

function data(text: string, proto: unknown): unknown {
  const parsed: unknown = JSON.parse(text);
  if (isData(parsed)) put(parsed, '__proto__', proto);
  return parsed;
}

test.each([Infinity, -Infinity, 2 ** 53, [1, [2 ** 60]], { a: { b: Infinity } }])(
  'a scalar that is not known here is refused where a number in it is not what was sent: %j',
  (value) => {
    expect(kept('JSON', value, false)).toBe(NO);
  },
);

test('a scalar that is nested without end is refused', () => {
  expect(kept('JSON', JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`), false)).toBe(NO);
});
