/** A zone's process: its schema over its own database, on its own port. */
import { ApolloServer } from '@apollo/server';
import { isErrorCode } from '../../schema/error-codes.ts';
import { apolloOptions } from '../../infra/runtime/apollo.ts';
import { compiledQueries } from '../../infra/runtime/compiled-queries.ts';
import { GAPS_HEADER, verifyGaps } from '../../infra/runtime/gaps-header.ts';
import { listen, oneHeader } from '../../infra/runtime/http.ts';
import type { Logger } from '../../infra/runtime/logger.ts';
import { zoneContext, type ZoneContext } from './context.ts';
import { withoutPassword } from './database/open.ts';
import { prepareDatabase } from './database/prepare.ts';
import { PLAIN_TYPES, type ZoneDefinition } from './define-zone.ts';
import type { Office } from './office/office.ts';
import type { Signer } from './signing/keys.ts';
import type { KeyRegistry } from './signing/registered.ts';

export interface ZoneServerOptions {
  readonly zone: ZoneDefinition;
  readonly databaseUrl: string;
  /** Whether an empty database is filled with the zone's seed.json. */
  readonly seed: boolean;
  /** Signs what the zone submits. */
  readonly signer: Signer;
  /** Everybody's registered public keys. */
  readonly keys: KeyRegistry;
  /** Where it is asked what the office decides; the core has its own. */
  readonly office: Office;
  readonly host: string;
  readonly port: number;
  readonly log: Logger;
  /** The key shared with the gateway; without it no header of the gateway's is believed. */
  readonly gatewayKey?: string | undefined;
  /** The largest request taken, in bytes. */
  readonly bodyLimit?: number;
}

export interface RunningZone {
  readonly url: string;
  stop(): Promise<void>;
}

/** Opens, migrates and seeds the database, then serves. Every fault on the way is a StartupError. */
export async function startZone(options: ZoneServerOptions): Promise<RunningZone> {
  const { zone, log, host, port } = options;
  const { database, migrations, seeded } = await prepareDatabase(options);
  try {
    const { plugins, ...common } = apolloOptions(isErrorCode, log);
    const server = new ApolloServer<ZoneContext>({
      schema: zone.schema,
      ...common,
      plugins: [...plugins, compiledQueries(zone.schema, PLAIN_TYPES)],
    });
    await server.start();
    const { signer, keys } = options;
    const office = zone.office?.({ database, signer, keys, log }) ?? options.office;
    const runtime = { zone: zone.code, database, signer, keys, log, office, ownRules: zone.rules };
    const http = await listen({
      server,
      host,
      port,
      log,
      ...(options.bodyLimit !== undefined && { bodyLimit: options.bodyLimit }),
      contextFor: (request, traceId) =>
        zoneContext(runtime, {
          traceId,
          gaps: () => verifyGaps(oneHeader(request.headers[GAPS_HEADER]), traceId, options.gatewayKey),
        }),
      ready: async () => {
        await database.query('SELECT 1');
        return true;
      },
    });
    log.info({ url: http.url, database: withoutPassword(options.databaseUrl), migrations, seeded }, 'zone ready');
    return {
      url: http.url,
      stop: async () => {
        await http.stop();
        await database.destroy();
      },
    };
  } catch (error) {
    await database.destroy();
    throw error;
  }
}
