import { ApolloServer } from '@apollo/server';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { apolloOptions } from '../../../infra/runtime/apollo.ts';
import { compiledQueries } from '../../../infra/runtime/compiled-queries.ts';
import { executionCounter } from '../../support/operations.ts';
import { keptLog } from '../../support/zone.ts';

const typeDefs = parse(`
  scalar Anything
  type Query { source: Source failing: Int sure(of: [Int!] = [1, 2]): Int! }
  type Mutation { count: Int }
  type Source { promised: Thing method(name: String): Thing items: [Thing!] raw: Anything wrong: Int }
  type Thing { name: String }
`);

let counted = 0;
const resolvers = {
  Query: {
    source: () => ({
      promised: Promise.resolve({ name: 'promised' }),
      method: ({ name }: { name: string }) => ({ name: () => Promise.resolve(name) }),
      items: [{ name: 'first' }, Promise.resolve({ name: Promise.resolve('second') })],
      raw: Promise.resolve({ any: 'thing' }),
      wrong: 'not a number',
    }),
    failing: () => Promise.reject(new Error('out of order')),
    sure: (_: unknown, { of }: { of: readonly number[] }) => of[0] ?? null,
  },
  Mutation: { count: () => ++counted },
};

describe('a query through compiledQueries', () => {
  let interpretations = 0;
  const { plugins, ...options } = {
    schema: buildSubgraphSchema([{ typeDefs, resolvers }]),
    ...apolloOptions(() => false, keptLog().log),
  };
  const interpreting = new ApolloServer({ ...options, plugins });
  const counts = executionCounter(() => interpretations++);
  const compiling = new ApolloServer({
    ...options,
    plugins: [...plugins, compiledQueries(options.schema, []), counts],
  });
  beforeEach(() => {
    interpretations = 0;
    counted = 0;
  });

  const ask = async (server: ApolloServer, query: string, variables = {}): Promise<unknown> => {
    if (server === compiling && !query.startsWith('mutation')) {
      await server.executeOperation({ query, variables }); // what comes for the first time is interpreted
      interpretations = 0;
    }
    const { body } = await server.executeOperation({ query, variables });
    return body.kind === 'single' ? JSON.parse(JSON.stringify(body.singleResult)) : body;
  };

  test('waits for promises and calls functions where there is no resolver', async () => {
    const query = '{ source { promised { name } method(name: "called") { name } items { name } raw } }';
    const answer = await ask(compiling, query);
    expect(answer).toEqual({
      data: {
        source: {
          promised: { name: 'promised' },
          method: { name: 'called' },
          items: [{ name: 'first' }, { name: 'second' }],
          raw: { any: 'thing' },
        },
      },
    });
    expect(answer).toEqual(await ask(interpreting, query));
    expect(interpretations).toBe(0);
  });

  test.each([
    ['{ source { wrong promised { name } } }', {}],
    ['{ failing source { raw } }', {}],
    ['{ sure(of: []) failing }', {}],
    ['query ($of: [Int!]!) { sure(of: $of) }', { of: 'no list of numbers' }],
    ['query ($of: [Int!]!) { sure(of: $of) }', {}],
  ])('that fails is answered in the words of the interpreter: %s', async (query, variables) => {
    const answer = await ask(compiling, query, variables);
    expect(answer).toHaveProperty('errors');
    expect(answer).toEqual(await ask(interpreting, query, variables));
    expect(interpretations).toBe(1);
  });

  test('coerces arguments, defaults and variables alike', async () => {
    const query = 'query ($of: [Int!] = 7) { a: sure b: sure(of: 5) c: sure(of: $of) d: sure(of: [9, 8]) }';
    const answer = await ask(compiling, query);
    expect(answer).toEqual({ data: { a: 1, b: 5, c: 7, d: 9 } });
    expect(answer).toEqual(await ask(interpreting, query));
    expect(interpretations).toBe(0);
  });

  test('is not a mutation: that runs once, and by the interpreter', async () => {
    expect(await ask(compiling, 'mutation { count }')).toEqual({ data: { count: 1 } });
    expect(interpretations).toBe(1);
  });
});
