/** Structured logs: one JSON line an event, with the trace id of the request it belongs to. */
import { pino, type DestinationStream, type Logger, type LoggerOptions } from 'pino';
import { currentTraceId } from './trace.ts';

export type { Logger };

/** Logs of `service` to standard output, or to `destination`. */
export function createLogger(service: string, level: string, destination?: DestinationStream): Logger {
  const options: LoggerOptions = {
    level,
    base: { service, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    mixin: () => {
      const traceId = currentTraceId();
      return traceId === undefined ? {} : { traceId };
    },
  };
  return destination ? pino(options, destination) : pino(options);
}
