/** Answers that are wrong as a whole, entities that are not those asked for, and zones that give no answer. */
import { describe, expect, test } from '@jest/globals';
import { ask } from '../../support/ask.ts';
import { Json, MORE, type Given } from './by-hand.ts';
import { expectCase, type ExpectedError, type Path } from './cases.ts';
import { startGraph } from './graph.ts';
import { bad, saying, SECRET, wrongZone } from './wrong-zone.ts';
import { sendJson, sendText, type Answer } from './zone-server.ts';

/** Short, for the zones that never answer. */
const DEADLINE_MS = 700;

const unavailable = (...path: Path): ExpectedError => ({ path, code: 'ZONE_UNAVAILABLE', zone: 'wrong' });

/** What a zone may do instead of answering, and the code by which the client is told. */
const FAILURES: readonly (readonly [name: string, code: string, answer: Answer])[] = [
  ['closes the connection', 'ZONE_UNAVAILABLE', (_, response) => void response.destroy()],
  [
    'closes the connection in the middle',
    'ZONE_UNAVAILABLE',
    (_, response) => {
      response.writeHead(200, { 'content-length': '1000' }).write('{"data":{"thing":');
      response.destroy();
    },
  ],
  ['never answers', 'ZONE_UNAVAILABLE', () => undefined],
  ['answers HTTP 500', 'ZONE_UNAVAILABLE', (_, response) => sendText(response, SECRET, 500)],
  ['answers HTTP 500 with data', 'ZONE_UNAVAILABLE', (_, response) => sendJson(response, { data: {} }, 500)],
  [
    'redirects',
    'ZONE_UNAVAILABLE',
    (_, response) => void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
  ],
  ['answers a page', 'ZONE_UNAVAILABLE', (_, response) => sendText(response, `<html>${SECRET}</html>`)],
  ['answers nothing', 'ZONE_UNAVAILABLE', (_, response) => sendText(response, '')],
  ['answers broken JSON', 'ZONE_UNAVAILABLE', (_, response) => sendText(response, '{"data":{"thing":{"int":1}')],
  ['answers a list', 'ZONE_UNAVAILABLE', (_, response) => sendText(response, '[{"data":{}}]')],
  ['answers a text', 'ZONE_UNAVAILABLE', (_, response) => sendText(response, `"${SECRET}"`)],
  ['answers null', 'ZONE_UNAVAILABLE', (_, response) => sendText(response, 'null')],
  ['answers no data', 'ZONE_BAD_DATA', (_, response) => sendText(response, '{}')],
  ['answers data that are null', 'ZONE_BAD_DATA', (_, response) => sendText(response, '{"data":null}')],
  ['answers data that are a list', 'ZONE_BAD_DATA', (_, response) => sendText(response, '{"data":[1]}')],
  ['answers data that are a text', 'ZONE_BAD_DATA', (_, response) => sendText(response, `{"data":"${SECRET}"}`)],
  [
    'answers no data and errors that are no list',
    'ZONE_BAD_DATA',
    (_, response) => sendText(response, '{"errors":{"message":"x"}}'),
  ],
  ['answers an error', 'ZONE_ERROR', (_, response) => sendJson(response, { errors: [{ message: SECRET }] })],
  [
    'answers several errors and null',
    'ZONE_ERROR',
    (_, response) =>
      sendJson(response, { data: null, errors: [{ message: SECRET }, { message: SECRET }, SECRET, null] }),
  ],
  [
    'answers an error by a code of the gateway',
    'ZONE_ERROR',
    (_, response) => sendJson(response, { errors: [{ message: SECRET, extensions: { code: 'ZONE_UNAVAILABLE' } }] }),
  ],
];

describe('a zone that', () => {
  const { expectAnswer } = wrongZone({ deadlineMs: DEADLINE_MS });

  test.each(FAILURES)('%s is null and one error with all its places (%s)', async (_, code, when) => {
    const places = [['a'], ['b'], ['c']];
    await expectAnswer({
      when,
      query: '{ a: thing { int } sound b: things { int } c: item { ... on Thing { id } } }',
      data: { a: null, sound: 'sound', b: null, c: null },
      errors: [{ path: ['a'], code, zone: 'wrong', places }],
    });
  });

  test.each(FAILURES)('%s when asked for entities is null for what was asked of it (%s)', async (_, code, when) => {
    const places = [0, 1].flatMap((at) => [
      ['all', at, 'n'],
      ['all', at, 'child'],
    ]);
    await expectAnswer({
      when,
      query: '{ all: items { n: int id child { id } seen } sound }',
      data: {
        all: ['i1', 'i2'].map((id) => ({ n: null, id, child: null, seen: true })),
        sound: 'sound',
      },
      errors: [{ path: ['all', 0, 'n'], code, zone: 'wrong', places }],
    });
  });
});

describe('a zone that does not answer', () => {
  const { expectAnswer, answer, graph } = wrongZone({ deadlineMs: DEADLINE_MS });
  const reset: Answer = (_, response) => void response.destroy();

  test('with what may not be null costs what encloses it', async () => {
    await expectAnswer({
      when: reset,
      query: '{ items { m: must seen } sound }',
      data: { items: [null, null], sound: 'sound' },
      errors: [
        {
          ...unavailable('items', 0, 'm'),
          places: [
            ['items', 0, 'm'],
            ['items', 1, 'm'],
          ],
        },
      ],
    });
  });

  test('may cost the whole answer, with one error', async () => {
    await expectAnswer({
      when: reset,
      query: '{ sound strict { id } }',
      data: null,
      errors: [unavailable('strict')],
    });
  });

  test('to a mutation is asked once', async () => {
    graph().forget();
    await expectAnswer({
      when: reset,
      query: 'mutation { c: change { id } }',
      data: { c: null },
      errors: [unavailable('c')],
    });
    expect(graph().asked.map(({ zone }) => zone)).toEqual(['wrong']);
  });

  test('costs its deadline and no more', async () => {
    answer(() => undefined);
    const started = performance.now();
    await ask(graph().url, '{ thing { int } items { int } }');
    expect(performance.now() - started).toBeLessThan(2 * DEADLINE_MS + 1_000);
  });
});

test('a zone that is not there is null and one error, and the others answer', async () => {
  const zoneUrl = (zone: string, url = ''): string => (zone === 'gone' ? 'http://127.0.0.1:1/graphql' : url);
  const gone = { sdl: 'type Query { gone: Int }' };
  const here = { sdl: 'type Query { here: Int }', resolvers: { Query: { here: () => 1 } } };
  const graph = await startGraph({ gone, here }, { zoneUrl });
  try {
    await expectCase(graph, {
      name: 'refused',
      query: '{ g: gone here }',
      data: { g: null, here: 1 },
      errors: [{ path: ['g'], code: 'ZONE_UNAVAILABLE', zone: 'gone' }],
      asked: ['here'],
    });
  } finally {
    await graph.stop();
  }
});

/** Asks for `int` of the two items. */
describe('entities', () => {
  const { expectAnswer } = wrongZone();
  const one = { __typename: 'Thing', id: 'i1', int: 1 };
  const refusedWhole = [{ ...bad('all', 0, 'n'), places: [0, 1].map((at) => ['all', at, 'n']) }];
  const entities = (given: unknown): Answer => saying({ _entities: given });

  test.each<readonly [string, unknown]>([
    ['too few', [one]],
    ['too many', [one, one, one]],
    ['none', []],
    ['null', null],
    ['an object', new Json('{"0":{"int":1},"1":{"int":2},"length":2}')],
    ['a text', new Json('"[]"')],
    ['missing', undefined],
  ])('that are %s are refused whole', async (_, given) => {
    await expectAnswer({
      when: entities(given),
      query: '{ all: items { n: int id } sound }',
      data: {
        all: [
          { n: null, id: 'i1' },
          { n: null, id: 'i2' },
        ],
        sound: 'sound',
      },
      errors: refusedWhole,
    });
  });

  test.each<readonly [string, unknown]>([
    ['a number', new Json('7')],
    ['a text', new Json('"i2"')],
    ['a list', new Json('[{"int":2}]')],
    ['an empty object', new Json('{}')],
    ['of another type', { __typename: 'Other', name: 'x', int: 2 }],
    ['of a type that does not exist', { __typename: 'Nothing', int: 2 }],
    ['of a type by number', { __typename: 7, int: 2 }],
  ])('one of which is %s cost that one', async (_, given) => {
    await expectAnswer({
      when: (request, response) => {
        const asksType = request.query.includes('__typename');
        const lies = typeof given === 'object' && !(given instanceof Json);
        // A zone that is not asked for the type answers for another type with an object without the fields of this one.
        return entities([one, lies && !asksType ? new Json('{}') : given])(request, response);
      },
      query: '{ all: items { n: int id } }',
      data: {
        all: [
          { n: 1, id: 'i1' },
          { n: null, id: 'i2' },
        ],
      },
      errors: [bad('all', 1, 'n')],
    });
  });
});

describe('the type of an object', () => {
  const { expectAnswer } = wrongZone();

  test.each<readonly [string, Given]>([
    ['that is none of the union', { __typename: 'Query', id: '1' }],
    ['that does not exist', { __typename: 'Nothing', id: '1' }],
    ['that is the union itself', { __typename: 'Item', id: '1' }],
    ['that is no text', { __typename: 7, id: '1' }],
    ['that is null', { __typename: null, id: '1' }],
    ['that is missing', { id: '1' }],
    ['by the name of a prototype', { __typename: '__proto__', id: '1', [MORE]: '"polluted":1' }],
  ])('%s costs the object', async (_, item) => {
    await expectAnswer({
      when: saying({ item, thing: { __typename: 'Thing', id: '1' } }),
      query: '{ i: item { __typename ... on Thing { id } ... on Other { name } } thing { id } }',
      data: { i: null, thing: { id: '1' } },
      errors: [bad('i')],
    });
  });
});
