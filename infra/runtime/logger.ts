/** Structured logs: one JSON line an event, with the trace id of the request it belongs to. */
import { pino, type Logger } from 'pino';
import { currentTraceId } from './trace.ts';

export type { Logger };

export function createLogger(service: string, level: string): Logger {
  return pino({
    level,
    base: { service, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    mixin: () => {
      const traceId = currentTraceId();
      return traceId === undefined ? {} : { traceId };
    },
  });
}
