/** The core's own part in this process: its schema over a database, with a key for each zone. */
import { graphql } from 'graphql';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { ZONES } from '../../schema/zones.ts';
import { officeOf } from '../../subgraphs/core/decisions/office.ts';
import { zoneContext } from '../../subgraphs/kit/context.ts';
import { migrate } from '../../subgraphs/kit/database/migrate.ts';
import { openDatabase } from '../../subgraphs/kit/database/open.ts';
import type { Office, SignedRevision } from '../../subgraphs/kit/office/office.ts';
import { newSigner, type Signer } from '../../subgraphs/kit/signing/keys.ts';
import type { KeyRegistry } from '../../subgraphs/kit/signing/registered.ts';
import { statementOf, withdrawalOf } from '../../subgraphs/kit/statistics/digest.ts';
import { definition, keptLog, type Logged } from './zone.ts';

const plain = z.record(z.string(), z.unknown());

const signers = new Map(ZONES.map(({ code }) => [code, newSigner()]));

export function signerOf(zone: string): Signer {
  const signer = signers.get(zone);
  if (!signer) throw new Error(`no zone ${zone}`);
  return signer;
}

/** Every zone has a key of its own. */
export const OWN_KEYS: KeyRegistry = {
  find: (zone, keyId) => (signers.get(zone)?.keyId === keyId ? signerOf(zone).publicJwk : undefined),
};

export type RevisionFacts = Omit<SignedRevision, 'signature' | 'keyId'>;

/** A revision as its zone signs it, or somebody else. */
export function signedRevision(over: Partial<RevisionFacts> = {}, signer?: Signer): SignedRevision {
  const facts = {
    zone: 'bazhou',
    form: 'ZONE_MONTHLY',
    period: '2024-07',
    revision: 1,
    digest: 'a'.repeat(64),
    recordedAt: '2024-08-02T01:02:03.004Z',
    ...over,
  };
  const own = signer ?? signerOf(facts.zone);
  return { ...facts, signature: own.sign(statementOf(facts)), keyId: own.keyId };
}

export function signedWithdrawal(revision: SignedRevision, signer = signerOf(revision.zone)) {
  return { signature: signer.sign(withdrawalOf(revision)), keyId: signer.keyId };
}

export interface TestCore {
  readonly database: DataSource;
  readonly signer: Signer;
  readonly keys: KeyRegistry;
  /** What the operators were told. */
  readonly lines: readonly Logged[];
  readonly office: Office;
  /** The data of an answer; throws on errors. */
  readonly ask: (source: string, variables?: Record<string, unknown>) => Promise<Record<string, unknown>>;
  /** The codes of an answer's errors. */
  readonly codes: (source: string, variables?: Record<string, unknown>) => Promise<unknown[]>;
}

/** The core over a new database; `gaps` are what the gateway tells of the zones. */
export async function openCore(url: string, gaps: ReadonlyMap<string, string> = new Map()): Promise<TestCore> {
  const zone = await definition('core');
  const database = await openDatabase(url, zone.model);
  await migrate(database, 'core');
  const { log, lines } = keptLog();
  const runtime = { database, signer: signerOf('core'), keys: OWN_KEYS, log };
  const office = officeOf(runtime);
  const answer = (source: string, variableValues: Record<string, unknown> = {}) =>
    graphql({
      schema: zone.schema,
      source,
      variableValues,
      contextValue: zoneContext(
        { zone: 'core', ...runtime, office, ownRules: [] },
        { traceId: 'test', gaps: () => gaps },
      ),
    });
  return {
    database,
    signer: runtime.signer,
    keys: OWN_KEYS,
    lines,
    office,
    ask: async (source, variables) => {
      const { data, errors } = await answer(source, variables);
      if (errors || !data) throw new Error(`expected data only, got ${JSON.stringify(errors)}`);
      return plain.parse(JSON.parse(JSON.stringify(data)));
    },
    codes: async (source, variables) =>
      ((await answer(source, variables)).errors ?? []).map((each) => each.extensions['code']),
  };
}
