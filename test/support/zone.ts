/** A zone in this process, on a database of its own, for tests that look inside it. */
import { z } from 'zod';
import { createLogger, type Logger } from '../../infra/runtime/logger.ts';
import type { ZoneDefinition } from '../../subgraphs/kit/define-zone.ts';
import { startZone, type RunningZone } from '../../subgraphs/kit/zone-server.ts';
import { zone as bazhou } from '../../subgraphs/bazhou/zone.ts';
import { zone as core } from '../../subgraphs/core/zone.ts';
import { zone as enyang } from '../../subgraphs/enyang/zone.ts';
import { zone as nanjiang } from '../../subgraphs/nanjiang/zone.ts';
import { zone as tongjiang } from '../../subgraphs/tongjiang/zone.ts';

export const DEFINITIONS: readonly ZoneDefinition[] = [core, bazhou, enyang, nanjiang, tongjiang];

export const GATEWAY_KEY = 'a key for the tests only';

const logged = z.looseObject({ level: z.string() });
export type Logged = z.infer<typeof logged>;

/** A logger that keeps its lines. */
export function keptLog(): { log: Logger; lines: Logged[] } {
  const lines: Logged[] = [];
  const write = (line: string): void => void lines.push(logged.parse(JSON.parse(line)));
  return { log: createLogger('test', 'info', { write }), lines };
}

export function startTestZone(zone: ZoneDefinition, databaseUrl: string, log = keptLog().log): Promise<RunningZone> {
  return startZone({ zone, databaseUrl, seed: true, host: '127.0.0.1', port: 0, log, gatewayKey: GATEWAY_KEY });
}
