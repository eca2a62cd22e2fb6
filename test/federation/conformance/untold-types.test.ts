/** A zone that does not say of what type its entity is: it is the one to blame, not the one that then cannot be asked. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ask } from '../../support/ask.ts';
import { errorsOf } from './cases.ts';
import { startGraph, type Graph } from './graph.ts';
import { sendJson } from './zone-server.ts';

describe('an entity of an untold type', () => {
  let graph: Graph;
  let told: object = {};
  beforeAll(async () => {
    graph = await startGraph({
      one: {
        sdl: 'type Query { t: T } type T @key(fields: "id") { id: ID! name: String }',
        answer: (_, response) => sendJson(response, { data: { t: { id: '1', name: 'n', ...told } } }),
      },
      two: {
        sdl: 'type T @key(fields: "id") { id: ID! p: String }',
        resolvers: { T: { __resolveReference: (it) => it, p: () => 'p' } },
      },
    });
  });
  afterAll(() => graph.stop());

  test('is asked about where it is told', async () => {
    told = { __typename: 'T' };
    expect(await ask(graph.url, '{ t { name p } }')).toMatchObject({ data: { t: { name: 'n', p: 'p' } } });
  });

  test.each([[{}], [{ __typename: null }], [{ __typename: 'Wrong' }], [{ __typename: 5 }]])(
    'is the fault of the zone that says %j',
    async (said) => {
      told = said;
      graph.forget();
      const answer = await ask(graph.url, '{ t { name p } }');
      expect(answer.data).toEqual({ t: { name: 'n', p: null } });
      expect(errorsOf(answer)).toEqual([{ path: ['t', 'p'], code: 'ZONE_BAD_DATA', zone: 'one' }]);
      expect(graph.asked.map(({ zone }) => zone)).toEqual(['one']);
    },
  );
});

describe('an object of an abstract type', () => {
  let graph: Graph;
  beforeAll(async () => {
    graph = await startGraph({
      one: {
        sdl: 'type Query { a: A } interface A { id: ID! } type B implements A { id: ID! }',
        answer: (_, response) => sendJson(response, { data: { a: { __typename: 'A', id: '1' } } }),
      },
    });
  });
  afterAll(() => graph.stop());

  test('is not believed: no object is of the interface itself', async () => {
    const answer = await ask(graph.url, '{ a { __typename id } }');
    expect(answer.data).toEqual({ a: null });
    expect(errorsOf(answer)).toMatchObject([{ code: 'ZONE_BAD_DATA', zone: 'one' }]);
  });
});
