/** Thirty years of monthly returns of one zone, of two sizes, and what the gateway asks about them for a consolidation. */
import { graphql } from 'graphql';
import { STANDARD } from '../../schema/standard.ts';
import { zoneContext } from '../../subgraphs/kit/context.ts';
import { migrate } from '../../subgraphs/kit/database/migrate.ts';
import { openDatabase } from '../../subgraphs/kit/database/open.ts';
import { addRevision } from '../../subgraphs/kit/statistics/store.ts';
import { SIGNER, definition, testRuntime } from '../support/zone.ts';

export const ZONE = 'nanjiang';
const FORM = 'ZONE_MONTHLY';

const QUERY = `query($representations:[_Any!]!){_entities(representations:$representations){...on Consolidation{${ZONE}{zone form period state revision standardVersion digest recordedAt synthetic signature keyId reason explanations{rule indicator block text} enterpriseDigest observations{indicator block value unit unitMult decimals obsStatus counterpart note}}}}}`;

/** Of the whole zone only until 2009, of its blocks too from 2010 on. */
const YEARS = Array.from({ length: 30 }, (_, at) => 1995 + at);
const BLOCKS = Array.from({ length: 12 }, (_, at) => `block-${at}`);

function months(year: number): string[] {
  return Array.from({ length: 12 }, (_, at) => `${year}-${String(at + 1).padStart(2, '0')}`);
}

function blocksIn(year: number): string[] {
  return year < 2010 ? [''] : ['', ...BLOCKS];
}

export interface Question {
  /** Periods × cells. */
  readonly name: string;
  readonly query: string;
  readonly variables: { readonly representations: readonly object[] };
}

export const QUESTIONS = [2000, 2020].flatMap((year) => [
  question(year, months(year).slice(0, 1)),
  question(year, months(year)),
]);

function question(year: number, periods: readonly string[]): Question {
  const about = { __typename: 'Consolidation', form: FORM, perimeter: 'TERRITORIAL', mode: 'PARTIAL' };
  return {
    name: `${periods.length} × ${cellsOf(year).length} cells`,
    query: QUERY,
    variables: { representations: periods.map((period) => ({ ...about, period })) },
  };
}

function cellsOf(year: number) {
  return blocksIn(year).flatMap((block) =>
    STANDARD.indicators.map(({ code, unit }, at) => ({
      block,
      indicator: code,
      digits: BigInt(year * (at + 1)),
      decimals: 2,
      unit,
      unitMult: unit === 'CNY' ? 8 : 0,
      obsStatus: 'A',
      counterpart: null,
      note: at % 3 === 0 ? '初步核算,以年报为准' : null,
    })),
  );
}

/** Fills a new database. */
export async function fill(url: string): Promise<void> {
  const { model } = await definition(ZONE);
  const database = await openDatabase(url, model);
  await migrate(database, ZONE);
  await database.transaction(async (manager) => {
    for (const year of YEARS) {
      const about = { zone: ZONE, form: FORM, standardVersion: STANDARD.version, observations: cellsOf(year) };
      for (const period of months(year)) await addRevision(manager, { ...about, period }, SIGNER);
    }
  });
  await database.destroy();
}

/** How many statements the database is sent for each question. */
export async function statementsOf(url: string): Promise<number[]> {
  const { model, schema } = await definition(ZONE);
  const database = await openDatabase(url, model);
  let count = 0;
  const ignore = (): void => undefined;
  const logQuery = (): void => {
    count++;
  };
  const logger = {
    logQueryError: ignore,
    logQuerySlow: ignore,
    logSchemaBuild: ignore,
    logMigration: ignore,
    log: ignore,
  };
  database.setOptions({ logging: ['query'], logger: { ...logger, logQuery } });
  const counts: number[] = [];
  for (const { query, variables } of QUESTIONS) {
    count = 0;
    const contextValue = zoneContext(testRuntime(ZONE, database), { traceId: 'bench', gaps: () => new Map() });
    const { errors } = await graphql({ schema, source: query, variableValues: variables, contextValue });
    if (errors) throw new Error(String(errors[0]));
    counts.push(count);
  }
  await database.destroy();
  return counts;
}
