import { describe, expect, test } from '@jest/globals';
import { Big } from 'big.js';
import fc from 'fast-check';
import {
  canonical,
  digestOfRelease,
  plain,
  releaseStatement,
  type Json,
} from '../../../subgraphs/core/release/rules/canonical.ts';
import { readFigure } from '../../../subgraphs/core/release/rules/figures.ts';
import { anyZones, contentOf, figuresOf } from './contents.ts';

/** The same data with every list and every object's fields in another order. */
function shuffled(value: Json, seed: number): Json {
  const order = <Item>(items: readonly Item[]): Item[] => (seed % 2 === 0 ? items.toReversed() : rotated(items, seed));
  if (Array.isArray(value)) return order(value.map((each: Json) => shuffled(each, seed + 1)));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(order(Object.entries(value)).map(([name, each]) => [name, shuffled(each, seed + 1)]));
}

function rotated<Item>(items: readonly Item[], by: number): Item[] {
  const at = items.length === 0 ? 0 : by % items.length;
  return [...items.slice(at), ...items.slice(0, at)];
}

describe('the digest of a release', () => {
  test('does not depend on the order of rows and of fields', () => {
    fc.assert(
      fc.property(anyZones, fc.nat(50), (answers, seed) => {
        const content = contentOf(answers);
        const { returns, gaps, ...versions } = content.manifest;
        const other = {
          ...content,
          manifest: { ...versions, gaps: gaps.toReversed(), returns: rotated(returns, seed) },
          figures: rotated(
            content.figures.map((each) => shuffled(each, seed)),
            seed,
          ),
        };
        expect(digestOfRelease(other)).toBe(digestOfRelease(content));
      }),
      { numRuns: 100 },
    );
  });

  test('is another when anything in it is', () => {
    const changed = fc.string({ minLength: 1, maxLength: 8 });
    const field = fc.constantFrom('form', 'period', 'mode', 'asOf', 'reason', 'perimeter', 'manifest', 'figures');
    fc.assert(
      fc.property(anyZones, field, changed, (answers, name, text) => {
        const content = contentOf(answers);
        const value: unknown = Reflect.get(content, name);
        const other = { ...content, [name]: typeof value === 'string' ? `${value}${text}` : [value, text] };
        expect(canonical(other)).not.toBe(canonical(content));
      }),
      { numRuns: 100 },
    );
  });

  test('is of the exact decimals, however they were come by', () => {
    const figures = [new Big('1e21'), new Big('1000000000000000000000.000'), new Big(-0), new Big('0.1').minus('0.1')];
    expect(figures.map((each) => canonical(each))).toEqual([
      '"1000000000000000000000"',
      '"1000000000000000000000"',
      '"0"',
      '"0"',
    ]);
  });

  test('is of no value that JSON cannot hold exactly', () => {
    for (const value of [0.1, NaN, 2 ** 60, Symbol('x'), () => 1]) expect(() => plain(value)).toThrow(TypeError);
  });

  test('is what the core signs, with what it is the digest of', () => {
    const identity = { id: 'i', number: 2, form: 'F', period: '2024-Q1', perimeter: 'MANAGED', digest: 'd' } as const;
    const statement = releaseStatement({ ...identity, releasedAt: '2026-01-31T08:00:00.000Z' });
    expect(statement).toBe('yihe/release/1 i 2 F 2024-Q1 MANAGED d 2026-01-31T08:00:00.000Z');
  });
});

test('a figure that was stored is read back as it was', () => {
  fc.assert(
    fc.property(anyZones, (answers) => {
      for (const figure of figuresOf(answers)) {
        const stored: unknown = JSON.parse(JSON.stringify(plain(figure)));
        expect(canonical(readFigure(stored))).toBe(canonical(figure));
      }
    }),
    { numRuns: 100 },
  );
});
