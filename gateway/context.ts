import { RequestScope } from './request-scope.ts';
import { Gaps } from './zones/gaps.ts';

/** What one client request carries through the gateway. */
export interface GatewayContext {
  readonly traceId: string;
  readonly gaps: Gaps;
  /** How long the request may take, and whether its client still waits. */
  readonly request: RequestScope;
}

/** The context as our own server made it, out of what Apollo hands on untyped. */
export function gatewayContext(context: Readonly<Record<string, unknown>>): GatewayContext {
  const { traceId, gaps, request } = context;
  if (typeof traceId === 'string' && gaps instanceof Gaps && request instanceof RequestScope)
    return { traceId, gaps, request };
  throw new TypeError('a request without the context that the server gives it');
}
