/** Apollo's gateway with our execution: requests on their own version of the supergraph, operations compiled once. */
import { afterEach, describe, expect, test } from '@jest/globals';
import { ApolloServer } from '@apollo/server';
import type { GraphQLSchema } from 'graphql';
import type { GatewayContext } from '../../../../gateway/context.ts';
import { ExecutingGateway } from '../../../../gateway/execution/gateway.ts';
import { plannable } from '../../../../gateway/execution/planning/plannable.ts';
import { GatewayMetrics } from '../../../../gateway/telemetry/metrics.ts';
import { seriesOf } from '../../../support/exposition.ts';
import { keptLog } from '../../../support/zone.ts';
import { composed } from './support.ts';
import { asking, ZoneWithoutNetwork, type Answering } from './zones.ts';

const OLD = plannable(composed({ a: 'type Query { a: Int secret: Int @inaccessible }' }));
const NEW = plannable(composed({ a: 'type Query { a: Int b: Int }' }));
/** A chain of requirements that comes back to where it began: the planner asks for `third` without what it requires. */
const CIRCULAR = plannable(
  composed({
    left: `type Query { thing: Thing! } type Thing @key(fields: "id") {
      id: ID! seed: String! second: String! @external third: String! @requires(fields: "second") }`,
    right: `type Thing @key(fields: "id") {
      id: ID! seed: String! @external second: String! @requires(fields: "seed") }`,
    last: `type Thing @key(fields: "id") {
      id: ID! third: String! @external fourth: String! @requires(fields: "third") }`,
  }),
);

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function serving(sdl: string, answering: Answering = () => ({ data: { a: 1 } })) {
  let replace: (sdl: string) => void = () => undefined;
  const schemas: GraphQLSchema[] = [];
  const zone = new ZoneWithoutNetwork('a', answering);
  const metrics = new GatewayMetrics();
  const gateway = new ExecutingGateway(
    {
      supergraphSdl: ({ update }) => {
        replace = update;
        return Promise.resolve({ supergraphSdl: sdl });
      },
      validateSupergraph: false,
      queryPlannerConfig: { reuseQueryFragments: false },
      logger: keptLog().log,
    },
    {
      clientIn: (schema) => {
        schemas.push(schema);
        return zone;
      },
      gatewayKey: undefined,
      log: keptLog().log,
      metrics,
    },
  );
  const server = new ApolloServer<GatewayContext>({ gateway });
  await server.start();
  stops.push(() => server.stop());
  const ask = async (query: string, operationName?: string, variables: Record<string, unknown> = {}) => {
    const { body } = await server.executeOperation(
      { query, variables, ...(operationName !== undefined && { operationName }) },
      { contextValue: asking({}).context },
    );
    if (body.kind !== 'single') throw new TypeError('one answer');
    return {
      data: body.singleResult.data,
      codes: body.singleResult.errors?.map(({ extensions }) => extensions?.['code']),
    };
  };
  return {
    gateway,
    ask,
    replace: (text: string) => replace(text),
    zone,
    schemas,
    lookups: async () => seriesOf(await metrics.text()),
  };
}

describe('a request', () => {
  test('is answered', async () => {
    const { ask, zone } = await serving(OLD);
    expect(await ask('{ x: a }')).toMatchObject({ codes: ['ZONE_BAD_DATA'] });
    expect(await ask('{ a }')).toEqual({ data: { a: 1 }, codes: undefined });
    expect(zone.asked).toHaveLength(2);
  });

  test('is answered by the version that it was validated against, also while a newer one is served', async () => {
    let go: () => void = () => undefined;
    const waiting = new Promise<void>((resolve) => (go = resolve));
    const { ask, replace, schemas } = await serving(OLD, async () => {
      await waiting;
      return { data: { a: 1 } };
    });
    const early = ask('{ a }');
    while (schemas.length === 0) await new Promise((resolve) => setImmediate(resolve));
    replace(NEW);
    const late = ask('{ a }');
    while (schemas.length === 1) await new Promise((resolve) => setImmediate(resolve));
    go();
    expect([await early, await late]).toEqual([
      { data: { a: 1 }, codes: undefined },
      { data: { a: 1 }, codes: undefined },
    ]);
    expect(new Set(schemas).size).toBe(2);
  });

  test('of a schema that was never loaded is a fault of ours', async () => {
    const { gateway, schemas, ask } = await serving(OLD);
    await ask('{ a }');
    const [schema] = schemas;
    if (!schema) throw new TypeError('a schema');
    const other = await serving(NEW);
    await expect(
      Reflect.apply(other.gateway.executor, other.gateway, [
        { schema, request: {}, queryHash: 'x', context: asking({}).context },
      ]),
    ).rejects.toThrow('a request for a supergraph that was never loaded');
    expect(gateway).not.toBe(other.gateway);
  });
});

describe('an operation', () => {
  const cached = async (of: Awaited<ReturnType<typeof serving>>) => {
    const series = await of.lookups();
    const count = (result: string) => series.get(`yihe_gateway_plan_cache_lookups_total{result="${result}"}`) ?? 0;
    return { hit: count('hit'), miss: count('miss'), entries: series.get('yihe_gateway_plan_cache_entries') };
  };

  test('is compiled once for each of its names, whatever its variables', async () => {
    const of = await serving(OLD);
    const query = 'query One($yes: Boolean = true) { a @include(if: $yes) } query Two { __typename }';
    expect(await of.ask(query, 'One')).toEqual({ data: { a: 1 }, codes: undefined });
    expect(await of.ask(query, 'One', { yes: false })).toEqual({ data: {}, codes: undefined });
    expect(await of.ask(query, 'Two')).toEqual({ data: { __typename: 'Query' }, codes: undefined });
    expect(await cached(of)).toEqual({ hit: 1, miss: 2, entries: 2 });
  });

  test('is compiled anew for each version', async () => {
    const of = await serving(OLD);
    await of.ask('{ a }');
    of.replace(NEW);
    await of.ask('{ a }');
    expect(await cached(of)).toEqual({ hit: 0, miss: 2, entries: 1 });
  });

  test('that cannot be resolved soundly is refused with a code, and not kept', async () => {
    const of = await serving(CIRCULAR);
    const refused = { data: null, codes: ['NOT_RESOLVABLE'] };
    expect(await of.ask('{ thing { fourth } }')).toEqual(refused);
    expect(await of.ask('{ thing { fourth } }')).toEqual(refused);
    expect(await cached(of)).toEqual({ hit: 0, miss: 2, entries: 0 });
  });
});
