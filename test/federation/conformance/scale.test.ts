/** Many places, few entities: each is asked for once and stands everywhere. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ask, type Answer } from '../../support/ask.ts';
import { errorsOf, representationsTo, sortedErrors } from './cases.ts';
import { startGraph, type Graph, type Subgraphs } from './graph.ts';
import { office } from './office.ts';

const COUNT = 500;
const DISTINCT = 7;
const idOf = (at: number) => String(at % DISTINCT);
const places = Array.from({ length: COUNT }, (_, at) => ({ person: { id: idOf(at) } }));
const persons = Array.from({ length: DISTINCT }, (_, id) => ({ __typename: 'Person', id: String(id) }));

const board: Subgraphs = {
  board: {
    sdl: `
      type Query { places: [Place!]! grid: [[Person!]!]! everyone: [Person!]! crowd: [Person]! boss: Person }
      type Place { person: Person }
      type Person @key(fields: "id") { id: ID! }`,
    resolvers: {
      Query: {
        places: () => places,
        grid: () => [persons, persons, persons.toReversed()],
        everyone: () => Array.from({ length: COUNT }, (_, id) => ({ id })),
        crowd: () => places.map(() => persons[1]),
        boss: () => persons[0],
      },
    },
  },
  names: {
    sdl: `type Person @key(fields: "id") { id: ID! name(upper: Boolean): String deputy: Person broken: String }`,
    resolvers: {
      Person: {
        __resolveReference: (it) => it,
        name: ({ id }, { upper }) => (upper === true ? `P${String(id)}` : `p${String(id)}`),
        deputy: () => persons[1],
        broken: ({ id }) => {
          if (id === '1') throw new Error('no such name');
          return 'whole';
        },
      },
    },
  },
  sizes: {
    sdl: `
      type Person @key(fields: "id") {
        id: ID!
        name(upper: Boolean): String @external
        size: Int @requires(fields: "name")
      }`,
    resolvers: { Person: { __resolveReference: (it) => it, size: ({ name }) => String(name).length } },
  },
};

describe('one entity at many places', () => {
  let graph: Graph;
  beforeAll(async () => {
    graph = await startGraph(board);
  });
  beforeEach(() => graph.forget());
  afterAll(() => graph.stop());

  const dataOf = ({ data, errors }: Answer): unknown => {
    expect(errors).toBeUndefined();
    return data;
  };

  test('is asked for once, and stands at all of them', async () => {
    const answer = await ask(graph.url, '{ places { person { name } } }');
    expect(dataOf(answer)).toEqual({ places: places.map(({ person: { id } }) => ({ person: { name: `p${id}` } })) });
    expect(graph.asked.map(({ zone }) => zone)).toEqual(['board', 'names']);
    expect(representationsTo(graph, 'names')).toEqual(persons);
  });

  test('is asked for once with what is required for it', async () => {
    const answer = await ask(graph.url, '{ places { person { size } } }');
    expect(dataOf(answer)).toEqual({ places: places.map(() => ({ person: { size: 2 } })) });
    expect(graph.asked.map(({ zone }) => zone)).toEqual(['board', 'names', 'sizes']);
    expect(representationsTo(graph, 'sizes')).toEqual(persons.map((each) => ({ ...each, name: `p${each.id}` })));
  });

  test('is asked for once in lists of lists', async () => {
    const answer = await ask(graph.url, '{ grid { id name(upper: true) } }');
    const row = persons.map(({ id }) => ({ id, name: `P${id}` }));
    expect(dataOf(answer)).toEqual({ grid: [row, row, row.toReversed()] });
    expect(representationsTo(graph, 'names')).toEqual(persons);
  });

  test('is asked for once in each request, whatever the way there', async () => {
    const answer = await ask(
      graph.url,
      `{ places { person { name deputy { size deputy { name } } } } boss { name deputy { id name } } grid { size } }`,
    );
    const deputy = { size: 2, deputy: { name: 'p1' } };
    expect(dataOf(answer)).toEqual({
      places: places.map(({ person: { id } }) => ({ person: { name: `p${id}`, deputy } })),
      boss: { name: 'p0', deputy: { id: '1', name: 'p1' } },
      grid: [0, 1, 2].map(() => persons.map(() => ({ size: 2 }))),
    });
    for (const { variables } of graph.asked) {
      const sent = Array.isArray(variables['representations']) ? variables['representations'] : [];
      expect(new Set(sent.map((each: unknown) => JSON.stringify(each))).size).toBe(sent.length);
    }
  });

  test('shares nothing between its places: what one place asks does not show at another', async () => {
    const answer = await ask(
      graph.url,
      '{ boss { id } places { person { name } } everyone { id deputy { name(upper: true) } } }',
    );
    expect(answer.data?.['boss']).toEqual({ id: '0' });
    expect(JSON.stringify(answer.data?.['places'])).not.toContain('deputy');
  });

  test('that fails at a field is one error that names its places', async () => {
    const answer = await ask(graph.url, '{ places { person { broken } } }');
    expect(answer.data).toEqual({
      places: places.map(({ person: { id } }) => ({ person: { broken: id === '1' ? null : 'whole' } })),
    });
    const at = places.flatMap(({ person }, index) =>
      person.id === '1' ? [['places', index, 'person', 'broken']] : [],
    );
    expect(errorsOf(answer)).toEqual(sortedErrors([{ path: at[0], code: 'ZONE_ERROR', zone: 'names', places: at }]));
  });

  test('that fails is one error that names 100 places at most', async () => {
    const answer = await ask(graph.url, '{ crowd { b: broken } }');
    expect(answer.data).toEqual({ crowd: places.map(() => ({ b: null })) });
    const at = places.map((_, index) => ['crowd', index, 'b']).slice(0, 100);
    expect(errorsOf(answer)).toEqual(sortedErrors([{ path: at[0], code: 'ZONE_ERROR', zone: 'names', places: at }]));
  });

  test('beside as many different ones costs each once', async () => {
    const answer = await ask(graph.url, '{ everyone { name } again: everyone { name } }');
    const all = Array.from({ length: COUNT }, (_, id) => ({ name: `p${id}` }));
    expect(dataOf(answer)).toEqual({ everyone: all, again: all });
  });
});

describe('a deep operation', () => {
  let graph: Graph;
  beforeAll(async () => {
    graph = await startGraph(office());
  });
  afterAll(() => graph.stop());

  test('goes back and forth between subgraphs', async () => {
    const deep = (levels: number): string =>
      levels === 0 ? 'phone' : `town friends { card boss { ${deep(levels - 1)} } }`;
    const answer = await ask(graph.url, `{ user(id: "1") { ${deep(5)} } }`);
    const expected = (levels: number): object =>
      levels === 0
        ? { phone: '001' }
        : { town: 'Nanjiang', friends: [{ card: 'card of 002', boss: expected(levels - 1) }] };
    expect(answer.errors).toBeUndefined();
    expect(answer.data).toEqual({ user: expected(5) });
  });

  test('may start from lists of lists', async () => {
    const answer = await ask(graph.url, '{ stacks { name friends { phone boss { town } } } }');
    const row = [
      { name: 'Zhang', friends: [{ phone: '002', boss: { town: 'Nanjiang' } }] },
      { name: 'Li', friends: [{ phone: '001', boss: { town: 'Nanjiang' } }] },
    ];
    expect(answer.errors).toBeUndefined();
    expect(answer.data).toEqual({ stacks: [row, row] });
  });
});
