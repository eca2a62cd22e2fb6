/** Five zones and a gateway in this process; what the gateway asks of each zone is counted. */
import { createServer } from 'node:http';
import { startGateway } from '../../gateway/server.ts';
import { gatewayConfig, type GatewayConfig } from '../../gateway/config.ts';
import { definitions, GATEWAY_KEY, keptLog, startTestZone, type Logged } from './zone.ts';

export interface Federation {
  readonly url: string;
  /** Requests each zone has received since the last call of `forget`. */
  readonly asked: Map<string, string[]>;
  readonly forget: () => void;
  /** What the zones have logged. */
  readonly logged: readonly Logged[];
  /** From now on the zone refuses the connection. */
  readonly stopZone: (zone: string) => Promise<void>;
  readonly stop: () => Promise<void>;
}

export async function startFederation(
  newDatabase: () => Promise<string>,
  settings: Partial<GatewayConfig> = {},
): Promise<Federation> {
  const { log } = keptLog();
  const zones = keptLog();
  const asked = new Map<string, string[]>();
  const urls = new Map<string, string>();
  const stops: (() => Promise<unknown>)[] = [];
  const listeners = new Map<string, () => Promise<void>>();
  for (const zone of await definitions()) {
    const running = await startTestZone(zone, await newDatabase(), { log: zones.log });
    stops.push(() => running.stop());
    const { url, stop } = await listeningIn(running.url, (body) => {
      asked.set(zone.code, [...(asked.get(zone.code) ?? []), body]);
    });
    urls.set(zone.code, url);
    listeners.set(zone.code, stop);
    stops.push(stop);
  }
  const config = {
    ...gatewayConfig(),
    metrics: undefined,
    otlp: undefined,
    lastGoodFile: undefined,
    host: '127.0.0.1',
    port: 0,
    gatewayKey: GATEWAY_KEY,
    ...settings,
  };
  const gateway = await startGateway({ ...config, zoneUrl: (zone) => urls.get(zone) ?? '' }, log);
  return {
    url: gateway.url,
    asked,
    logged: zones.lines,
    forget: () => asked.clear(),
    stopZone: async (zone) => listeners.get(zone)?.(),
    stop: async () => {
      await gateway.stop();
      for (const stop of stops.toReversed()) await stop();
    },
  };
}

/** A listener between the gateway and a zone that passes everything on and keeps the requests. */
async function listeningIn(
  target: string,
  heard: (body: string) => void,
): Promise<{ url: string; stop: () => Promise<void> }> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      heard(body);
      const headers = new Headers();
      for (const [name, value] of Object.entries(request.headers)) {
        if (typeof value === 'string' && !['host', 'connection', 'content-length'].includes(name))
          headers.set(name, value);
      }
      void fetch(target, { method: 'POST', headers, body }).then(async (answer) => {
        response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/graphql`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
