import { ApolloServer } from '@apollo/server';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { apolloOptions } from '../../infra/runtime/apollo.ts';
import { compiledQueries } from '../../infra/runtime/compiled-queries.ts';
import { isErrorCode } from '../../schema/error-codes.ts';
import { zoneContext, type ZoneContext } from '../../subgraphs/kit/context.ts';
import { migrate } from '../../subgraphs/kit/database/migrate.ts';
import { openDatabase } from '../../subgraphs/kit/database/open.ts';
import { PLAIN_TYPES, type ZoneDefinition } from '../../subgraphs/kit/define-zone.ts';
import { seedDatabase } from '../../subgraphs/kit/seed.ts';
import { anyQuery, executionCounter } from '../support/operations.ts';
import { SIGNER, definition, keptLog, testRuntime } from '../support/zone.ts';

const PERIODS = ['"2021-01-01/.."', '"2024"', '$period'];
const consolidation = (period: string): string =>
  `{ __typename: "Consolidation", period: ${period}, perimeter: TERRITORIAL, mode: PARTIAL }`;

const LITERALS = {
  Period: PERIODS,
  ID: ['"INDUSTRIAL_OUTPUT"', '"TAX_TO_REVENUE"', '"nanjiang"', '"core"', '"UNKNOWN"'],
  Int: ['0', '8', '99'],
  _Any: [...PERIODS.slice(0, 2).map(consolidation), '{ __typename: "NanjiangZone", code: "nanjiang" }'],
};

describe.each(['nanjiang', 'core'])('compiled queries of %s', (code) => {
  let database: DataSource;
  let zone: ZoneDefinition;
  let interpreting: ApolloServer<ZoneContext>;
  let compiling: ApolloServer<ZoneContext>;
  let interpretations = 0;

  beforeAll(async () => {
    zone = await definition(code);
    database = await openDatabase('sqlite::memory:', zone.model);
    await migrate(database, code);
    await seedDatabase(database, zone, SIGNER);
    const { plugins, ...options } = { schema: zone.schema, ...apolloOptions(isErrorCode, keptLog().log) };
    interpreting = new ApolloServer<ZoneContext>({ ...options, plugins });
    const counts = executionCounter(() => interpretations++);
    const compiled = compiledQueries<ZoneContext>(zone.schema, PLAIN_TYPES);
    compiling = new ApolloServer<ZoneContext>({ ...options, plugins: [...plugins, compiled, counts] });
  });
  afterAll(() => database.destroy());

  const ask = async (server: ApolloServer<ZoneContext>, query: string): Promise<string> => {
    const contextValue = zoneContext(testRuntime(code, database), { traceId: 'test', gaps: () => new Map() });
    const { body } = await server.executeOperation({ query, variables: { yes: true } }, { contextValue });
    return JSON.stringify(body);
  };

  test('answer what the interpreter answers, to the order of the fields', async () => {
    const runs = 300;
    const queries = anyQuery(zone.schema, LITERALS, { $period: 'Period! = "2021-01-01/.."' });
    await fc.assert(
      fc.asyncProperty(queries, async (query) => {
        const before = interpretations;
        const first = await ask(compiling, query);
        interpretations = before; // what comes for the first time is interpreted
        const answer = await ask(interpreting, query);
        expect([first, await ask(compiling, query)]).toEqual([answer, answer]);
      }),
      { numRuns: runs },
    );
    expect(interpretations).toBeLessThan(runs / 2); // most are without error: the compiled function answered them
  });

  test.each([
    'query ($yes: Boolean!) { _service { a: sdl @skip(if: $yes) sdl ... { a: sdl __typename } } }',
    'query ($yes: Boolean!) { _service { ...F } s: _service { ...F @skip(if: $yes) } } fragment F on _Service { sdl }',
  ])('leave directives and named fragments to the interpreter: %s', async (query) => {
    interpretations = 0;
    expect(await ask(compiling, query)).toBe(await ask(interpreting, query));
    expect(interpretations).toBe(1);
  });
});
