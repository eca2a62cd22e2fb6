/** Entities asked about in one text: together where it is at one moment, once in a query, and no place sees another's. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { OperationTypeNode } from 'graphql';
import type { Data } from '../../../../gateway/execution/data.ts';
import { Failure } from '../../../../gateway/execution/failure.ts';
import type { Version } from '../../../../gateway/execution/operation.ts';
import type { Entity } from '../../../../gateway/execution/requests/representations.ts';
import { Run } from '../../../../gateway/execution/run.ts';
import { ZoneRequest } from '../../../../gateway/execution/requests/zone-request.ts';
import { ZoneFailure } from '../../../../gateway/zones/zone-client.ts';
import { versionOf } from './support.ts';
import { asking, ZoneWithoutNetwork, type Answering } from './zones.ts';

let version: Version;
beforeAll(async () => {
  version = await versionOf({
    a: 'type Query { good: Good } type Good @key(fields: "id") { id: ID! }',
    b: 'type Good @key(fields: "id") { id: ID! name: String tags: [[Tag]] } type Tag { x: Int }',
  });
});

const OPERATION =
  'query($representations:[_Any!]!){_entities(representations:$representations){...on Good{name tags{x}}}}';

function requestOf(operation = OPERATION): ZoneRequest {
  const node = {
    kind: 'Fetch',
    serviceName: 'b',
    operation,
    operationName: undefined,
    operationKind: OperationTypeNode.QUERY,
    requires: [],
  } as const;
  return new ZoneRequest({ ...node, requires: [] }, version);
}

const good = (id: string): Entity => ({
  json: `{"__typename":"Good","id":"${id}"}`,
  typeName: 'Good',
  about: {},
  objects: [],
});

/** A zone that answers each representation with its id for a name. */
const named: Answering = ({ variables }) => ({
  data: { _entities: idsIn(variables).map((id) => ({ name: id, tags: [[{ x: 1 }, null]] })) },
});

function idsIn({ representations }: Readonly<Record<string, unknown>>): unknown[] {
  return Array.isArray(representations) ? representations.map((each: Data) => each['id']) : [];
}

function running(answering: Answering = named, isQuery = true) {
  const zone = new ZoneWithoutNetwork('b', answering);
  const { answers } = asking({ b: zone });
  const run = new Run({}, {}, answers, isQuery);
  return { run, answers, ids: () => zone.asked.map(({ variables }) => idsIn(variables)) };
}

const namesOf = (all: readonly (Data | Failure | undefined)[]) =>
  all.map((each) => (each instanceof Failure ? each.extensions['code'] : each?.['name']));

describe('entities of one text', () => {
  test('are asked about in one request, and answered in order', async () => {
    const { run, ids } = running();
    expect(namesOf(await run.entitiesOf(requestOf()).ask([good('1'), good('2'), good('3')]))).toEqual(['1', '2', '3']);
    expect(ids()).toEqual([['1', '2', '3']]);
  });

  test('are asked about in one request by all who ask at one moment, each once', async () => {
    const { run, ids } = running();
    const [one, other, third] = await Promise.all([
      run.entitiesOf(requestOf()).ask([good('1'), good('2')]),
      run.entitiesOf(requestOf()).ask([good('2'), good('3')]),
      run.entitiesOf(requestOf()).ask([]),
    ]);
    expect([namesOf(one), namesOf(other), third]).toEqual([['1', '2'], ['2', '3'], []]);
    expect(ids()).toEqual([['1', '2', '3']]);
  });

  test('are not asked about again within a query, while or after they are', async () => {
    const { run, ids } = running();
    const first = run.entitiesOf(requestOf()).ask([good('1')]);
    await Promise.resolve();
    await Promise.resolve();
    const second = run.entitiesOf(requestOf()).ask([good('1'), good('2')]);
    expect(namesOf(await first)).toEqual(['1']);
    expect(namesOf(await second)).toEqual(['1', '2']);
    expect(namesOf(await run.entitiesOf(requestOf()).ask([good('2'), good('1')]))).toEqual(['2', '1']);
    expect(ids()).toEqual([['1'], ['2']]);
  });

  test('are asked about again after each step of a mutation', async () => {
    const { run, ids } = running(named, false);
    const all = await Promise.all([
      run.entitiesOf(requestOf()).ask([good('1')]),
      run.entitiesOf(requestOf()).ask([good('1')]),
    ]);
    expect(all.map(namesOf)).toEqual([['1'], ['1']]);
    await run.entitiesOf(requestOf()).ask([good('1')]);
    expect(ids()).toEqual([['1'], ['1']]);
  });

  test('are copies at each place but the first', async () => {
    const { run } = running();
    const places = await Promise.all([1, 2, 3].map(() => run.entitiesOf(requestOf()).ask([good('1')])));
    const [first, ...others] = places.map(([each]) => each);
    expect(others).toEqual([first, first]);
    expect(new Set(places.flat()).size).toBe(3);
    const before = JSON.stringify(others);
    if (!first || first instanceof Failure) throw new TypeError('an entity');
    first['name'] = 'changed';
    if (Array.isArray(first['tags']) && Array.isArray(first['tags'][0]))
      Object.assign(first['tags'][0][0] ?? {}, { x: 7 });
    expect(JSON.stringify(first)).toContain('"x":7');
    expect(JSON.stringify(others)).toBe(before);
  });

  test('of another text are asked about on their own', async () => {
    const { run, ids } = running();
    const other = requestOf(OPERATION.replace('name tags{x}', 'name'));
    await Promise.all([run.entitiesOf(requestOf()).ask([good('1')]), run.entitiesOf(other).ask([good('1')])]);
    expect(ids()).toEqual([['1'], ['1']]);
  });
});

describe('what goes wrong', () => {
  test('with the zone goes wrong for every entity, once', async () => {
    const { run, answers } = running(() => {
      throw new ZoneFailure('TIMEOUT', 'late');
    });
    const [one, other] = await run.entitiesOf(requestOf()).ask([good('1'), good('2')]);
    expect(one).toBeInstanceOf(Failure);
    expect(other).toBe(one);
    expect(answers.failures).toEqual([one]);
  });

  test('with the list goes wrong for every entity, once', async () => {
    const { run, answers } = running(() => ({ data: { _entities: [{ name: '1' }] } }));
    expect(namesOf(await run.entitiesOf(requestOf()).ask([good('1'), good('2')]))).toEqual([
      'ZONE_BAD_DATA',
      'ZONE_BAD_DATA',
    ]);
    expect(answers.failures).toHaveLength(1);
  });

  test('with one entity goes wrong for that alone', async () => {
    const { run } = running(() => ({ data: { _entities: [{ name: '1', tags: [] }, 7, null] } }));
    const [one, other, none] = await run.entitiesOf(requestOf()).ask([good('1'), good('2'), good('3')]);
    expect(namesOf([one, other, none])).toEqual(['1', 'ZONE_BAD_DATA', 'ZONE_BAD_DATA']);
    expect(none instanceof Failure && none.quiet).toBe(true);
    expect(other instanceof Failure && other.quiet).toBe(false);
  });
});
