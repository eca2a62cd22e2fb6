/** @interfaceObject: a subgraph that adds to an interface without knowing what implements it. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ask } from '../../support/ask.ts';
import { describeCases } from './cases.ts';
import { byKey, startGraph, type Graph, type Subgraphs } from './graph.ts';

const works = [
  { __typename: 'Book', id: 'b', title: 'Wild Grass', pages: 80 },
  { __typename: 'Film', id: 'f', title: 'Spring', minutes: 98 },
];
const stars = [
  { id: 'b', stars: 5 },
  { id: 'f', stars: 4 },
  { id: 'lost', stars: 1 },
];
const reviews = [{ text: 'good', of: stars[1] }];

const library: Subgraphs = {
  works: {
    sdl: `
      type Query { works: [Work!]! book: Book }
      interface Work @key(fields: "id") { id: ID! title: String }
      type Book implements Work @key(fields: "id") { id: ID! title: String pages: Int }
      type Film implements Work @key(fields: "id") { id: ID! title: String minutes: Int }`,
    resolvers: {
      Query: { works: () => works, book: () => works[0] },
      Work: { __resolveReference: byKey(works, 'id') },
      Book: { __resolveReference: byKey(works, 'id') },
      Film: { __resolveReference: byKey(works, 'id') },
    },
  },
  stars: {
    sdl: `
      type Query { top: [Work!]! best: Work lost: Work either: [Work] }
      type Mutation { rate(id: ID!, stars: Int!): Work }
      type Work @key(fields: "id") @interfaceObject { id: ID! stars: Int reviews: [Review!]! }
      type Review { text: String of: Work }`,
    resolvers: {
      Query: {
        top: () => stars.slice(0, 2),
        best: () => stars[0],
        lost: () => stars[2],
        either: () => [stars[0], stars[2], null],
      },
      Mutation: { rate: (_, rating) => rating },
      Work: { __resolveReference: byKey(stars, 'id'), reviews: () => reviews },
    },
  },
  ranks: {
    sdl: `
      type Work @key(fields: "id") @interfaceObject {
        id: ID!
        stars: Int @external
        rank: String @requires(fields: "stars")
      }`,
    resolvers: { Work: { __resolveReference: (it) => it, rank: (it) => `rank ${Number(it['stars'])}` } },
  },
};

describeCases('the fields of an interface object', library, [
  {
    name: 'are on the interface',
    query: '{ works { title stars } }',
    data: {
      works: [
        { title: 'Wild Grass', stars: 5 },
        { title: 'Spring', stars: 4 },
      ],
    },
    asked: ['stars', 'works'],
  },
  {
    name: 'are on each type that implements it',
    query: '{ book { stars pages } works { ... on Film { minutes stars } } }',
    data: { book: { stars: 5, pages: 80 }, works: [{}, { minutes: 98, stars: 4 }] },
  },
  {
    name: 'may require of another interface object',
    query: '{ works { rank } book { rank } }',
    data: { works: [{ rank: 'rank 5' }, { rank: 'rank 4' }], book: { rank: 'rank 5' } },
  },
  {
    name: 'lead to others of the interface',
    query: '{ book { reviews { text of { title stars ... on Film { minutes } } } } }',
    data: { book: { reviews: [{ text: 'good', of: { title: 'Spring', stars: 4, minutes: 98 } }] } },
  },
]);

describeCases('an interface object at the root', library, [
  {
    name: 'needs nobody else for its own fields',
    query: '{ top { id stars } }',
    data: {
      top: [
        { id: 'b', stars: 5 },
        { id: 'f', stars: 4 },
      ],
    },
    asked: ['stars'],
  },
  {
    name: 'gets its type and its further fields where they are known',
    query: '{ top { __typename stars title } best { kind: __typename } }',
    data: {
      top: [
        { __typename: 'Book', stars: 5, title: 'Wild Grass' },
        { __typename: 'Film', stars: 4, title: 'Spring' },
      ],
      best: { kind: 'Book' },
    },
  },
  {
    name: 'fits the fragments of its type, with fields from everywhere',
    query: '{ top { ... on Book { stars pages rank } ... on Film { id minutes } } }',
    data: {
      top: [
        { stars: 5, pages: 80, rank: 'rank 5' },
        { id: 'f', minutes: 98 },
      ],
    },
  },
  {
    name: 'may come from a mutation',
    query: 'mutation { rate(id: "f", stars: 2) { stars title __typename } }',
    data: { rate: { stars: 2, title: 'Spring', __typename: 'Film' } },
    asked: ['stars', 'works'],
  },
]);

describeCases('an interface object whose type nobody knows', library, [
  {
    name: 'gives its own fields all the same',
    query: '{ lost { id stars } }',
    data: { lost: { id: 'lost', stars: 1 } },
    asked: ['stars'],
  },
  {
    name: 'is null with an error once its type is asked for',
    query: '{ gone: lost { __typename stars } }',
    data: { gone: null },
    errors: [{ path: ['gone'], code: 'ZONE_BAD_DATA', zone: 'works' }],
  },
  {
    name: 'is null with an error when a fragment depends on it, and alone so',
    query: '{ either { id ... on Book { pages } ... on Film { minutes } } }',
    data: { either: [{ id: 'b', pages: 80 }, null, null] },
    errors: [{ path: ['either', 1], code: 'ZONE_BAD_DATA', zone: 'works' }],
  },
  {
    name: 'has null for a nullable field of the interface',
    query: '{ lost { stars title } }',
    data: { lost: { stars: 1, title: null } },
  },
]);

/** Nobody can say what a Node is: it has no types, and its subgraph resolves none. */
describe('an interface object that cannot be resolved', () => {
  let graph: Graph;
  beforeAll(async () => {
    graph = await startGraph({
      nodes: { sdl: 'type Query { ping: Int } interface Node @key(fields: "id", resolvable: false) { id: ID! }' },
      stars: {
        sdl: 'type Query { node: Node } type Node @key(fields: "id") @interfaceObject { id: ID! stars: Int }',
        resolvers: { Query: { node: () => stars[0] }, Node: { __resolveReference: byKey(stars, 'id') } },
      },
    });
  });
  afterAll(() => graph.stop());

  test.each(['{ node { __typename } }', '{ node { id kind: __typename stars } }'])(
    'is an error and not a silent null when its type is asked for: %s',
    async (query) => {
      const answer = await ask(graph.url, query);
      expect(answer.data?.['node'] ?? null).toBeNull();
      expect(answer.errors).toHaveLength(1);
    },
  );

  test.each([
    ['{ node { id } }', { id: 'b' }],
    ['{ node { stars } }', { stars: 5 }],
  ])('is never a silent null: %s', async (query, right) => {
    const answer = await ask(graph.url, query);
    if (answer.errors) expect(answer).toMatchObject({ data: { node: null }, errors: [{ path: ['node'] }] });
    else expect(answer.data).toEqual({ node: right });
  });
});
