/** One request of a plan: what is sent, and how the answer is read. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { FetchNode, QueryPlanSelectionNode } from '@apollo/query-planner';
import { OperationTypeNode, GraphQLError } from 'graphql';
import { Failure } from '../../../../gateway/execution/failure.ts';
import type { Version } from '../../../../gateway/execution/operation.ts';
import { Run } from '../../../../gateway/execution/run.ts';
import type { ZoneAnswer } from '../../../../gateway/execution/answers/zone-answers.ts';
import { ZoneRequest } from '../../../../gateway/execution/requests/zone-request.ts';
import { versionOf } from './support.ts';
import { asking } from './zones.ts';

let version: Version;
beforeAll(async () => {
  version = await versionOf({
    goods: `
      type Query { good: Good goods: [Good!] number(of: Int, in: [In!]): Int }
      type Mutation { change: Int }
      input In { a: Int }
      interface Node @key(fields: "id") { id: ID! }
      type Good implements Node @key(fields: "id") { id: ID! name: String! price(in: String): Int }
      type Other implements Node @key(fields: "id") { id: ID! name: Int }`,
    trade: `type Good @key(fields: "id") { id: ID! price(in: String): Int @external duty: Int @requires(fields: "price(in: \\"CNY\\")") }`,
    stars: 'type Node @interfaceObject @key(fields: "id") { id: ID! stars: Int }',
    bazhou:
      'type Query { bazhou: BazhouZone } type BazhouZone @key(fields: "code") { code: ID! name: String } type ZoneStatistics @key(fields: "zone") { zone: ID period: ID }',
  });
});

function requestOf(operation: string, over: Partial<FetchNode> = {}): ZoneRequest {
  const node = {
    kind: 'Fetch',
    serviceName: 'goods',
    operation,
    operationName: undefined,
    operationKind: OperationTypeNode.QUERY,
    ...over,
  } as const;
  return new ZoneRequest(node, version);
}

const ENTITIES = 'query($representations:[_Any!]!){_entities(representations:$representations)';
const on = (typeCondition: string): QueryPlanSelectionNode[] => [
  { kind: 'InlineFragment', typeCondition, selections: [{ kind: 'Field', name: 'id' }] },
];

function reading(data: unknown): { answer: ZoneAnswer; run: Run; refused: string[] } {
  const refused: string[] = [];
  const refuse = (detail: string): Failure => {
    refused.push(detail);
    return new Failure(detail, {});
  };
  const { answers } = asking({});
  return { answer: { data, refuse }, run: new Run({}, {}, answers, true), refused };
}

describe('the body of a request', () => {
  const parsed = (text: string): unknown => JSON.parse(text);

  test('is the text, the name without the planner’s number, and the variables that were given', () => {
    const request = requestOf('query Named__goods__3($n:Int=3$in:[In!]){number(of:$n in:$in)}');
    expect(parsed(request.body({ in: [{ a: 1 }], more: 1 }))).toEqual({
      query: 'query Named__goods($n:Int=3$in:[In!]){number(of:$n in:$in)}',
      operationName: 'Named__goods',
      variables: { in: [{ a: 1 }] },
    });
    expect(request.defaults).toEqual({ n: 3 });
  });

  test('has no name where the client gave none', () => {
    expect(requestOf('{good{id}}').body({})).toBe('{"query":"{good{id}}","variables":{}}');
  });

  test('has null where null was given, and nothing where nothing was', () => {
    const request = requestOf('query($n:Int$constructor:Int){number(of:$n)a:number(of:$constructor)}');
    expect(parsed(request.body({ n: null }))).toMatchObject({ variables: { n: null } });
    expect(parsed(request.body({ n: undefined }))).toMatchObject({ variables: {} });
    expect(request.body({ n: 1, constructor: 2 })).toContain('"variables":{"n":1,"constructor":2}}');
  });

  test('has the representations beside the variables, and them alone', () => {
    const request = requestOf(`${ENTITIES}{...on Good{name}}}`, { requires: on('Good') });
    expect(request.body({ representations: 'the client’s' }, '[{"id":"1"}]')).toBe(
      `{"query":${JSON.stringify(`${ENTITIES}{...on Good{name}}}`)},"variables":{"representations":[{"id":"1"}]}}`,
    );
  });

  test('asks for the real fields in the place of stand-ins', () => {
    const [standIn] = version.standIns.keys();
    expect(requestOf(`{good{${standIn}}}`).body({})).toContain(`{good{${standIn}:price(in:\\"CNY\\")}}`);
  });
});

describe('requests', () => {
  test('are alike where zone and text are, whatever their numbers', () => {
    const text = (name: string, zone = 'goods'): string =>
      requestOf(`query ${name}{__typename}`, { serviceName: zone }).text;
    expect(text('A__1')).toBe(text('A__2'));
    expect(new Set([text('A__1'), text('A'), text('B__1'), text('A__1', 'bazhou')]).size).toBe(3);
  });

  test('are not alike where their answers are read in different ways', () => {
    const rewritten = requestOf('{good{a:name}}', {
      outputRewrites: [{ kind: 'KeyRenamer', path: ['good', 'a'], renameKeyTo: 'b' }],
    });
    expect(rewritten.text).not.toBe(requestOf('{good{a:name}}').text);
  });
});

describe('a plan that cannot be carried out', () => {
  test.each<readonly [string, string, Partial<FetchNode>, string]>([
    [
      'asks a zone that is not there',
      '{good{id}}',
      { serviceName: 'none' },
      'the plan asks none, which is not in the supergraph',
    ],
    ['asks a zone for a root that it has not', 'mutation{x}', { serviceName: 'stars' }, 'stars has no mutation'],
  ])('%s: a fault of ours', (_, operation, over, message) => {
    expect(() => requestOf(operation, over)).toThrow(new TypeError(message));
  });

  test('asks for a field without what it requires: refused with its name', () => {
    expect(() => requestOf(`${ENTITIES}{...on Good{duty}}}`, { serviceName: 'trade', requires: on('Good') })).toThrow(
      GraphQLError,
    );
    expect(() => requestOf(`${ENTITIES}{...on Good{duty}}}`, { serviceName: 'trade', requires: on('Good') })).toThrow(
      'Good.duty',
    );
  });
});

describe('the root of an answer', () => {
  test('is read as it was asked, and renamed as the plan says', () => {
    const request = requestOf('{good{a:name}}', {
      outputRewrites: [{ kind: 'KeyRenamer', path: ['good', 'a'], renameKeyTo: 'b' }],
    });
    const { answer, run, refused } = reading({ good: { a: 'x', more: 1 } });
    expect([request.readRoot(answer, run), refused]).toEqual([{ good: { b: 'x' } }, []]);
  });

  test('keeps variables’ say over what was asked', () => {
    const request = requestOf('query($is:Boolean!){good@include(if:$is){name}number}');
    const { answer } = reading({ number: 1 });
    expect(request.readRoot(answer, new Run({}, { is: false }, asking({}).answers, true))).toEqual({ number: 1 });
  });
});

describe('entities in an answer', () => {
  const request = (): ZoneRequest => requestOf(`${ENTITIES}{...on Good{name}}}`, { requires: on('Good') });

  test.each<readonly [string, unknown, string]>([
    ['are a list', { _entities: {} }, '_entities: not a list'],
    ['are there', {}, '_entities: not a list'],
    ['are an object’s', [[]], '_entities: not a list'],
    ['are not too few', { _entities: [{}] }, '_entities: 1 for 2 asked'],
    ['are not too many', { _entities: [{}, {}, {}] }, '_entities: 3 for 2 asked'],
  ])('%s, or refused as a whole', (_, data, detail) => {
    const { answer, refused } = reading(data);
    expect(request().entitiesIn(answer, 2)).toBeInstanceOf(Failure);
    expect(refused).toEqual([detail]);
  });

  test('are as many as were asked, whatever they are', () => {
    expect(request().entitiesIn(reading({ _entities: [null, 7] }).answer, 2)).toEqual([null, 7]);
    const failure = new Failure('why', {});
    expect(request().entitiesIn(reading({ _entities: failure }).answer, 2)).toBe(failure);
  });

  test('are read as the type that they were asked about as', () => {
    const { answer, run, refused } = reading({});
    const read = request().readEntity({ name: 'x' }, { typeName: 'Good', about: {} }, answer, run);
    expect([read, refused]).toEqual([{ name: 'x' }, []]);
    expect(request().readEntity(7, { typeName: 'Good', about: {} }, answer, run)).toBeInstanceOf(Failure);
    expect(refused).toEqual(['Good: not an object']);
  });

  test('that are null are none, quietly', () => {
    const { answer, run, refused } = reading({});
    const read = request().readEntity(null, { typeName: 'Good', about: {} }, answer, run);
    expect(read instanceof Failure && [read.quiet, read.extensions['zone']]).toEqual([true, 'goods']);
    expect(refused).toEqual([]);
  });

  test('that are null are refused of a registered zone: it answers about itself', () => {
    const own = requestOf(`${ENTITIES}{...on BazhouZone{name}}}`, {
      serviceName: 'bazhou',
      requires: on('BazhouZone'),
    });
    const { answer, run, refused } = reading({});
    own.readEntity(null, { typeName: 'BazhouZone', about: {} }, answer, run);
    expect([own.isRegistered, request().isRegistered, refused]).toEqual([
      true,
      false,
      ['BazhouZone: null without an error'],
    ]);
  });

  test('of a registered zone are held to the period in their key', () => {
    const own = requestOf(`${ENTITIES}{...on ZoneStatistics{period}}}`, {
      serviceName: 'bazhou',
      requires: on('ZoneStatistics'),
    });
    const { answer, run, refused } = reading({});
    own.readEntity({ period: '2024' }, { typeName: 'ZoneStatistics', about: { period: '2024' } }, answer, run);
    own.readEntity({ period: '2023' }, { typeName: 'ZoneStatistics', about: { period: '2024' } }, answer, run);
    expect(refused).toEqual(['ZoneStatistics.period: about another than asked']);
  });

  test('that go by the name of their interface do not say their type', () => {
    const stars = requestOf(`${ENTITIES}{...on Node{__typename stars}}}`, {
      serviceName: 'stars',
      requires: on('Node'),
    });
    const { answer, run } = reading({});
    expect(stars.readEntity({ __typename: 'Node', stars: 1 }, { typeName: 'Node', about: {} }, answer, run)).toEqual({
      stars: 1,
    });
    const typed = requestOf(`${ENTITIES}{...on Good{__typename name}}}`, { requires: on('Good') });
    expect(typed.readEntity({ __typename: 'Good', name: 'x' }, { typeName: 'Good', about: {} }, answer, run)).toEqual({
      __typename: 'Good',
      name: 'x',
    });
  });
});

test('the fields asked of entities are known, and none of a request at the root', () => {
  const request = requestOf(`${ENTITIES}{...on Good{name a:price}...on Other{n:name}}}`, { requires: on('Good') });
  expect(request.entityFields.map(({ key }) => key)).toEqual(['name', 'a', 'n']);
  expect(request.asked.covers(['a'])).toBe(true);
  expect(requestOf('{good{id}}').entityFields).toEqual([]);
});

test('a query is a query and a mutation a mutation', () => {
  expect(requestOf('{good{id}}').kind).toBe('query');
  expect(requestOf('mutation{change}').kind).toBe('mutation');
});
