/** Wrong values: each is refused alone, with one error at its place; nothing else of the answer suffers. */
import { describe, test } from '@jest/globals';
import { Json, MORE } from './by-hand.ts';
import { bad, saying, wrongZone } from './wrong-zone.ts';

const WRONG: Readonly<Record<string, readonly string[]>> = {
  int: ['"7"', 'true', '1.5', '2147483648', '-2147483649', '1e400', '1e20', '{}', '[]', '[1]', '{"valueOf":1}'],
  float: ['"1.5"', '1e400', '-1e400', 'true', '{}', '[1.5]', '"NaN"', '""'],
  text: ['7', 'true', '{}', '["a"]', '{"toString":"x"}'],
  flag: ['"true"', '1', '0', '{}', '[]', '""'],
  colour: ['"PURPLE"', '"red"', '""', '1', 'true', '{}', '["RED"]', '"__proto__"', '"constructor"', '"toString"'],
  list: ['7', '{}', '"12"', '{"0":1,"length":1}', 'true', '1e400'],
  child: ['7', '"x"', 'true', '[]', '[{"id":"1"}]', '1e400'],
};
const RIGHT: Readonly<Record<string, readonly unknown[]>> = {
  int: [0, 2147483647, -2147483648, null],
  float: [0, 3, 1.5e308, -0.5, null],
  text: ['', '7', '中文', null],
  flag: [true, false, null],
  colour: ['RED', 'GREEN', null],
  list: [[], [1, null, 2], null],
};
const SELECTION: Readonly<Record<string, string>> = { child: '{ id }' };

describe('a value of the wrong type is refused:', () => {
  const { expectAnswer } = wrongZone();
  const all = Object.entries(WRONG).flatMap(([field, values]) => values.map((value) => [field, value] as const));

  test.each(all)('%s: %s', async (field, value) => {
    await expectAnswer({
      when: saying({ thing: { __typename: 'Thing', id: '1', [field]: new Json(value), must: 1 } }),
      query: `{ t: thing { id no: ${field} ${SELECTION[field] ?? ''} must } sound }`,
      data: { t: { id: '1', no: null, must: 1 }, sound: 'sound' },
      errors: [bad('t', 'no')],
    });
  });

  test.each(all)('%s: %s, of an entity', async (field, value) => {
    const right = { __typename: 'Thing', id: '1', [field]: null, must: 2 };
    await expectAnswer({
      when: saying({ _entities: [{ ...right, [field]: new Json(value), must: 1 }, right] }),
      query: `{ all: items { id no: ${field} ${SELECTION[field] ?? ''} must seen } sound }`,
      data: {
        all: [
          { id: 'i1', no: null, must: 1, seen: true },
          { id: 'i2', no: null, must: 2, seen: true },
        ],
        sound: 'sound',
      },
      errors: [bad('all', 0, 'no')],
    });
  });
});

describe('a value of the right type is passed on:', () => {
  const { expectAnswer } = wrongZone();
  const all = Object.entries(RIGHT).flatMap(([field, values]) => values.map((value) => [field, value] as const));

  test.each(all)('%s: %j', async (field, value) => {
    await expectAnswer({
      when: saying({ thing: { id: '1', [field]: value } }),
      query: `{ thing { yes: ${field} } }`,
      data: { thing: { yes: value } },
    });
  });
});

describe('a wrong value', () => {
  const { expectAnswer } = wrongZone();
  const thing = { __typename: 'Thing', id: '1', int: 1, must: 1 };

  test('in a list costs that element', async () => {
    await expectAnswer({
      when: saying({
        thing: { list: new Json('[1,"2",null,3,{},1e400]'), grid: new Json('[[1],["x",2],7,null,[[3]]]') },
      }),
      query: '{ thing { list g: grid } }',
      data: { thing: { list: [1, null, null, 3, null, null], g: [[1], [null, 2], null, null, [null]] } },
      errors: [
        bad('thing', 'list', 1),
        bad('thing', 'list', 4),
        bad('thing', 'list', 5),
        bad('thing', 'g', 1, 0),
        bad('thing', 'g', 2),
        bad('thing', 'g', 4, 0),
      ],
    });
  });

  test('in a list without nulls costs the list, and is told of once', async () => {
    await expectAnswer({
      when: saying({ thing: { solid: new Json('[1,"2",true]'), int: 1 } }),
      query: '{ thing { s: solid int } }',
      data: { thing: { s: null, int: 1 } },
      errors: [bad('thing', 's', 1)],
    });
  });

  test('where none may be null costs its object', async () => {
    await expectAnswer({
      when: saying({ thing, things: [thing, { ...thing, must: '1' }, thing] }),
      query: '{ thing { must } ts: things { m: must int } }',
      data: { thing: { must: 1 }, ts: [{ m: 1, int: 1 }, null, { m: 1, int: 1 }] },
      errors: [bad('ts', 1, 'm')],
    });
  });

  test('where nothing above it may be null costs the whole answer', async () => {
    await expectAnswer({
      when: saying({ strict: { ...thing, must: null } }),
      query: '{ sound strict { n: must } }',
      data: null,
      errors: [bad('strict', 'n')],
    });
  });

  test('in each of two elements that take their list with them is told of once', async () => {
    await expectAnswer({
      when: saying({ whole: [{ ...thing, must: null }, thing, { ...thing, must: 'x' }], thing }),
      query: '{ whole { must } thing { must } }',
      data: { whole: null, thing: { must: 1 } },
      errors: [bad('whole', 0, 'must')],
    });
  });

  test('beside others in one object costs no more than itself', async () => {
    await expectAnswer({
      when: saying({ thing: { ...thing, int: 'x', text: 7, flag: true, colour: 'GREY' } }),
      query: '{ thing { id a: int b: text flag c: colour } }',
      data: { thing: { id: '1', a: null, b: null, flag: true, c: null } },
      errors: [bad('thing', 'a'), bad('thing', 'b'), bad('thing', 'c')],
    });
  });

  test('under two names is wrong under both', async () => {
    await expectAnswer({
      when: saying({ thing: { ...thing, int: 'x' } }),
      query: '{ thing { a: int b: int } }',
      data: { thing: { a: null, b: null } },
      errors: [bad('thing', 'a'), bad('thing', 'b')],
    });
  });

  test('far down is told of at its place', async () => {
    await expectAnswer({
      when: saying({ things: [null, { children: [thing, { child: { children: [{ grid: [[1], [true]] }] } }] }] }),
      query: '{ a: things { b: children { c: child { d: children { e: grid } } } } }',
      data: { a: [null, { b: [{ c: null }, { c: { d: [{ e: [[1], [null]] }] } }] }] },
      errors: [bad('a', 1, 'b', 0, 'c'), bad('a', 1, 'b', 1, 'c', 'd', 0, 'e', 1, 0)],
    });
  });

  test('of a mutation is told of as well', async () => {
    await expectAnswer({
      when: saying({ change: { ...thing, int: '1' } }),
      query: 'mutation { done: change { id n: int } }',
      data: { done: { id: '1', n: null } },
      errors: [bad('done', 'n')],
    });
  });
});

describe('a field that is missing', () => {
  const { expectAnswer } = wrongZone();

  test('is null with an error', async () => {
    await expectAnswer({
      when: saying({ things: [{ int: 1 }, {}, { int: null }] }),
      query: '{ things { n: int } sound }',
      data: { things: [{ n: 1 }, { n: null }, { n: null }], sound: 'sound' },
      errors: [bad('things', 1, 'n')],
    });
  });

  test('takes with it what may not be without it', async () => {
    await expectAnswer({
      when: saying({ things: [{ must: 1 }, {}] }),
      query: '{ things { m: must } }',
      data: { things: [{ m: 1 }, null] },
      errors: [bad('things', 1, 'm')],
    });
  });

  test('at the root is null with an error', async () => {
    await expectAnswer({
      when: saying({ thing: null }),
      query: '{ thing { id } more: things { id } sound }',
      data: { thing: null, more: null, sound: 'sound' },
      errors: [bad('more')],
    });
  });

  test('is not found on the prototype of an object', async () => {
    await expectAnswer({
      when: saying({ thing: { id: '1' } }),
      query: '{ thing { id constructor toString } }',
      data: { thing: { id: '1', constructor: null, toString: null } },
      errors: [bad('thing', 'constructor'), bad('thing', 'toString')],
    });
  });
});

describe('what was not asked for', () => {
  const { expectAnswer } = wrongZone();
  const proto = '"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"polluted":1';

  test('is ignored, whatever it is', async () => {
    await expectAnswer({
      when: saying({ thing: { id: '1', [MORE]: '"int":"x","must":null,"more":{"deep":[1]}' } }),
      query: '{ thing { id } }',
      data: { thing: { id: '1' } },
    });
  });

  test('is data and never structure', async () => {
    const thing = { __typename: 'Thing', id: '1', int: 1, [MORE]: proto };
    await expectAnswer({
      when: (request, response) => {
        const given = request.query.includes('_entities') ? { _entities: [thing, thing] } : { thing, things: [thing] };
        return saying({ ...given, [MORE]: proto })(request, response);
      },
      query: '{ thing { id int } things { __proto__: int } items { n: int } }',
      data: { thing: { id: '1', int: 1 }, things: [JSON.parse('{"__proto__":1}')], items: [{ n: 1 }, { n: 1 }] },
    });
  });

  test('may be nested as deep as it likes, and so may what was', async () => {
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
    await expectAnswer({
      when: saying({ thing: { id: '1', grid: new Json(deep), int: new Json(deep), [MORE]: `"more":${deep}` } }),
      query: '{ thing { id g: grid int } }',
      data: { thing: { id: '1', g: [[null]], int: null } },
      errors: [bad('thing', 'g', 0, 0), bad('thing', 'int')],
    });
  });
});
