import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { graphql } from 'graphql';
import type { DataSource } from 'typeorm';
import { zoneContext } from '../../subgraphs/kit/context.ts';
import { migrate } from '../../subgraphs/kit/database/migrate.ts';
import { openDatabase } from '../../subgraphs/kit/database/open.ts';
import type { ZoneDefinition } from '../../subgraphs/kit/define-zone.ts';
import { seedDatabase } from '../../subgraphs/kit/seed.ts';
import { describeOnEachDatabase } from '../support/databases.ts';
import { keptStatements } from '../support/statements.ts';
import { SIGNER, definition, testRuntime } from '../support/zone.ts';

describeOnEachDatabase('a consolidation over a year of months', (engine) => {
  let statements: string[];
  let database: DataSource;
  let zone: ZoneDefinition;
  beforeAll(async () => {
    zone = await definition('enyang');
    database = await openDatabase(await engine.newDatabase(), zone.model);
    await migrate(database, 'enyang');
    await seedDatabase(database, zone, SIGNER);
    statements = keptStatements(database);
  });
  afterAll(() => database.destroy());

  test('costs a zone one statement, however many periods', async () => {
    const periods = [
      '2021-01-01/..',
      ...Array.from({ length: 11 }, (_, at) => `2023-${String(at + 2).padStart(2, '0')}`),
    ];
    const representations = periods.map((period) => ({
      __typename: 'Consolidation',
      period,
      perimeter: 'TERRITORIAL',
      mode: 'PARTIAL',
    }));
    const answer = await graphql({
      schema: zone.schema,
      source: `query ($representations: [_Any!]!) { _entities(representations: $representations) {
        ... on Consolidation { enyang { state observations { indicator value } } } } }`,
      variableValues: { representations },
      contextValue: zoneContext(testRuntime('enyang', database), { traceId: 'test', gaps: () => new Map() }),
    });
    expect(answer.errors).toBeUndefined();
    expect(JSON.stringify(answer.data)).toContain('"55.26"');
    expect(statements).toHaveLength(1);
  });

  test('and a district’s list with its blocks two as well', async () => {
    statements.length = 0;
    const answer = await graphql({
      schema: zone.schema,
      source: '{ enyang { terminalDeviceLines { name block { name } } } }',
      contextValue: zoneContext(testRuntime('enyang', database), { traceId: 'test', gaps: () => new Map() }),
    });
    expect(answer.errors).toBeUndefined();
    expect(statements).toHaveLength(2);
  });
});
