import type { RequestScope } from './request-scope.ts';
import type { RequestRecord } from './telemetry/request-record.ts';
import type { Gaps } from './zones/gaps.ts';

/** What one client request carries through the gateway. */
export class GatewayContext {
  readonly traceId: string;
  readonly gaps: Gaps;
  /** How long the request may take, and whether its client still waits. */
  readonly request: RequestScope;
  /** What the metrics will say of it. */
  readonly record: RequestRecord;

  constructor(traceId: string, gaps: Gaps, request: RequestScope, record: RequestRecord) {
    this.traceId = traceId;
    this.gaps = gaps;
    this.request = request;
    this.record = record;
  }

  /** The context as our own server made it, out of what Apollo hands on untyped. */
  static from(context: unknown): GatewayContext {
    if (context instanceof GatewayContext) return context;
    throw new TypeError('a request without the context that the server gives it');
  }
}
