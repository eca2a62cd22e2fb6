/** The gateway's settings: from the environment, with a few that the command line may override. */
import path from 'node:path';
import { z } from 'zod';
import { findZone, zonePort } from '../schema/zones.ts';
import { commonSettings, gatewayKey, prefixedSettings, readEnv } from '../infra/runtime/env.ts';
import { StartupError } from '../infra/runtime/startup-error.ts';
import type { MetricsPort } from './telemetry/metrics-server.ts';
import type { OtlpOptions } from './telemetry/otlp.ts';
import type { ZoneLimits } from './zones/limits.ts';

const settings = {
  ...commonSettings,
  GATEWAY_KEY: z.string().min(16).optional(),
  SUPERGRAPH: z
    .string()
    .min(1)
    .default(path.join(import.meta.dirname, '..', 'schema', 'supergraph.graphql')),
  SUPERGRAPH_POLL_MS: z.coerce.number().int().min(50).max(3_600_000).default(1_000),
  GATEWAY_EXECUTOR: z.enum(['own', 'stock']).default('own'),
  REQUEST_MAX_BYTES: z.coerce.number().int().min(1_000).default(200_000),
  REQUEST_DEADLINE_MS: z.coerce.number().int().min(50).max(600_000).default(10_000),
  ZONE_DEADLINE_MS: z.coerce.number().int().min(50).max(120_000).default(3_000),
  ZONE_MAX_ANSWER_BYTES: z.coerce.number().int().min(1_000).default(8_000_000),
  ZONE_MAX_IN_FLIGHT: z.coerce.number().int().min(1).max(10_000).default(128),
  ZONE_MAX_QUEUED: z.coerce.number().int().min(0).max(100_000).default(512),
  ZONE_RETRY_JITTER_MS: z
    .union([z.literal('off'), z.coerce.number().int().min(0).max(60_000)], {
      error: 'must be off or 0 to 60000',
    })
    .default(50),
  ZONE_BREAKER_FAILURES: z
    .union([z.literal('off'), z.coerce.number().int().min(1).max(10_000)], {
      error: 'must be off or 1 to 10000',
    })
    .default(10),
  ZONE_BREAKER_HALF_OPEN_MS: z.coerce.number().int().min(10).max(600_000).default(2_000),
  ZONE_SHARE_IN_FLIGHT: z.enum(['on', 'off']).default('off'),
  METRICS_PORT: z
    .union([z.literal('off'), z.coerce.number().int().min(0).max(65_535)], { error: 'must be off or a port number' })
    .optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  OTEL_TRACES_SAMPLER_ARG: z.coerce.number().min(0).max(1).default(1),
};

export interface GatewayConfig {
  readonly host: string;
  readonly port: number;
  readonly logLevel: string;
  readonly supergraphFile: string;
  readonly supergraphPollMs: number;
  /** Where the supergraph last served is kept; not for a file named on the command line, which is asked for as it is. */
  readonly lastGoodFile: string | undefined;
  readonly gatewayKey: string | undefined;
  /** Who carries query plans out: gateway/execution, or @apollo/gateway as it comes. */
  readonly executor: 'own' | 'stock';
  /** How long a client's request may take as a whole. */
  readonly requestDeadlineMs: number;
  /** The largest request body taken. */
  readonly requestMaxBytes: number;
  readonly zoneLimits: ZoneLimits;
  /** Where spans are sent; undefined: none are made. */
  readonly otlp: OtlpOptions | undefined;
  /** Where the metrics are served; undefined: nowhere. */
  readonly metrics: MetricsPort | undefined;
  /** Where a zone listens: ZONE_URL_<ZONE>, else its port after the base port, else what the supergraph says. */
  readonly zoneUrl: (zone: string, composedUrl: string | undefined) => string;
}

export interface CommandLine {
  readonly supergraph?: string | undefined;
  readonly port?: string | undefined;
}

const ZONE_URL = 'ZONE_URL_';

/** A zone's name as it stands in the name of a setting: in capitals, with _ for whatever is no letter or digit. */
function inCapitals(zone: string): string {
  return zone.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_');
}

export function gatewayConfig(commandLine: CommandLine = {}): GatewayConfig {
  const env = readEnv(settings);
  const addresses = prefixedSettings(ZONE_URL, z.url({ protocol: /^https?$/ }));
  const ownSupergraph = commandLine.supergraph !== undefined;
  const port = commandLine.port === undefined ? env.PORT : portOf(commandLine.port);
  return {
    host: env.HOST,
    port,
    logLevel: env.LOG_LEVEL,
    supergraphFile: commandLine.supergraph ?? env.SUPERGRAPH,
    supergraphPollMs: env.SUPERGRAPH_POLL_MS,
    lastGoodFile: ownSupergraph ? undefined : path.join(env.DATA_DIR, 'gateway', 'last-good.graphql'),
    gatewayKey: gatewayKey(env),
    executor: env.GATEWAY_EXECUTOR,
    otlp:
      env.OTEL_EXPORTER_OTLP_ENDPOINT === undefined
        ? undefined
        : { endpoint: env.OTEL_EXPORTER_OTLP_ENDPOINT, ratio: env.OTEL_TRACES_SAMPLER_ARG },
    metrics: metricsPort(env.METRICS_PORT, port),
    requestDeadlineMs: env.REQUEST_DEADLINE_MS,
    requestMaxBytes: env.REQUEST_MAX_BYTES,
    zoneLimits: {
      deadlineMs: env.ZONE_DEADLINE_MS,
      maxAnswerBytes: env.ZONE_MAX_ANSWER_BYTES,
      maxInFlight: env.ZONE_MAX_IN_FLIGHT,
      maxQueued: env.ZONE_MAX_QUEUED,
      retryJitterMs: env.ZONE_RETRY_JITTER_MS === 'off' ? undefined : env.ZONE_RETRY_JITTER_MS,
      breakerFailures: env.ZONE_BREAKER_FAILURES === 'off' ? 0 : env.ZONE_BREAKER_FAILURES,
      breakerHalfOpenAfterMs: env.ZONE_BREAKER_HALF_OPEN_MS,
      shareInFlight: env.ZONE_SHARE_IN_FLIGHT === 'on',
    },
    zoneUrl: (zone, composedUrl) => {
      const given = addresses.get(inCapitals(zone));
      if (given !== undefined) return given;
      if (findZone(zone) && !ownSupergraph) return `http://${beside(env.HOST)}:${zonePort(zone, env.PORT)}/graphql`;
      if (composedUrl) return composedUrl;
      throw new StartupError(`the supergraph names no address for ${zone}; set ${ZONE_URL}${inCapitals(zone)}`);
    },
  };
}

function portOf(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new StartupError('--port must be a port number');
}

/** METRICS_PORT, or a hundred after the gateway's own port, where no zone listens. */
function metricsPort(given: number | 'off' | undefined, gatewayPort: number): MetricsPort | undefined {
  if (given === 'off') return undefined;
  if (given !== undefined) return { port: given, required: true };
  return { port: gatewayPort === 0 ? 0 : gatewayPort + 100, required: false };
}

/** The address at which zones that share this machine's HOST setting are found. */
function beside(host: string): string {
  return ['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host;
}
