/** What the resolvers of a zone work with: one object a request. */
import DataLoader from 'dataloader';
import type { DataSource } from 'typeorm';
import { historyBegins, returnsInForce, type ReportedReturn, type ReturnKey } from './statistics/store.ts';
import type { BlockRow } from './territory/entities.ts';
import { blocksByCode } from './territory/store.ts';

export interface ZoneContext {
  readonly zone: string;
  readonly database: DataSource;
  readonly traceId: string;
  /** Why zones gave the gateway no answer to this request, as it signed it; empty without a valid signature. */
  readonly gaps: () => ReadonlyMap<string, string>;
  /** Since when the zone can tell what was reported, as the scalar DateTime has it; never changes once it is known. */
  readonly historyBegins: () => Promise<string>;
  readonly loaders: {
    readonly blockByCode: DataLoader<string, BlockRow | null>;
    readonly returnInForce: DataLoader<ReturnKey, ReportedReturn | null, string>;
  };
}

export type RequestFacts = Pick<ZoneContext, 'traceId' | 'gaps'>;

export function zoneContext(zone: string, database: DataSource, request: RequestFacts): ZoneContext {
  return {
    ...request,
    zone,
    database,
    historyBegins: () => beginningOf(database),
    loaders: {
      blockByCode: new DataLoader((codes) => blocksByCode(database, codes)),
      returnInForce: new DataLoader((keys) => returnsInForce(database, keys), {
        cacheKeyFn: ({ form, period, asOf }) => `${form} ${period} ${asOf ?? ''}`,
      }),
    },
  };
}

const beginnings = new WeakMap<DataSource, Promise<string>>();

function beginningOf(database: DataSource): Promise<string> {
  let begins = beginnings.get(database);
  if (!begins) {
    begins = historyBegins(database).then((instant) => instant.toISOString());
    begins.catch(() => beginnings.delete(database)); // the next request may find the database well again
    beginnings.set(database, begins);
  }
  return begins;
}

/** A zone as one subgraph hands it to another: its code. */
export interface ZoneReference {
  readonly code: string;
}
