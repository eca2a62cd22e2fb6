/** /metrics on a port of its own: what is counted is for the operators, not for the gateway's clients. */
import { createServer } from 'node:http';
import { bind } from '../../infra/runtime/http.ts';
import type { Logger } from '../../infra/runtime/logger.ts';
import type { GatewayMetrics } from './metrics.ts';

export interface MetricsPort {
  readonly port: number;
  /** Asked for by METRICS_PORT; a port that only follows from the gateway's own may be taken without keeping it from its work. */
  readonly required: boolean;
}

export interface RunningMetrics {
  readonly url: string;
  stop(): Promise<void>;
}

/** Undefined when the port is taken and was not asked for. */
export async function serveMetrics(
  metrics: GatewayMetrics,
  host: string,
  { port, required }: MetricsPort,
  log: Logger,
): Promise<RunningMetrics | undefined> {
  const server = createServer((request, response) => {
    if (request.url !== '/metrics' || request.method !== 'GET') {
      response.writeHead(404).end();
      return;
    }
    metrics.text().then(
      (text) => response.writeHead(200, { 'content-type': metrics.contentType }).end(text),
      (error: unknown) => {
        log.error({ err: error }, 'the metrics could not be printed');
        response.writeHead(500).end();
      },
    );
  });
  try {
    const bound = await bind(server, host, port, 'METRICS_PORT to another port, or to off');
    metrics.watchProcess();
    return {
      url: `http://${host}:${bound}/metrics`,
      stop: () =>
        new Promise((resolve) => {
          server.close(() => resolve());
          server.closeAllConnections();
        }),
    };
  } catch (error) {
    if (required) throw error;
    log.warn({ port, err: error }, 'no metrics are served: their port is not to be had; set METRICS_PORT');
    return undefined;
  }
}
