import type { RequestScope } from './request-scope.ts';
import type { RequestRecord } from './telemetry/request-record.ts';
import type { Gaps } from './zones/gaps.ts';

/** What one client request carries through the gateway. */
export interface GatewayContext {
  readonly traceId: string;
  readonly gaps: Gaps;
  /** How long the request may take, and whether its client still waits. */
  readonly request: RequestScope;
  /** What the metrics will say of it. */
  readonly record: RequestRecord;
}
