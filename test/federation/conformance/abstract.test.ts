/** Unions and interfaces over several subgraphs. */
import { byKey, type Subgraphs } from './graph.ts';
import { describeCases } from './cases.ts';

const parks = [
  { __typename: 'Park', id: 'p1', area: 3, gate: { __typename: 'Bridge', id: 'b1' } },
  { __typename: 'Park', id: 'p2', area: 4, gate: null },
];
const bridges = [{ __typename: 'Bridge', id: 'b1', span: 50 }];
const roads = [{ __typename: 'Road', id: 'r1', lanes: 2 }];
const names = [
  { id: 'p1', name: 'North' },
  { id: 'p2', name: 'South' },
  { id: 'b1', name: 'Long' },
  { id: 'r1', name: 'Ring' },
];

/** `Place` is a union whose members and an interface whose fields are known in part to each subgraph. */
const city: Subgraphs = {
  parks: {
    sdl: `
      type Query { places: [Place]! sites: [Site!]! }
      union Place = Park | Bridge
      interface Site { id: ID! name: String }
      type Park implements Site @key(fields: "id") { id: ID! name: String @shareable area: Int gate: Place }
      type Bridge implements Site @key(fields: "id") { id: ID! name: String @shareable }`,
    resolvers: {
      Query: { places: () => [parks[0], bridges[0], null, parks[1]], sites: () => [parks[1], bridges[0]] },
      Park: { __resolveReference: byKey(parks, 'id'), name: ({ id }) => nameOf(id) },
      Bridge: { __resolveReference: byKey(bridges, 'id'), name: ({ id }) => nameOf(id) },
    },
  },
  roads: {
    sdl: `
      type Query { more: [Place!]! place(id: ID!): Place }
      union Place = Park | Road
      type Park @key(fields: "id") { id: ID! }
      type Road @key(fields: "id") { id: ID! lanes: Int crossing: Place }`,
    resolvers: {
      Query: {
        more: () => [roads[0], { __typename: 'Park', id: 'p2' }],
        place: (_, { id }) => roads.find((road) => road.id === id) ?? { __typename: 'Park', id },
      },
      Road: { __resolveReference: byKey(roads, 'id'), crossing: () => ({ __typename: 'Park', id: 'p1' }) },
    },
  },
  facts: {
    sdl: `
      type Bridge @key(fields: "id") { id: ID! span: Int note(of: String): String }
      type Park @key(fields: "id") { id: ID! note(of: String): String }`,
    resolvers: {
      Bridge: { __resolveReference: byKey(bridges, 'id'), note: (_, { of }) => `bridge ${String(of)}` },
      Park: { __resolveReference: (it) => it, note: (_, { of }) => `park ${String(of)}` },
    },
  },
  names: {
    sdl: `
      interface Named { name: String }
      type Park implements Named @key(fields: "id") { id: ID! name: String @shareable }
      type Bridge implements Named @key(fields: "id") { id: ID! name: String @shareable }
      type Road implements Named @key(fields: "id") { id: ID! name: String }`,
    resolvers: Object.fromEntries(
      ['Park', 'Bridge', 'Road'].map((type) => [type, { __resolveReference: byKey(names, 'id') }]),
    ),
  },
};

function nameOf(id: unknown): unknown {
  return names.find((each) => each.id === id)?.name;
}

describeCases('a union over several subgraphs', city, [
  {
    name: 'gives of each member what is asked of it, from where it is',
    query: '{ places { ... on Park { area } ... on Bridge { span } } }',
    data: { places: [{ area: 3 }, { span: 50 }, null, { area: 4 }] },
    asked: ['facts', 'parks'],
  },
  {
    name: 'has members of which one subgraph knows nothing',
    query:
      '{ places { __typename } more { __typename ... on Road { lanes } ... on Bridge { span } ... on Park { area } } }',
    data: {
      places: [{ __typename: 'Park' }, { __typename: 'Bridge' }, null, { __typename: 'Park' }],
      more: [
        { __typename: 'Road', lanes: 2 },
        { __typename: 'Park', area: 4 },
      ],
    },
    asked: ['parks', 'parks', 'roads'],
  },
  {
    name: 'of which nothing is asked that this place can hold is an empty object',
    query: '{ places { ... on Road { lanes } } more { ... on Bridge { span } } }',
    data: { places: [{}, {}, null, {}], more: [{}, {}] },
  },
  {
    name: 'leads through one member to another, and on',
    query: `{ place(id: "r1") { ... on Road { crossing { ... on Park { gate { ... on Bridge { id span } } } } } } }`,
    data: { place: { crossing: { gate: { id: 'b1', span: 50 } } } },
    asked: ['facts', 'parks', 'roads'],
  },
  {
    name: 'tells its type under any name',
    query: '{ place(id: "p9") { kind: __typename again: __typename ... on Park { id: __typename __typename } } }',
    data: { place: { kind: 'Park', again: 'Park', id: 'Park', __typename: 'Park' } },
  },
  {
    name: 'may have the same field with other arguments on each member',
    query: '{ places { ... on Park { id note(of: "a") } ... on Bridge { note(of: "b") } } }',
    data: {
      places: [{ id: 'p1', note: 'park a' }, { note: 'bridge b' }, null, { id: 'p2', note: 'park a' }],
    },
  },
  {
    name: 'may have other fields under one alias on each member',
    query: '{ places { ... on Park { size: area } ... on Bridge { size: span } } }',
    data: { places: [{ size: 3 }, { size: 50 }, null, { size: 4 }] },
  },
]);

describeCases('an interface over several subgraphs', city, [
  {
    name: 'gives its fields from the subgraph that has the object',
    query: '{ sites { id name } }',
    data: {
      sites: [
        { id: 'p2', name: 'South' },
        { id: 'b1', name: 'Long' },
      ],
    },
    asked: ['parks'],
  },
  {
    name: 'of another subgraph fits as a fragment',
    query: '{ places { ... on Named { name } } more { ... on Named { called: name } } }',
    data: {
      places: [{ name: 'North' }, { name: 'Long' }, null, { name: 'South' }],
      more: [{ called: 'Ring' }, { called: 'South' }],
    },
  },
  {
    name: 'within another, within a union, within itself',
    query: `{ sites { ... on Named { ... on Site { ...P ... on Named { name } } } } }
      fragment P on Park { ... on Named { ... on Park { area ...B } } } fragment B on Site { ... on Bridge { span } id }`,
    data: { sites: [{ area: 4, id: 'p2', name: 'South' }, { name: 'Long' }] },
  },
  {
    name: 'with fragments on each type, a field beside them and its type',
    query: '{ sites { __typename name ... on Park { area gate { __typename } } ... on Bridge { span } } }',
    data: {
      sites: [
        { __typename: 'Park', name: 'South', area: 4, gate: null },
        { __typename: 'Bridge', name: 'Long', span: 50 },
      ],
    },
    asked: ['facts', 'parks'],
  },
  {
    name: 'with fragments that repeat and add to one another',
    query: `{ places { ... on Park { gate { __typename } } ... on Site { id ... on Park { gate { ... on Bridge { span } } } } } }`,
    data: {
      places: [{ gate: { __typename: 'Bridge', span: 50 }, id: 'p1' }, { id: 'b1' }, null, { gate: null, id: 'p2' }],
    },
  },
]);
