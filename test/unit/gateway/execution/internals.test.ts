/**
 * What gateway/execution takes from Apollo's packages, one test a thing. A title that fails after an upgrade says what has
 * moved and who uses it; nothing here tests code of ours.
 */
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ApolloGateway, type GatewayConfig } from '@apollo/gateway';
import { Supergraph, operationFromDocument } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import { ApolloServer } from '@apollo/server';
import { afterEach, describe, expect, test } from '@jest/globals';
import { parse, type GraphQLSchema } from 'graphql';
import { z } from 'zod';
import { plannerOf } from '../../../../gateway/execution/internals.ts';
import { plannable } from '../../../../gateway/execution/planning/plannable.ts';
import { keptLog } from '../../../support/zone.ts';
import { composed, fieldsOf } from './support.ts';

const PACKAGES = ['@apollo/composition', '@apollo/federation-internals', '@apollo/gateway', '@apollo/query-planner'];
const ROOT = path.join(import.meta.dirname, '..', '..', '..', '..');

const SDL = plannable(
  composed({
    goods: `
      type Query { good: Good secret: Int @inaccessible }
      type Good @key(fields: "id") { id: ID! price(currency: String): Int }`,
    trade:
      'type Good @key(fields: "id") { id: ID! price(currency: String): Int @external duty: Int @requires(fields: "price(currency: \\"CNY\\")") }',
  }),
);
const LARGER = composed({ goods: 'type Query { good: Int more: Int }' });

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

function aGateway(config: GatewayConfig = { supergraphSdl: SDL, validateSupergraph: false }): ApolloGateway {
  const gateway = new ApolloGateway({ ...config, logger: keptLog().log });
  stops.push(() => gateway.stop());
  return gateway;
}

/** A gateway whose supergraph can be replaced. */
function aReplaceableGateway(): { gateway: ApolloGateway; replace: (sdl: string) => void } {
  let replace: ((sdl: string) => void) | undefined;
  const gateway = aGateway({
    validateSupergraph: false,
    supergraphSdl: ({ update }) => {
      replace = update;
      return Promise.resolve({ supergraphSdl: SDL });
    },
  });
  return { gateway, replace: (sdl) => replace?.(sdl) };
}

describe('the packages are those that this file was written for:', () => {
  const manifest = z.object({ version: z.string().optional(), dependencies: z.record(z.string(), z.string()) });
  const read = (file: string) => manifest.parse(JSON.parse(readFileSync(file, 'utf8')));
  const { dependencies } = read(path.join(ROOT, 'package.json'));

  test.each(PACKAGES)('%s is pinned in package.json and installed as pinned', (name) => {
    expect(dependencies[name]).toBe('2.14.4');
    expect(read(path.join(ROOT, 'node_modules', name, 'package.json')).version).toBe('2.14.4');
  });

  test('there is one copy of the planner and one of federation-internals, the gateway’s and ours', () => {
    for (const name of ['@apollo/query-planner', '@apollo/federation-internals', 'graphql']) {
      const ours = createRequire(path.join(ROOT, 'package.json')).resolve(name);
      for (const user of PACKAGES) {
        const theirs = createRequire(path.join(ROOT, 'node_modules', user, 'package.json')).resolve(name);
        expect({ user, file: theirs }).toEqual({ user, file: ours });
      }
    }
  });
});

describe('@apollo/gateway', () => {
  test('`__testing().queryPlanner` is the QueryPlanner, once a supergraph is loaded (plannerOf)', async () => {
    const gateway = aGateway();
    expect(() => plannerOf(gateway)).toThrow('the gateway has loaded no supergraph yet');
    await gateway.load();
    expect(gateway.__testing().queryPlanner).toBeInstanceOf(QueryPlanner);
  });

  test('`onSchemaLoadOrUpdate` may be called before load, and finds the new planner in place (ExecutingGateway)', async () => {
    const { gateway, replace } = aReplaceableGateway();
    const fields: string[][] = [];
    gateway.onSchemaLoadOrUpdate(() => {
      fields.push(fieldsOf(plannerOf(gateway).supergraph, 'Query'));
    });
    await gateway.load();
    replace(LARGER);
    expect(fields).toEqual([
      ['good', 'secret'],
      ['good', 'more'],
    ]);
  });

  test('its listeners get the supergraph’s text as it was given (standInsOf, requirementsOf, reservedNames)', async () => {
    const { gateway, replace } = aReplaceableGateway();
    const texts: string[] = [];
    gateway.onSchemaLoadOrUpdate(({ coreSupergraphSdl }) => void texts.push(coreSupergraphSdl));
    await gateway.load();
    replace(LARGER);
    expect(texts).toEqual([SDL, LARGER]);
  });

  test('a supergraph with stand-ins loads with `validateSupergraph: false` (server.ts)', async () => {
    expect(SDL).toContain('__required_');
    await expect(aGateway().load()).resolves.toBeDefined();
  });

  test('`load()` returns the `executor` that was set on the gateway, also one set after construction', async () => {
    const gateway = aGateway();
    const executor = () => Promise.resolve({});
    gateway.executor = executor;
    const loaded = await gateway.load();
    expect(loaded.executor).toBe(executor);
  });

  test('no data source is asked while plans are carried out by another executor', async () => {
    const asked: unknown[] = [];
    const gateway = aGateway({
      supergraphSdl: SDL,
      validateSupergraph: false,
      buildService: () => ({
        process: (options) => {
          asked.push(options);
          return Promise.reject(new TypeError('asked'));
        },
      }),
    });
    gateway.executor = () => Promise.resolve({ data: { good: null } });
    const server = new ApolloServer({ gateway });
    await server.start();
    stops.unshift(() => server.stop());
    await server.executeOperation({ query: '{ good { id } }' });
    expect(asked).toEqual([]);
  });

  test('the executor is given the very schema object that the listeners were, of the version it was validated against', async () => {
    const { gateway, replace } = aReplaceableGateway();
    const told: GraphQLSchema[] = [];
    const given: GraphQLSchema[] = [];
    gateway.onSchemaLoadOrUpdate(({ apiSchema }) => void told.push(apiSchema));
    gateway.executor = ({ schema }) => {
      given.push(schema);
      return Promise.resolve({ data: { good: null } });
    };
    const server = new ApolloServer({ gateway });
    await server.start();
    stops.unshift(() => server.stop());
    await server.executeOperation({ query: '{ good { id } }' });
    replace(LARGER);
    await server.executeOperation({ query: '{ good }' });
    expect(told).toHaveLength(2);
    expect(given.map((schema) => told.indexOf(schema))).toEqual([0, 1]);
  });

  test('the executor is given the document, a hash that tells documents apart, raw variables, names and the context', async () => {
    const gateway = aGateway();
    const contexts: unknown[] = [];
    const hashes: string[] = [];
    gateway.executor = ({ document, queryHash, request, operationName, context }) => {
      hashes.push(queryHash);
      const { kind } = document;
      contexts.push([kind, request.operationName, operationName, request.variables, context]);
      return Promise.resolve({ data: { good: null } });
    };
    const server = new ApolloServer<{ mine: number }>({ gateway });
    await server.start();
    stops.unshift(() => server.stop());
    const query = 'query Named($c: String = "EUR") { good { price(currency: $c) } } query Other { good { id } }';
    const contextValue = { mine: 7 };
    await server.executeOperation(
      { query, operationName: 'Named', variables: { c: 'X', more: [1] } },
      { contextValue },
    );
    await server.executeOperation({ query: 'query Only { good { id } }' }, { contextValue });
    expect(contexts).toEqual([
      ['Document', 'Named', 'Named', { c: 'X', more: [1] }, contextValue],
      ['Document', undefined, 'Only', undefined, contextValue],
    ]);
    expect(new Set(hashes).size).toBe(2);
  });
});

describe('@apollo/federation-internals', () => {
  const supergraph = Supergraph.build(SDL, { validateSupergraph: false });

  test('`Supergraph.schema` has what is hidden from clients, stand-ins among it; `apiSchema()` has neither', () => {
    const whole = supergraph.schema.toGraphQLJSSchema();
    const api = supergraph.apiSchema().toGraphQLJSSchema();
    expect(fieldsOf(whole, 'Query')).toEqual(['good', 'secret']);
    expect(fieldsOf(api, 'Query')).toEqual(['good']);
    expect(fieldsOf(whole, 'Good')).toEqual(['id', 'price', 'duty', expect.stringContaining('price__required_')]);
    expect(fieldsOf(api, 'Good')).toEqual(['id', 'price', 'duty']);
  });

  test('`subgraphs()` gives each zone’s own schema, with `_entities` and with the stand-ins that it resolves', () => {
    const zones = new Map([...supergraph.subgraphs()].map(({ name, schema }) => [name, schema.toGraphQLJSSchema()]));
    expect([...zones.keys()]).toEqual(['goods', 'trade']);
    for (const [, schema] of zones) expect(fieldsOf(schema, 'Query')).toContain('_entities');
    const standIn: unknown = expect.stringContaining('price__required_');
    expect(fieldsOf(zones.get('goods'), 'Good')).toEqual(['id', 'price', standIn]);
    expect(fieldsOf(zones.get('trade'), 'Good')).toEqual(['id', 'price', 'duty', standIn]);
  });

  test('`operationFromDocument` takes the API schema, a document and the operation’s name', () => {
    const api = supergraph.apiSchema();
    const document = parse('query One { good { id } } query Two { good { duty } }');
    expect(operationFromDocument(api, document, { operationName: 'Two' }).toString()).toContain('duty');
    expect(operationFromDocument(api, parse('{ good { id } }'), {}).name).toBeUndefined();
  });
});
