import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { digestOf, inCanonicalOrder, type DigestInput } from '../../../subgraphs/kit/statistics/digest.ts';

type Row = DigestInput['observations'][number];

const ROW: Row = {
  block: '',
  indicator: 'TAX_REVENUE',
  digits: 283n,
  decimals: 2,
  unit: 'CNY',
  unitMult: 8,
  obsStatus: 'A',
  counterpart: null,
  note: null,
};

const returned = (...observations: readonly Row[]): DigestInput => ({
  zone: 'nanjiang',
  form: 'CUMULATIVE_SINCE_2021',
  period: '2021-01-01/..',
  revision: 1,
  synthetic: 0,
  standardVersion: '1.0.0',
  reason: null,
  explanations: [],
  enterpriseDigest: null,
  observations,
});

const anyRow: fc.Arbitrary<Row> = fc.record(
  {
    block: fc.constantFrom('', 'a', 'b', 'ä', '一', '𠀀'),
    indicator: fc.constantFrom('AREA_PLANNED', 'ENTERPRISES', 'TAX_REVENUE'),
    digits: fc.option(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
    decimals: fc.integer({ min: 0, max: 12 }),
    unit: fc.constantFrom('CNY', 'KM2'),
    unitMult: fc.integer({ min: -12, max: 15 }),
    obsStatus: fc.constantFrom('A', 'E', 'L'),
    counterpart: fc.option(fc.constantFrom('core', 'bazhou')),
    note: fc.option(fc.string()),
  },
  { noNullPrototype: true },
);
/** Rows as a database can hold them: one for each block and indicator. */
const anyRows = fc.uniqueArray(anyRow, { selector: (row) => `${row.block} ${row.indicator}`, maxLength: 12 });

const changedCell = fc.oneof(
  fc.record({ digits: fc.option(fc.bigInt({ min: 0n, max: 9n })) }),
  fc.record({ decimals: fc.integer({ min: 0, max: 12 }) }),
  fc.record({ unit: fc.constantFrom('CNY', 'KM2', 'COUNT') }),
  fc.record({ unitMult: fc.integer({ min: -12, max: 15 }) }),
  fc.record({ obsStatus: fc.constantFrom('A', 'E', 'P') }),
  fc.record({ counterpart: fc.option(fc.constantFrom('', 'core')) }),
  fc.record({ note: fc.option(fc.string()) }),
  fc.record({ block: fc.constantFrom('other', 'another') }),
  fc.record({ indicator: fc.constantFrom('OTHER') }),
);

describe('the digest of a return', () => {
  test('is the SHA-256 of its canonical text, which others can write too', () => {
    const rows = [{ ...ROW, block: 'b-one', digits: null, obsStatus: 'L', note: '原文“未给出”' }, ROW];
    const text =
      '["yihe/return/2","nanjiang","CUMULATIVE_SINCE_2021","2021-01-01/..",1,0,"1.0.0",' +
      '[["","TAX_REVENUE","283",2,"CNY",8,"A",null,null],' +
      '["b-one","TAX_REVENUE",null,2,"CNY",8,"L",null,"原文“未给出”"]]]';
    expect(digestOf(returned(...rows))).toBe(createHash('sha256').update(text).digest('hex'));
  });

  test('is the same whatever the order of the rows', () => {
    const shuffled = anyRows.chain((rows) =>
      fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length })),
    );
    fc.assert(
      fc.property(shuffled, ([rows, others]) => {
        expect(digestOf(returned(...others))).toBe(digestOf(returned(...rows)));
        expect(inCanonicalOrder(others)).toEqual(inCanonicalOrder(rows));
      }),
    );
  });

  test('is another as soon as any cell is', () => {
    fc.assert(
      fc.property(anyRows, fc.nat(), changedCell, (rows, at, change) => {
        fc.pre(rows.length > 0);
        const index = at % rows.length;
        const changed = rows.map((row, n) => (n === index ? { ...row, ...change } : row));
        const same = isDeepStrictEqual(changed, rows);
        expect(digestOf(returned(...changed)) === digestOf(returned(...rows))).toBe(same);
      }),
    );
  });

  test('tells missing from zero, and 2.83 from 2.830', () => {
    const digests = [ROW, { ...ROW, digits: null }, { ...ROW, digits: 0n }, { ...ROW, digits: 2830n, decimals: 3 }];
    expect(new Set(digests.map((row) => digestOf(returned(row)))).size).toBe(4);
  });

  test('is another for a row more, another zone, another period or another standard', () => {
    const base = returned(ROW);
    const others: DigestInput[] = [
      base,
      returned(ROW, { ...ROW, block: 'b-one' }),
      returned(),
      { ...base, zone: 'enyang' },
      { ...base, period: '2024' },
      { ...base, standardVersion: '1.0.1' },
    ];
    expect(new Set(others.map(digestOf)).size).toBe(others.length);
  });
});

describe('the canonical order', () => {
  test('puts the whole zone before its blocks and goes by code, not by the rules of a language', () => {
    const keys = [
      ['b', 'A'],
      ['B', 'A'],
      ['', 'Z'],
      ['ä', 'A'],
      ['', 'A'],
      ['b-one', 'A'],
    ];
    const rows = keys.map(([block = '', indicator = '']) => ({ block, indicator }));
    expect(inCanonicalOrder(rows).map(({ block, indicator }) => `${block}/${indicator}`)).toEqual([
      '/A',
      '/Z',
      'B/A',
      'b/A',
      'b-one/A',
      'ä/A',
    ]);
  });
});
