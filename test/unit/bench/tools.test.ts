import { describe, expect, jest, test } from '@jest/globals';
import { isSame } from '../../bench/load/exchange.ts';
import { SHAPES } from '../../bench/shapes/index.ts';
import { requestBody } from '../../bench/shapes/shape.ts';
import { costs } from '../../bench/tools/cpu-profile.ts';
import { firstDifference } from '../../bench/tools/difference.ts';
import { ZoneMemory } from '../../bench/zones/memory.ts';

describe('answers', () => {
  test('are compared byte by byte, however they were cut', () => {
    const expected = Buffer.from('{"data":1}');
    expect(isSame([Buffer.from('{"da'), Buffer.from('ta":1}')], expected)).toBe(true);
    expect(isSame([Buffer.from('{"da')], expected)).toBe(false);
    expect(isSame([Buffer.from('{"data":2}')], expected)).toBe(false);
    expect(isSame([Buffer.from('{"data":1} ')], expected)).toBe(false);
  });

  test('that differ are told apart by the place', () => {
    expect(firstDifference({ a: [1, { b: null }], c: 1 }, { c: 1, a: [1, { b: null }] })).toBeUndefined();
    expect(firstDifference({ a: [1, { b: null }] }, { a: [1, { b: 2 }] })).toBe('data.a.1.b: null against 2');
    expect(firstDifference({ a: [] }, { a: {} })).toBe('data.a: [] against {}');
    expect(firstDifference({ a: 1 }, {})).toBe('data.a: 1 against nothing');
  });
});

describe('the memory of a zone', () => {
  const unique = { pattern: /u\d{3}/, sample: 'u000' };

  test('works a question out once and answers each with its own unique part', async () => {
    const compute = jest.fn((body: string) => Promise.resolve(`<${body}>`));
    const memory = new ZoneMemory(unique, compute);
    expect(String(await memory.answer('ask u123 of u123'))).toBe('<ask u123 of u123>');
    expect(String(await memory.answer('ask u456 of u456'))).toBe('<ask u456 of u456>');
    expect(String(await memory.answer('other'))).toBe('<other>');
    expect(compute.mock.calls).toEqual([['ask u000 of u000'], ['other']]);
    expect(memory.requests).toEqual(['ask u000 of u000', 'other']);
  });

  test('keeps no failure', async () => {
    const compute = jest.fn((body: string) => Promise.resolve(body));
    compute.mockRejectedValueOnce(new Error('down'));
    const memory = new ZoneMemory(unique, compute);
    await expect(memory.answer('ask')).rejects.toThrow('down');
    expect(String(await memory.answer('ask'))).toBe('ask');
  });
});

test.each(SHAPES)('no two requests of the shape $name are alike, and the zones find what differs', (shape) => {
  const numbers = [0, 1, 2, 59_999, 60_000, 1_000_000, 5_000_000];
  const bodies = numbers.map((n) => requestBody(shape, n));
  expect(new Set(bodies).size).toBe(numbers.length);
  const { pattern, sample } = shape.unique;
  const without = bodies.map((body) => body.replaceAll(pattern.exec(body)?.[0] ?? '', sample));
  expect(new Set(without).size).toBe(1);
});

test('a profile is summed over the measured time, without the idle one', () => {
  const node = (id: number, functionName: string, children: number[] = []) => ({
    id,
    callFrame: { functionName, url: functionName === 'shape' ? 'file:///x/node_modules/pkg/a.js' : '', lineNumber: 4 },
    children,
  });
  const profile = {
    startTime: 0,
    nodes: [node(1, '(root)', [2, 4]), node(2, 'serve', [3]), node(3, 'shape'), node(4, '(idle)')],
    samples: [3, 2, 3, 4, 3],
    timeDeltas: [10, 10, 30, 10, 10],
  };
  const { functions, packages } = costs(profile, 15, 60);
  expect(functions).toEqual([
    { name: 'shape pkg/a.js:5', self: 0.75, total: 0.75 },
    { name: 'serve', self: 0.25, total: 1 },
  ]);
  expect(packages.map(({ name, self }) => [name, self])).toEqual([
    ['pkg', 0.75],
    ['(built in)', 0.25],
  ]);
});
