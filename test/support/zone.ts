/** A zone in this process, on a database of its own, for tests that look inside it. */
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { createLogger, type Logger } from '../../infra/runtime/logger.ts';
import { ZONES } from '../../schema/zones.ts';
import type { ZoneRuntime } from '../../subgraphs/kit/context.ts';
import { ZoneDefinition } from '../../subgraphs/kit/define-zone.ts';
import { OfficeUnreachable, type Office } from '../../subgraphs/kit/office/office.ts';
import { newSigner } from '../../subgraphs/kit/signing/keys.ts';
import type { KeyRegistry } from '../../subgraphs/kit/signing/registered.ts';
import { startZone, type RunningZone } from '../../subgraphs/kit/zone-server.ts';

/** Every registered zone, as its folder defines it. */
export function definitions(): Promise<ZoneDefinition[]> {
  return Promise.all(ZONES.map(({ code }) => definition(code)));
}

export async function definition(code: string): Promise<ZoneDefinition> {
  const loaded: unknown = await import(`../../subgraphs/${code}/zone.ts`);
  const zone = typeof loaded === 'object' && loaded !== null && 'zone' in loaded ? loaded.zone : undefined;
  if (zone instanceof ZoneDefinition) return zone;
  throw new Error(`subgraphs/${code}/zone.ts defines no zone`);
}

export const SIGNER = newSigner();
/** In the tests all zones share one key. */
export const KEYS: KeyRegistry = { find: (_, keyId) => (keyId === SIGNER.keyId ? SIGNER.publicJwk : undefined) };
export const GATEWAY_KEY = 'a key for the tests only';

/** The office of a zone under test that never needs it. */
const noOffice: Office = {
  decisions: () => Promise.resolve([]),
  withdraw: () => Promise.reject(new OfficeUnreachable('no office in this test')),
};

export function testRuntime(zone: string, database: DataSource, office = noOffice): ZoneRuntime {
  return { zone, database, signer: SIGNER, keys: KEYS, office, ownRules: [] };
}

const logged = z.looseObject({ level: z.string() });
export type Logged = z.infer<typeof logged>;

/** A logger that keeps its lines. */
export function keptLog(): { log: Logger; lines: Logged[] } {
  const lines: Logged[] = [];
  const write = (line: string): void => void lines.push(logged.parse(JSON.parse(line)));
  return { log: createLogger('test', 'info', { write }), lines };
}

export interface TestZoneOptions {
  readonly log?: Logger;
  readonly bodyLimit?: number;
  readonly office?: Office;
}

export function startTestZone(
  zone: ZoneDefinition,
  databaseUrl: string,
  options: TestZoneOptions = {},
): Promise<RunningZone> {
  const { log = keptLog().log, bodyLimit = 128_000_000 } = options;
  return startZone({
    zone,
    databaseUrl,
    seed: true,
    signer: SIGNER,
    keys: KEYS,
    office: options.office ?? noOffice,
    host: '127.0.0.1',
    port: 0,
    log,
    gatewayKey: GATEWAY_KEY,
    bodyLimit,
  });
}
