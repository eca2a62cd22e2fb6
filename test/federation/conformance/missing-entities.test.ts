/** Entities that are not there: null keys, nulls in `_entities`, null lists, lists of lists. */
import { GraphQLError } from 'graphql';
import { byKey, type Subgraphs } from './graph.ts';
import { describeCases, type ExpectedError } from './cases.ts';

const people = [{ id: '1' }, { id: 'gone' }, { id: '3' }, { id: 'broken' }];
const known = [
  { id: '1', name: 'Zhang', email: 'z@x', dept: { code: 'd1' }, card: 'k1' },
  { id: '3', name: 'Li', email: 'l@x', dept: { code: 'closed' }, card: null },
];
const table = [[{ id: '3' }, null, { id: '1' }], null, [], [{ id: 'gone' }]];

const office: Subgraphs = {
  lists: {
    sdl: `
      type Query { people: [Person]! two: [Person!] table: [[Person]] nobody: Person nothing: [Person!] strict: Person! }
      type Person @key(fields: "id") { id: ID! }`,
    resolvers: {
      Query: {
        people: () => [people[0], people[1], null, people[2]],
        two: () => [people[0], people[1]],
        table: () => table,
        nobody: () => null,
        nothing: () => null,
        strict: () => people[3],
      },
    },
  },
  persons: {
    sdl: `
      type Person @key(fields: "id") { id: ID! name: String email: String! dept: Dept card: ID }
      type Dept @key(fields: "code") { code: ID! }`,
    resolvers: {
      Person: {
        __resolveReference: (it) => {
          if (it['id'] === 'broken') throw new GraphQLError('SELECT * FROM persons failed');
          return byKey(known, 'id')(it);
        },
      },
    },
  },
  depts: {
    sdl: `type Dept @key(fields: "code") { code: ID! title: String floor: Int! }`,
    resolvers: { Dept: { __resolveReference: byKey([{ code: 'd1', title: 'Statistics', floor: 2 }], 'code') } },
  },
  cards: {
    sdl: `
      type Person @key(fields: "id") { id: ID! card: ID @external door: String @requires(fields: "card") pass: Pass }
      type Pass @key(fields: "number") { number: ID }`,
    resolvers: {
      Person: {
        __resolveReference: (it) => it,
        door: ({ card }) => (typeof card === 'string' ? `door of ${card}` : null),
        pass: ({ id }) => ({ number: id === '1' ? 'n1' : null }),
      },
    },
  },
  passes: {
    sdl: `type Pass @key(fields: "number") { number: ID until: Int }`,
    resolvers: { Pass: { __resolveReference: ({ number }) => (number === null ? null : { number, until: 2030 }) } },
  },
};

const failed = (...path: ExpectedError['path']): ExpectedError => ({ path, code: 'ZONE_ERROR', zone: 'persons' });
const missing = (zone: string, ...path: ExpectedError['path']): ExpectedError => ({
  path,
  code: 'ZONE_BAD_DATA',
  zone,
});

describeCases('an entity that its subgraph does not know', office, [
  {
    name: 'has null for what is nullable, without an error',
    query: '{ people { id name } }',
    data: { people: [{ id: '1', name: 'Zhang' }, { id: 'gone', name: null }, null, { id: '3', name: 'Li' }] },
    asked: ['lists', 'persons'],
  },
  {
    name: 'is null itself where something of it may not be, with an error that says so',
    query: '{ people { id mail: email } }',
    data: { people: [{ id: '1', mail: 'z@x' }, null, null, { id: '3', mail: 'l@x' }] },
    errors: [missing('persons', 'people', 1, 'mail')],
  },
  {
    name: 'takes its list with it where nothing in that may be null',
    query: '{ two { email } people { id } }',
    data: { two: null, people: [{ id: '1' }, { id: 'gone' }, null, { id: '3' }] },
    errors: [missing('persons', 'two', 1, 'email')],
  },
  {
    name: 'ends the way through it, and no other',
    query: '{ people { dept { title } } }',
    data: { people: [{ dept: { title: 'Statistics' } }, { dept: null }, null, { dept: { title: null } }] },
    asked: ['depts', 'lists', 'persons'],
  },
  {
    name: 'at the end of the way takes what may not be without it',
    query: '{ people { name dept { code floor } } }',
    data: {
      people: [
        { name: 'Zhang', dept: { code: 'd1', floor: 2 } },
        { name: null, dept: null },
        null,
        { name: 'Li', dept: null },
      ],
    },
    errors: [missing('depts', 'people', 3, 'dept', 'floor')],
  },
]);

describeCases('an entity that its subgraph cannot give', office, [
  {
    name: 'leaves an error at its place, without the subgraph’s own words',
    query: '{ strict { id nickname: name } }',
    data: { strict: { id: 'broken', nickname: null } },
    errors: [failed('strict', 'nickname')],
  },
  {
    name: 'takes with it what may not be null, up to the whole answer',
    query: '{ strict { email } people { id } }',
    data: null,
    errors: [failed('strict', 'email')],
  },
]);

describeCases('lists', office, [
  {
    name: 'of lists keep their nulls and their order',
    query: '{ table { id name } }',
    data: {
      table: [[{ id: '3', name: 'Li' }, null, { id: '1', name: 'Zhang' }], null, [], [{ id: 'gone', name: null }]],
    },
    asked: ['lists', 'persons'],
  },
  {
    name: 'of lists put an error where it belongs',
    query: '{ rows: table { email } }',
    data: { rows: [[{ email: 'l@x' }, null, { email: 'z@x' }], null, [], [null]] },
    errors: [missing('persons', 'rows', 3, 0, 'email')],
  },
  {
    name: 'that are null ask nobody further',
    query: '{ nothing { name } nobody { email dept { floor } } }',
    data: { nothing: null, nobody: null },
    asked: ['lists'],
  },
]);

describeCases('a null key', office, [
  {
    name: 'leads nowhere; what may be null is null',
    query: '{ people { pass { until } } }',
    data: { people: [{ pass: { until: 2030 } }, { pass: { until: null } }, null, { pass: { until: null } }] },
  },
  {
    name: 'that is only required is given as null',
    query: '{ people { door } }',
    data: { people: [{ door: 'door of k1' }, { door: null }, null, { door: null }] },
  },
]);
