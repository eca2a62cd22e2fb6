/** What the resolvers of a zone work with: one object a request. */
import DataLoader from 'dataloader';
import type { DataSource } from 'typeorm';
import type { Logger } from '../../infra/runtime/logger.ts';
import type { Rule } from '../../schema/rules/rule.ts';
import type { Office } from './office/office.ts';
import type { Signer } from './signing/keys.ts';
import type { KeyRegistry } from './signing/registered.ts';
import { historyBegins, returnsInForce, type ReportedReturn, type ReturnKey } from './statistics/store.ts';
import type { BlockRow } from './territory/entities.ts';
import { blocksByCode } from './territory/store.ts';

/** What drafts are written with: all but the key that signs. */
export interface DraftRuntime {
  readonly zone: string;
  readonly database: DataSource;
  /** Everybody's registered public keys. */
  readonly keys: KeyRegistry;
  readonly office: Office;
  /** The zone's own rules of validation, beside the standard's. */
  readonly ownRules: readonly Rule[];
}

/** What a zone's process works with, whoever asks. */
export interface ZoneRuntime extends DraftRuntime {
  /** Signs what the zone submits. */
  readonly signer: Signer;
  /** Where the operators are told of what no client can mend; programs that serve nobody have none. */
  readonly log?: Logger;
}

export interface ZoneContext extends ZoneRuntime {
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

export function zoneContext(runtime: ZoneRuntime, request: RequestFacts): ZoneContext {
  const { database } = runtime;
  return {
    ...runtime,
    ...request,
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
