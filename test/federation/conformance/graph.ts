/** A federation that exists for one test: up to five small subgraphs, composed, served, and asked through the gateway. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'graphql';
import { gatewayConfig, type GatewayConfig } from '../../../gateway/config.ts';
import { startGateway } from '../../../gateway/server.ts';
import type { ZoneLimits } from '../../../gateway/zones/limits.ts';
import { createLogger } from '../../../infra/runtime/logger.ts';
import { composeSupergraph } from '../../../schema/compose.ts';
import { temporaryFolder } from '../../support/processes.ts';
import { publishedSdl, resolving, serve, type Answer, type Resolvers, type Row } from './zone-server.ts';

/** A subgraph with what answers for it: resolvers, or for one that answers wrongly the answer itself. */
export interface Subgraph {
  readonly sdl: string;
  readonly resolvers?: Resolvers;
  readonly answer?: Answer;
}
export type Subgraphs = Readonly<Record<string, Subgraph>>;

/** One request that the gateway made. */
export interface Asked {
  readonly zone: string;
  readonly query: string;
  readonly variables: Row;
}

export interface Graph {
  readonly url: string;
  readonly supergraph: string;
  /** What the gateway has asked since the last call of `forget`. */
  readonly asked: readonly Asked[];
  readonly forget: () => void;
  readonly stop: () => Promise<void>;
}

/** What the gateway allows these zones: no circuit breaker, so that a test does not depend on those before it. */
export function zoneLimits(changed: Partial<ZoneLimits> = {}): { readonly zoneLimits: ZoneLimits } {
  return { zoneLimits: { ...gatewayConfig().zoneLimits, breakerFailures: 0, ...changed } };
}

export async function startGraph(
  subgraphs: Subgraphs,
  settings: Partial<GatewayConfig> = zoneLimits(),
): Promise<Graph> {
  const asked: Asked[] = [];
  const zones = await Promise.all(
    Object.entries(subgraphs).map(async ([zone, { sdl, resolvers = {}, answer = resolving(sdl, resolvers) }]) => {
      const running = await serve((request, response) => {
        asked.push({ zone, ...request });
        return answer(request, response);
      });
      return { ...running, name: zone, typeDefs: parse(publishedSdl(sdl)) };
    }),
  );
  const { folder, remove } = temporaryFolder();
  const stopZones = () => Promise.all(zones.map((zone) => zone.stop()));
  try {
    const supergraph = composeSupergraph(zones);
    const file = path.join(folder, 'supergraph.graphql');
    writeFileSync(file, supergraph);
    const config = { ...gatewayConfig({ supergraph: file, port: '0' }), host: '127.0.0.1', gatewayKey: undefined };
    const gateway = await startGateway({ ...config, ...settings }, createLogger('test', 'silent'));
    return {
      url: gateway.url,
      supergraph,
      asked,
      forget: () => void (asked.length = 0),
      stop: async () => {
        await gateway.stop();
        await stopZones();
        remove();
      },
    };
  } catch (error) {
    await stopZones();
    remove();
    throw error;
  }
}

/** A `__resolveReference` that finds the row with the representation's values under these names, and adds what came with it. */
export function byKey(rows: readonly Row[], ...names: readonly string[]) {
  return (representation: Row): Row | null => {
    const given = names.filter((name) => Object.hasOwn(representation, name));
    const found = rows.find((row) => given.every((name) => same(row[name], representation[name])));
    return found ? { ...representation, ...found } : null;
  };
}

function same(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
