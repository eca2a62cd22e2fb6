/** The client's answer: its names and order, and a reason for whatever is missing. */
import { beforeEach, describe, expect, test } from '@jest/globals';
import { put, type Data } from '../../../../gateway/execution/data.ts';
import { Failure } from '../../../../gateway/execution/failure.ts';
import { shape, sound } from './shaping.ts';

let why: Failure;
let quiet: Failure;
beforeEach(() => {
  [why, quiet] = [new Failure('why', {}), new Failure('quiet', {}, true)];
});

describe('the answer', () => {
  test('has the client’s names in the client’s order, and nothing else', () => {
    const root = { number: 1, text: 'a', client_id: 2, __typename: 'Query', more: 3 };
    const { data } = shape('{ id: number text t: __typename x: text }', { ...root, x: 'a' });
    expect(JSON.stringify(data)).toBe('{"id":2,"text":"a","t":"Query","x":"a"}');
  });

  test('has lists of lists as they are', () => {
    expect(shape('{ grid }', { grid: [[1, null], null, []] })).toEqual(sound({ grid: [[1, null], null, []] }));
  });

  test('has what is asked this time', () => {
    const query = 'query ($yes: Boolean!) { text @include(if: $yes) number @skip(if: $yes) }';
    expect(shape(query, { text: 'a' }, { variables: { yes: true } })).toEqual(sound({ text: 'a' }));
    expect(shape(query, { number: 1 }, { variables: { yes: false } })).toEqual(sound({ number: 1 }));
  });

  test('has what is known of the schema, by the client’s names', () => {
    const introspected = { __schema: { a: 1 }, t: { b: 2 } };
    expect(
      shape(
        '{ __schema { a } t: __type(name: "T") { b } n: __type(name: "N") { b } text }',
        { text: 'x' },
        { introspected },
      ),
    ).toEqual(sound({ ...introspected, n: null, text: 'x' }));
  });

  test('has names that every object has as data', () => {
    const root: Data = { constructor: 'a', client___proto__: 'b' };
    const { data } = shape('{ constructor: text __proto__: text }', root);
    expect(JSON.stringify(data)).toBe('{"constructor":"a","__proto__":"b"}');
    expect(shape('{ toString: text }', {})).toEqual({
      data: { toString: null },
      places: { 'nothing at toString': [['toString']] },
    });
  });
});

describe('a failure', () => {
  test('is null at each of its places', () => {
    expect(
      shape('{ text thing { name } list { id } }', { text: why, thing: { name: 'a' }, list: [why, { id: why }] }),
    ).toEqual({
      data: { text: null, thing: { name: 'a' }, list: [null, { id: null }] },
      places: { why: [['text'], ['list', 0], ['list', 1, 'id']] },
    });
  });

  test('that says that there is none is no error, but where there must be one', () => {
    expect(
      shape('{ thing { id } list { id } any { __typename } }', { thing: quiet, list: [quiet], any: quiet }),
    ).toEqual(sound({ thing: null, list: [null], any: null }));
    expect(shape('{ strict { id } }', { strict: [quiet] })).toEqual({
      data: { strict: null },
      places: { quiet: [['strict', 0]] },
    });
  });

  test('that says that there is none, where there must be one, goes up', () => {
    expect(shape('{ must text }', { must: quiet, text: 'a' })).toEqual({ data: null, places: { quiet: [['must']] } });
  });

  test('swallows what stood in an object that goes with it', () => {
    const other = new Failure('other', {});
    const { places } = shape('{ thing { id other { id } name } text }', {
      thing: { id: other, other: { __typename: 'Twin', client_id: 1, id: other }, name: why },
      text: why,
    });
    expect(places).toEqual({ why: [['thing', 'name'], ['text']] });
    expect([other.isPlaced, other.isUnseen]).toEqual([false, false]);
  });

  test('swallows what stood in a list that goes with it, and nothing before that', () => {
    const other = new Failure('other', {});
    const { data, places } = shape('{ text strict { id name } }', {
      text: why,
      strict: [
        { id: other, name: 'a' },
        { id: '1', name: why },
      ],
    });
    expect(data).toEqual({ text: null, strict: null });
    expect(places).toEqual({ why: [['text'], ['strict', 1, 'name']] });
    expect(other.isPlaced).toBe(false);
  });
});

describe('a null where there may be none', () => {
  test.each<readonly [string, string, Data, unknown, string, unknown]>([
    ['at the root', '{ text must }', { text: 'a', must: null }, null, 'nothing at must', ['must']],
    [
      'in an object',
      '{ thing { id name } }',
      { thing: { id: '1', name: null } },
      { thing: null },
      'nothing at thing.name',
      ['thing', 'name'],
    ],
    [
      'in a list',
      '{ strict { id } }',
      { strict: [{ id: '1' }, null] },
      { strict: null },
      'nothing at strict',
      ['strict', 1],
    ],
    ['of an object', '{ need { id } }', { need: null }, null, 'nothing at need', ['need']],
    [
      'in the way of an alias',
      '{ id: need { id: name } }',
      { client_id: { client_id: null } },
      null,
      'nothing at client_id.client_1_id',
      ['id', 'id'],
    ],
  ])('%s goes up to where it may be', (_, query, root, data, message, path) => {
    expect(shape(query, root)).toEqual({ data, places: { [message]: [path] } });
  });
});

test('a value of an enum that clients do not see is refused, alone', () => {
  expect(shape('{ kind text }', { kind: 'SECRET', text: 'a' })).toEqual({
    data: { kind: null, text: 'a' },
    places: { 'nothing at kind': [['kind']] },
  });
  expect(shape('{ kinds }', { kinds: ['CORE', 'toString'] })).toEqual({
    data: { kinds: null },
    places: { 'nothing at kinds': [['kinds', 1]] },
  });
});

describe('what no zone has brought', () => {
  const asked: unknown[] = [];
  const node = { __typename: 'Thing', id: '1' };
  const root: Data = { list: [[1], node], text: undefined };
  put(root, 'nodes', [null, { __typename: 'Thing', id: '1', other: node, self: node }]);
  const explain = (object: Data, path: readonly string[]): Failure | undefined => {
    asked.push([object === root ? 'root' : object === node ? 'node' : 'object', path.join('.')]);
    return undefined;
  };

  test('is explained by the object that lacks it, or by one around it, nearest first', () => {
    asked.length = 0;
    expect(shape('{ nodes { other { o: other { id } } } }', root, { explain })).toEqual({
      data: { nodes: [null, { other: { o: null } }] },
      places: { 'nothing at nodes.other.o': [['nodes', 1, 'other', 'o']] },
    });
    expect(asked).toEqual([
      ['node', 'o'],
      ['object', 'other.o'],
      ['root', 'nodes.other.o'],
    ]);
  });

  test('is not explained by an object that was there before', () => {
    asked.length = 0;
    expect(shape('{ nodes { id } grid }', root, { explain }).places).toEqual({ 'nothing at grid': [['grid']] });
    expect(asked).toEqual([['root', 'grid']]);
  });

  test('is not explained by an element before it in a list', () => {
    asked.length = 0;
    const lists = { list: [{ id: '1', name: 'a' }, undefined], __typename: 'Query' };
    expect(shape('{ list { id name } }', lists, { explain }).data).toEqual({ list: [{ id: '1', name: 'a' }, null] });
    expect(asked).toEqual([['object', 'list']]);
  });

  test('takes with it what may not be without it', () => {
    expect(shape('{ must }', {}, { explain: () => why })).toEqual({ data: null, places: { why: [['must']] } });
  });

  test('takes with it an object that is explained further out', () => {
    expect(
      shape('{ thing { name } }', { thing: {} }, { explain: (_, path) => (path.length === 2 ? why : undefined) }),
    ).toEqual({
      data: { thing: null },
      places: { why: [['thing', 'name']] },
    });
  });

  test('is null without an error where the reason is that there is none', () => {
    expect(shape('{ text thing { id } list { id } }', {}, { explain: () => quiet })).toEqual(
      sound({ text: null, thing: null, list: null }),
    );
  });

  test('is anything that is no object or list where there must be one', () => {
    expect(shape('{ thing { id } list { id } }', { thing: 7, list: {} }).places).toEqual({
      'nothing at thing': [['thing']],
      'nothing at list': [['list']],
    });
  });
});

test('a field that the type does not have is a fault of ours', () => {
  expect(() => shape('{ none }', {})).toThrow('Query has no field none');
  expect(() => shape('{ any { id } }', { any: { __typename: 'Alone' } })).toThrow('Alone has no field id');
});
