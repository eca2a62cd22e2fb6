/** A zone in this process, on a database of its own, for tests that look inside it. */
import { z } from 'zod';
import { createLogger, type Logger } from '../../infra/runtime/logger.ts';
import { ZONES } from '../../schema/zones.ts';
import { ZoneDefinition } from '../../subgraphs/kit/define-zone.ts';
import { newSigner } from '../../subgraphs/kit/signing/keys.ts';
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
export const GATEWAY_KEY = 'a key for the tests only';

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
    host: '127.0.0.1',
    port: 0,
    log,
    gatewayKey: GATEWAY_KEY,
    bodyLimit,
  });
}
