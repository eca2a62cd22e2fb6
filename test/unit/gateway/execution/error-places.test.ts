/** A zone's own errors stand at the nulls that they explain. */
import { describe, expect, test } from '@jest/globals';
import { Failure } from '../../../../gateway/execution/failure.ts';
import { outcomeOf } from './zones.ts';

/** The data kept of an answer; a failure shows as its code in angle brackets. */
function shown(answer: unknown): unknown {
  if (answer instanceof Failure) return `<${String(answer.extensions['code'])}>`;
  if (Array.isArray(answer)) return answer.map(shown);
  if (typeof answer !== 'object' || answer === null) return answer;
  return Object.fromEntries(Object.entries(answer).map(([name, each]) => [name, shown(each)]));
}

async function kept(data: unknown, ...errors: readonly unknown[]) {
  const { answer, answers, context } = await outcomeOf(() => ({ data, errors }));
  return {
    data: answer instanceof Failure ? answer : shown(answer.data),
    failures: answers.failures.map(({ extensions }) => extensions['code']),
    gap: context.gaps.reasons.get('bazhou'),
  };
}

const error = (path?: readonly unknown[], code?: string) => ({
  message: 'secret',
  ...(path && { path }),
  ...(code && { extensions: { code } }),
});

describe('an error with a path', () => {
  test.each<readonly [string, unknown, readonly unknown[], unknown]>([
    ['at the null it explains', { a: null, b: null }, ['a'], { a: '<ZONE_ERROR>', b: null }],
    ['in an object', { a: { b: null, c: 1 } }, ['a', 'b'], { a: { b: '<ZONE_ERROR>', c: 1 } }],
    ['in a list', { a: [1, null, null] }, ['a', 1], { a: [1, '<ZONE_ERROR>', null] }],
    ['in a list, by a position that is a text', { a: [1, null, null] }, ['a', '2'], { a: [1, null, '<ZONE_ERROR>'] }],
    ['in an object of a list of lists', { a: [[{ b: null }]] }, ['a', 0, 0, 'b'], { a: [[{ b: '<ZONE_ERROR>' }]] }],
    ['at the null that came up from it', { a: { b: null } }, ['a', 'b', 0, 'c'], { a: { b: '<ZONE_ERROR>' } }],
    ['in an entity', { _entities: [{ a: 1 }, null] }, ['_entities', 1], { _entities: [{ a: 1 }, '<ZONE_ERROR>'] }],
    [
      'under a name that every object has',
      JSON.parse('{"__proto__":null}'),
      ['__proto__'],
      Object.fromEntries([['__proto__', '<ZONE_ERROR>']]),
    ],
  ])('stands %s', async (_, data, path, expected) => {
    expect(await kept(data, error(path))).toEqual({ data: expected, failures: ['ZONE_ERROR'], gap: 'ZONE_ERROR' });
  });

  test('that leads to a value explains nothing, and is kept', async () => {
    const data = { a: 1, b: null, c: [{ d: false }] };
    for (const path of [['a'], ['c', 0, 'd'], ['c', 0]]) {
      const { data: after, failures } = await kept(structuredClone(data), error(path));
      expect([after, failures]).toEqual([data, ['ZONE_ERROR']]);
    }
  });

  test.each<readonly [string, unknown, readonly unknown[]]>([
    ['below a value', { a: 1, b: null }, ['a', 'b']],
    ['to what was not sent', { a: {}, b: null }, ['a', 'c']],
    ['to a name that every object has', { b: null }, ['constructor', 'name']],
    ['beyond a list', { a: [1], b: null }, ['a', 1]],
    ['into a list by a name', { a: [1], b: null }, ['a', 'first']],
    ['into an object by a number', { a: { c: 1 }, b: null }, ['a', 0]],
  ])('that leads %s may be about any null', async (_, data, path) => {
    const { data: after, failures } = await kept(structuredClone(data), error(path));
    expect([after, failures]).toEqual([Object.assign({}, data, { b: '<ZONE_ERROR>' }), ['ZONE_ERROR']]);
  });

  test('explains a null once: the first stands', async () => {
    const { data, failures } = await kept({ a: null }, error(['a'], 'INVALID_PERIOD'), error(['a']), error(['a', 'b']));
    expect([data, failures]).toEqual([{ a: '<INVALID_PERIOD>' }, ['INVALID_PERIOD']]);
  });

  test('explains nulls of a list once each', async () => {
    const { data, failures } = await kept({ a: [null, null] }, error(['a', 0]), error(['a', 1]), error(['a', 0, 'b']));
    expect([data, failures]).toEqual([{ a: ['<ZONE_ERROR>', '<ZONE_ERROR>'] }, ['ZONE_ERROR', 'ZONE_ERROR']]);
  });

  test('is one of twenty failures at most; the last stands for all further ones', async () => {
    const errors = Array.from({ length: 30 }, (_, index) => error(['a', index]));
    const { data, failures } = await kept({ a: Array(30).fill(null) }, ...errors);
    expect(failures).toHaveLength(20);
    expect(data).toEqual({ a: Array(30).fill('<ZONE_ERROR>') });
  });
});

describe('an error without a path', () => {
  const DATA = { a: null, b: [null, { c: null, d: 1 }, [null]], e: { f: null, g: '' }, h: 0, i: false };
  test.each([undefined, []])('stands at every null there is, one failure in all: %j', async (path) => {
    const mark = '<ZONE_ERROR>';
    expect(await kept(structuredClone(DATA), error(path))).toEqual({
      data: { a: mark, b: [mark, { c: mark, d: 1 }, [mark]], e: { f: mark, g: '' }, h: 0, i: false },
      failures: ['ZONE_ERROR'],
      gap: 'ZONE_ERROR',
    });
  });

  test('leaves alone what another explains', async () => {
    const { data, failures } = await kept({ a: null, b: null }, error(['a'], 'INVALID_PERIOD'), error());
    expect([data, failures]).toEqual([{ a: '<INVALID_PERIOD>', b: '<ZONE_ERROR>' }, ['INVALID_PERIOD', 'ZONE_ERROR']]);
  });

  test('is kept where there is no null, and where another one stands at all', async () => {
    expect((await kept({ a: 1 }, error(), error())).failures).toEqual(['ZONE_ERROR', 'ZONE_ERROR']);
    expect((await kept({ a: null }, 'no error at all', 7)).failures).toEqual(['ZONE_ERROR', 'ZONE_ERROR']);
  });

  test('reaches nulls under names that every object has', async () => {
    const { data } = await kept(JSON.parse('{"__proto__":{"constructor":null}}'), error());
    expect(JSON.stringify(data)).toBe('{"__proto__":{"constructor":"<ZONE_ERROR>"}}');
  });
});
