import type { Gaps } from './zones/gaps.ts';

/** What one client request carries through the gateway. */
export interface GatewayContext {
  readonly traceId: string;
  readonly gaps: Gaps;
}
