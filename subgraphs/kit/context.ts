/** What the resolvers of a zone work with: one object a request. */
import DataLoader from 'dataloader';
import type { DataSource } from 'typeorm';
import { latestReturns, type LatestReturn } from './statistics/store.ts';
import type { BlockRow } from './territory/entities.ts';
import { blocksByCode } from './territory/store.ts';

export interface ZoneContext {
  readonly zone: string;
  readonly database: DataSource;
  readonly traceId: string;
  /** Why zones gave the gateway no answer to this request, as it signed it; empty without a valid signature. */
  readonly gaps: () => ReadonlyMap<string, string>;
  readonly loaders: {
    readonly blockByCode: DataLoader<string, BlockRow | null>;
    readonly returnByPeriod: DataLoader<string, LatestReturn | null>;
  };
}

export type RequestFacts = Pick<ZoneContext, 'traceId' | 'gaps'>;

export function zoneContext(zone: string, database: DataSource, request: RequestFacts): ZoneContext {
  return {
    ...request,
    zone,
    database,
    loaders: {
      blockByCode: new DataLoader((codes) => blocksByCode(database, codes)),
      returnByPeriod: new DataLoader((periods) => latestReturns(database, periods)),
    },
  };
}

/** A zone as one subgraph hands it to another: its code. */
export interface ZoneReference {
  readonly code: string;
}
