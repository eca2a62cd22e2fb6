import { describe, expect, test } from '@jest/globals';
import { Failure, notResolvable } from '../../../../gateway/execution/failure.ts';

const failure = (quiet?: boolean): Failure => new Failure('why', { code: 'ZONE_ERROR', zone: 'bazhou' }, quiet);

function at(...places: readonly (readonly (string | number)[])[]): Failure {
  const each = failure();
  for (const place of places) each.foundAt(place);
  return each;
}

describe('a failure', () => {
  test('is one error at the place where it was found', () => {
    expect(at(['a', 0, 'b']).toError().toJSON()).toEqual({
      message: 'why',
      path: ['a', 0, 'b'],
      extensions: { code: 'ZONE_ERROR', zone: 'bazhou' },
    });
  });

  test('is one error at the first of many places, and names them all', () => {
    const { path, extensions } = at(['a'], ['b', 1], ['c']).toError();
    expect(path).toEqual(['a']);
    expect(extensions).toEqual({ code: 'ZONE_ERROR', zone: 'bazhou', places: [['a'], ['b', 1], ['c']] });
  });

  test('names a hundred places at most', () => {
    const places = Array.from({ length: 250 }, (_, index) => ['a', index]);
    expect(at(...places).toError().extensions['places']).toEqual(places.slice(0, 100));
  });

  test('without a place has no path', () => {
    expect(failure().toError().toJSON()).toEqual({
      message: 'why',
      extensions: { code: 'ZONE_ERROR', zone: 'bazhou' },
    });
  });

  test('is placed once it was found', () => {
    expect([failure().isPlaced, at(['a']).isPlaced]).toEqual([false, true]);
  });

  test('may have been unseen, unless it was found, or swallowed, or is quiet', () => {
    const swallowed = failure();
    swallowed.swallow();
    expect([failure().isUnseen, failure(true).isUnseen, at(['a']).isUnseen, swallowed.isUnseen]).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  test('keeps to itself what was given to it', () => {
    const extensions = { code: 'ZONE_ERROR' };
    const each = new Failure('why', extensions);
    each.foundAt(['a']);
    each.foundAt(['b']);
    each.toError();
    expect(extensions).toEqual({ code: 'ZONE_ERROR' });
  });
});

test('what no zone can resolve is refused by name', () => {
  const { message, extensions } = notResolvable('Good.cost');
  expect(message).toBe('没有任何区能解析所问的 Good.cost / no zone can resolve Good.cost as it is asked');
  expect(extensions).toEqual({ code: 'NOT_RESOLVABLE' });
});
