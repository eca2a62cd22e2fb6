/** The laws by which what several zones say is put together, whatever the names in it. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  isData,
  isInherited,
  merge,
  share,
  objectsAt,
  own,
  put,
  type Data,
} from '../../../../gateway/execution/data.ts';
import { Failure } from '../../../../gateway/execution/failure.ts';

const MERGING = { shared: new Set<object>(), overlooked: () => undefined };

const NAMES = ['a', 'b', '__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', '__typename'];

const data = (entries: readonly (readonly [string, unknown])[]): Data => {
  const object: Data = {};
  for (const [name, value] of entries) put(object, name, value);
  return object;
};

const failing = (message: string): Failure => new Failure(message, {});

/** What is true of the world: objects, lists, and values that all zones agree upon. */
const truth = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 4, depthSize: 'small' }, fc.integer(), tie('list'), tie('object')),
  list: fc.array(tie('value'), { maxLength: 3 }),
  object: fc
    .uniqueArray(fc.tuple(fc.constantFrom(...NAMES), tie('value')), { selector: ([name]) => name, maxLength: 4 })
    .map(data),
})).object;

/** What becomes of a value in one zone's answer. */
const KEPT = 0,
  ABSENT = 1,
  NULL = 2,
  FAILED = 3;

/** One zone's view: some of it kept, some not asked, some null, some failed. In lists everything has its place. */
function view(value: unknown, choose: () => number, inList = false): unknown {
  const fate = choose();
  if (fate === ABSENT && !inList) return undefined;
  if (fate === NULL) return null;
  if (fate === FAILED) return failing(`${choose()}`);
  if (Array.isArray(value)) return value.map((each) => view(each, choose, true));
  if (!isData(value)) return value;
  return viewOf(value, choose);
}

function viewOf(object: Data, choose: () => number): Data {
  return data(
    Object.keys(object).flatMap((name) => {
      const seen = view(own(object, name), choose);
      return seen === undefined ? [] : [[name, seen] as const];
    }),
  );
}

const views = fc
  .tuple(truth, fc.array(fc.array(fc.nat({ max: 6 }), { maxLength: 40 }), { minLength: 1, maxLength: 4 }))
  .map(([object, choices]) =>
    choices.map((made) => {
      const next = made.values();
      return viewOf(isData(object) ? object : {}, () => next.next().value ?? KEPT);
    }),
  );

/** A copy that shares nothing, failures aside. */
function copy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copy);
  return isData(value) ? data(Object.keys(value).map((name) => [name, copy(own(value, name))])) : value;
}

function merged(all: readonly Data[]): Data {
  const target: Data = {};
  for (const each of all) {
    const source = copy(each);
    if (isData(source)) merge(target, source, MERGING);
  }
  return target;
}

/** As it is compared: any failure is as good as another. */
function plain(value: unknown): unknown {
  if (value instanceof Failure) return 'FAILED';
  if (Array.isArray(value)) return value.map(plain);
  if (!isData(value)) return value;
  return new Map(
    Object.keys(value)
      .sort()
      .map((name) => [name, plain(own(value, name))]),
  );
}

/** What several views of one value say together, by definition. */
function together(values: readonly unknown[]): unknown {
  const objects = values.filter(isData);
  if (objects.length > 0) {
    const names = new Set(objects.flatMap((each) => Object.keys(each)));
    return new Map([...names].sort().map((name) => [name, together(objects.map((each) => own(each, name)))]));
  }
  const lists = values.filter((each) => Array.isArray(each));
  if (lists.length > 0) return lists[0]?.map((_, index) => together(lists.map((each): unknown => each[index])));
  const given = values.filter((each) => each !== undefined);
  return (
    given.find((each) => each !== null && !(each instanceof Failure)) ??
    (given.some((each) => each instanceof Failure) ? 'FAILED' : null)
  );
}

describe('what several zones say of one object', () => {
  test('is what any of them knows: a value before a failure, a failure before null, null before nothing', () => {
    fc.assert(
      fc.property(views, (all) => {
        expect(plain(merged(all))).toEqual(together(all));
      }),
    );
  });

  test('is the same in whatever order they say it, and however often', () => {
    fc.assert(
      fc.property(views, (all) => {
        expect(plain(merged(all.toReversed()))).toEqual(plain(merged(all)));
        expect(plain(merged([...all, ...all]))).toEqual(plain(merged(all)));
      }),
    );
  });

  test('never reaches a prototype', () => {
    const before = Object.getOwnPropertyNames(Object.prototype).length;
    fc.assert(
      fc.property(views, (all) => {
        const check = (value: unknown): void => {
          if (Array.isArray(value)) value.forEach(check);
          if (!isData(value)) return;
          expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
          for (const name of Object.keys(value)) check(own(value, name));
        };
        check(merged(all));
      }),
    );
    expect(Object.getOwnPropertyNames(Object.prototype)).toHaveLength(before);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  test('is told of where one failed to tell of an object that another knows, whoever is first', () => {
    const failure = failing('b');
    for (const order of [
      [0, 1],
      [1, 0],
    ]) {
      const known = { x: 1 };
      const inList = { y: 2 };
      const both = [
        { object: known, list: [[inList], null], number: 7 },
        { object: failure, list: failure, number: failure },
      ];
      const told: unknown[] = [];
      const target: Data = {};
      for (const index of order)
        merge(target, both[index] ?? {}, {
          shared: new Set(),
          overlooked: (object, why) => void told.push([object, why]),
        });
      expect(told).toEqual([
        [known, failure],
        [inList, failure],
      ]);
      expect(target).toEqual(both[0]);
    }
  });

  test('takes the later one of two values', () => {
    const target: Data = { name: 'Thing', list: [1, 2] };
    merge(target, { name: 'Book', list: [3] }, MERGING);
    expect(target).toEqual({ name: 'Book', list: [3, 2] });
  });

  test('may be the very same object', () => {
    const target: Data = { a: { b: [{ c: 1 }] } };
    merge(target, target, MERGING);
    expect(target).toEqual({ a: { b: [{ c: 1 }] } });
  });
});

describe('a name', () => {
  test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])(
    '%s is inherited, and read only where it is own',
    (name) => {
      expect(isInherited(name)).toBe(true);
      const object: Data = {};
      expect(own(object, name)).toBeUndefined();
      put(object, name, 7);
      expect([own(object, name), Object.keys(object), JSON.stringify(object)]).toEqual([7, [name], `{"${name}":7}`]);
      put(object, name, 8);
      expect(own(object, name)).toBe(8);
      expect(Reflect.deleteProperty(object, name)).toBe(true);
    },
  );

  test('of other fields is not', () => {
    expect(['a', '__typename', 'prototype', 'length', 'name'].some(isInherited)).toBe(false);
  });
});

test('data are objects of JSON, and no failures', () => {
  const values: readonly unknown[] = [{}, { a: 1 }, null, undefined, [], 'a', 1, true, failing('a')];
  expect(values.map(isData)).toEqual([true, true, ...values.slice(2).map(() => false)]);
});

describe('the objects at a path', () => {
  const [one, two, three] = [{ id: 1 }, { id: 2 }, { id: 3 }];
  const root = {
    object: one,
    list: [one, null, two, failing('x'), one],
    nested: [[{ in: three }], [], null, [{ in: one }, { in: null }, {}]],
    scalar: 7,
    none: null,
    failed: failing('y'),
    constructor: two,
  };
  put(root, '__proto__', three);

  test.each<readonly [string, readonly (string | number)[], readonly unknown[]]>([
    ['are those of the root, where there is no path', [], [root]],
    ['are those under its names', ['object'], [one]],
    ['are each element of a list, once each, without nulls and failures', ['list', '@'], [one, two]],
    ['are those in lists of lists', ['nested', '@', '@', 'in'], [three, one]],
    ['are those that a list of lists holds', ['nested', '@', '@'], [{ in: three }, { in: one }, { in: null }, {}]],
    ['are none where there is a scalar', ['scalar'], []],
    ['are none below a scalar', ['scalar', 'length'], []],
    ['are none where there is null', ['none', 'id'], []],
    ['are none where there is a failure', ['failed'], []],
    ['are none below a failure', ['failed', 'extensions'], []],
    ['are none in what is no list', ['object', '@'], []],
    ['are none in a list itself', ['list'], []],
    ['are none by names that every object has', ['object', 'constructor'], []],
    ['are none by the name of the prototype', ['object', '__proto__'], []],
    ['are those that stand under such names', ['constructor'], [two]],
    ['are those that stand under __proto__', ['__proto__'], [three]],
  ])('%s', (_, path, expected) => {
    const found = objectsAt([root], path);
    expect(found).toEqual(expected);
    expect(new Set(found).size).toBe(found.length);
  });

  test('are those of all roots, each once', () => {
    expect(objectsAt([{ a: one }, { a: two }, { a: one }], ['a'])).toEqual([one, two]);
  });
});

test('what stands at several places is copied before one of them adds to it', () => {
  const given = { info: { total: 1, list: [{ a: 1 }] } };
  const [one, other] = [{}, {}];
  const merging = { shared: new Set<object>(), overlooked: () => undefined };
  share(given, merging.shared);
  for (const each of [one, other]) merge(each, given, merging);
  merge(one, { info: { ofOne: true, list: [{ b: 2 }] } }, merging);
  expect(one).toEqual({ info: { total: 1, ofOne: true, list: [{ a: 1, b: 2 }] } });
  expect(other).toEqual({ info: { total: 1, list: [{ a: 1 }] } });
});
