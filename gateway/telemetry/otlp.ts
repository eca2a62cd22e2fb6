/** The SDK behind the spans, and their way to a collector (OTLP over HTTP, JSON). Loaded only when there is an endpoint. */
import { randomBytes } from 'node:crypto';
import { DiagLogLevel, diag } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
  type IdGenerator,
} from '@opentelemetry/sdk-trace';
import { resourceFromAttributes } from 'opentelemetry-resources';
import type { Logger } from '../../infra/runtime/logger.ts';
import { Tracing, type TraceIds } from './tracing.ts';

export interface OtlpOptions {
  /** The collector's address, e.g. http://127.0.0.1:4318; /v1/traces is added. */
  readonly endpoint: string;
  /** Which part of the traces that begin here is recorded, 0 … 1; a caller's traceparent decides for itself. */
  readonly ratio: number;
}

export interface Exporting {
  readonly tracing: Tracing;
  /** Sends what is left, and waits a moment for that. */
  stop(): Promise<void>;
}

const EXPORT_TIMEOUT_MS = 5_000;
const STOP_TIMEOUT_MS = 2_000;

class GivenTraceIds implements IdGenerator, TraceIds {
  next: string | undefined;

  generateTraceId(): string {
    return this.next ?? randomBytes(16).toString('hex');
  }

  generateSpanId(): string {
    return randomBytes(8).toString('hex');
  }
}

export function exportSpans({ endpoint, ratio }: OtlpOptions, log: Logger): Exporting {
  const tell = (message: string, ...details: unknown[]): void => log.warn({ details }, `OpenTelemetry: ${message}`);
  const quiet = (): void => undefined;
  diag.setLogger(
    { error: tell, warn: tell, info: quiet, debug: quiet, verbose: quiet },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
  const url = `${endpoint.replace(/\/+$/, '')}/v1/traces`;
  const exporter = new OTLPTraceExporter({ url, timeoutMillis: EXPORT_TIMEOUT_MS });
  const ids = new GivenTraceIds();
  // Not registered globally: the stock gateway would add a tree of its own to every trace.
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'yihe-gateway', 'service.instance.id': `${process.pid}` }),
    idGenerator: ids,
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) }),
    spanProcessors: [new BatchSpanProcessor({ exporter })],
  });
  return {
    tracing: new Tracing(provider.getTracer('yihe-gateway'), ids),
    stop: async () => {
      const { promise: late, resolve } = Promise.withResolvers<undefined>();
      const timer = setTimeout(resolve, STOP_TIMEOUT_MS, undefined);
      await Promise.race([provider.shutdown(), late]);
      clearTimeout(timer);
    },
  };
}
