/** What the client may write: directives, variables, several operations, introspection beside data, mutations. */
import { describe, expect, test, beforeAll, afterAll } from '@jest/globals';
import { ask } from '../../support/ask.ts';
import { describeCases } from './cases.ts';
import { startGraph, type Graph } from './graph.ts';
import { office, users } from './office.ts';

const given = (skip: boolean, include: boolean) => ({ skip, include });
const DIRECTIVES = `query ($skip: Boolean!, $include: Boolean! = false) {
  user(id: "1") {
    name @skip(if: $skip)
    phone @include(if: $include)
    ... @skip(if: $skip) { id }
    ...F @include(if: $include)
    both: town @skip(if: $skip) @include(if: $include)
  }
}
fragment F on User { fragment: town @skip(if: $skip) always: phone }`;

describeCases('@skip and @include', office(), [
  {
    name: 'with literals leave out fields and whole fragments',
    query: `{ user(id: "1") { id @skip(if: true) name @include(if: true) ... @include(if: false) { phone }
      ... on User @skip(if: false) { town } } }`,
    data: { user: { name: 'Zhang', town: 'Nanjiang' } },
    asked: ['towns', 'users'],
  },
  {
    name: 'ask nobody for what is left out',
    query: 'query ($no: Boolean!) { user(id: "1") { name phone @include(if: $no) town @skip(if: true) } }',
    variables: { no: false },
    data: { user: { name: 'Zhang' } },
    asked: ['users'],
  },
  {
    name: 'may leave out the whole root',
    query: 'query ($no: Boolean = false) { user(id: "1") @include(if: $no) { name } users @skip(if: true) { id } }',
    data: {},
  },
  {
    name: 'with variables: all kept',
    query: DIRECTIVES,
    variables: given(false, true),
    data: {
      user: { name: 'Zhang', phone: '001', id: '1', fragment: 'Nanjiang', always: '001', both: 'Nanjiang' },
    },
    asked: ['phones', 'towns', 'users'],
  },
  {
    name: 'with variables: the skipped left out',
    query: DIRECTIVES,
    variables: given(true, true),
    data: { user: { phone: '001', always: '001' } },
  },
  {
    name: 'with variables left to their default',
    query: DIRECTIVES,
    variables: { skip: false },
    data: { user: { name: 'Zhang', id: '1' } },
    asked: ['users'],
  },
  {
    name: 'with variables: nothing kept',
    query: DIRECTIVES,
    variables: given(true, false),
    data: { user: {} },
  },
  {
    name: 'keep a field that another selection of it keeps',
    query: 'query ($no: Boolean!) { user(id: "1") { town @include(if: $no) ... { town } name @skip(if: true) name } }',
    variables: { no: false },
    data: { user: { town: 'Nanjiang', name: 'Zhang' } },
  },
  {
    name: 'that exclude one another leave an object without fields',
    query: `query ($yes: Boolean!) { user(id: "1") @include(if: $yes) { name @skip(if: $yes) }
      nobody: user(id: "9") @include(if: $yes) { name @skip(if: $yes) } }`,
    variables: { yes: true },
    data: { user: {}, nobody: null },
  },
  {
    name: 'that exclude one another leave nothing',
    query: 'query ($yes: Boolean!) { user(id: "1") @include(if: $yes) { name @skip(if: $yes) } }',
    variables: { yes: false },
    data: {},
  },
  {
    name: 'on a field that requires another leave its neighbours alone',
    query: 'query ($no: Boolean!) { users { friends { id } card @include(if: $no) } user(id: "1") { card } }',
    variables: { no: false },
    data: { users: [{ friends: [{ id: '2' }] }, { friends: [{ id: '1' }] }], user: { card: 'card of 001' } },
  },
  {
    name: 'keep what another field requires, unseen',
    query: 'query ($no: Boolean!) { user(id: "1") { phone @include(if: $no) card } }',
    variables: { no: false },
    data: { user: { card: 'card of 001' } },
  },
]);

describeCases('variables', office(), [
  {
    name: 'that are absent leave an argument to its default',
    query: 'query ($greeting: String) { user(id: "1") { greet(greeting: $greeting) } }',
    data: { user: { greet: '你好 Zhang' } },
  },
  {
    name: 'that are null are null',
    query: 'query ($greeting: String) { user(id: "1") { greet(greeting: $greeting) } }',
    variables: { greeting: null },
    data: { user: { greet: 'null Zhang' } },
  },
  {
    name: 'have their own default before that of the argument',
    query: 'query ($greeting: String = "Hi") { user(id: "1") { greet(greeting: $greeting) } }',
    data: { user: { greet: 'Hi Zhang' } },
  },
  {
    name: 'may be input objects, with absent and null fields and lists',
    query: 'query ($f: Filter!) { echo(filter: $f) literal: echo(filter: { ids: ["3"], nested: { town: null } }) }',
    variables: { f: { ids: ['1', '2'], name: null } },
    data: {
      echo: '{"ids":["1","2"],"name":null,"limit":10}',
      literal: '{"ids":["3"],"limit":10,"nested":{"town":null,"limit":10}}',
    },
  },
  {
    name: 'may stand inside input objects and lists',
    query: 'query ($id: ID!, $n: String) { echo(filter: { ids: ["0", $id], name: $n }) }',
    variables: { id: '7' },
    data: { echo: '{"ids":["0","7"],"limit":10}' },
  },
  {
    name: 'may be enums, and a value for a list of them',
    query: 'query ($o: Order!, $many: [Order!]) { users(order: $o, then: $many) { id } }',
    variables: { o: 'DOWN', many: 'UP' },
    data: { users: [{ id: '2' }, { id: '1' }] },
  },
  {
    name: 'reach the entities of another subgraph',
    query: 'query ($p: String!) { users { phone(prefix: $p) other: phone(prefix: "+") } }',
    variables: { p: '0086-' },
    data: {
      users: [
        { phone: '0086-001', other: '+001' },
        { phone: '0086-002', other: '+002' },
      ],
    },
  },
]);

const TWO = 'query A { user(id: "1") { name } } query B($id: ID!) { user(id: $id) { phone } } mutation C { reset }';

describeCases('of several operations', office(), [
  { name: 'the first by its name', query: TWO, operationName: 'A', data: { user: { name: 'Zhang' } } },
  {
    name: 'the second by its name, with its variables',
    query: TWO,
    operationName: 'B',
    variables: { id: '2' },
    data: { user: { phone: '002' } },
  },
]);

describeCases('introspection', office(), [
  {
    name: 'stands beside data',
    query: `{ __typename user(id: "1") { __typename phone } __type(name: "User") { name kind }
      me: user(id: "2") { name } __schema { queryType { name } } }`,
    data: {
      __typename: 'Query',
      user: { __typename: 'User', phone: '001' },
      __type: { name: 'User', kind: 'OBJECT' },
      me: { name: 'Li' },
      __schema: { queryType: { name: 'Query' } },
    },
    asked: ['phones', 'users'],
  },
  {
    name: 'takes fragments, directives and variables',
    query: `query ($t: String!, $no: Boolean!) { s: __type(name: $t) { ...T fields @include(if: $no) { name } } }
      fragment T on __Type { kind enumValues { name } }`,
    variables: { t: 'Order', no: false },
    data: { s: { kind: 'ENUM', enumValues: [{ name: 'UP' }, { name: 'DOWN' }] } },
    asked: [],
  },
  { name: 'of nothing but the type of the root', query: '{ a: __typename }', data: { a: 'Query' }, asked: [] },
  {
    name: 'of the type of the root of a mutation',
    query: 'mutation { __typename }',
    data: { __typename: 'Mutation' },
    asked: [],
  },
]);

describe('an answer', () => {
  let graph: Graph;
  beforeAll(async () => {
    graph = await startGraph(office());
  });
  afterAll(() => graph.stop());

  test('has its fields in the order in which they were asked for', async () => {
    const query = '{ users { phone ... { id } name town ... on User { card id } } user(id: "1") { town id } }';
    const [first, second] = users.map(({ id, name, town }) => {
      const phone = `00${id}`;
      return { phone, id, name, town, card: `card of ${phone}` };
    });
    const data = { users: [first, second], user: { town: 'Nanjiang', id: '1' } };
    expect((await ask(graph.url, query)).text).toBe(`${JSON.stringify({ data })}\n`);
  });

  test('to an operation that is not in the document is refused', async () => {
    const answer = await ask(graph.url, TWO, { operationName: 'D' });
    expect(answer).toMatchObject({ errors: [{ extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } }] });
    expect(answer.data ?? null).toBeNull();
  });

  test('to variables that do not fit is refused, and nobody is asked', async () => {
    graph.forget();
    const query = 'query ($o: Order!) { users(order: $o) { id } }';
    for (const o of ['SIDEWAYS', 1, null]) {
      const answer = await ask(graph.url, query, { variables: { o } });
      expect(answer).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
    }
    expect(graph.asked).toEqual([]);
  });
});
