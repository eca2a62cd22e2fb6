import { Gaps } from './zones/gaps.ts';

/** What one client request carries through the gateway. */
export interface GatewayContext {
  readonly traceId: string;
  readonly gaps: Gaps;
}

/** The context as our own server made it, out of what Apollo hands on untyped. */
export function gatewayContext(context: Readonly<Record<string, unknown>>): GatewayContext {
  const { traceId, gaps } = context;
  if (typeof traceId === 'string' && gaps instanceof Gaps) return { traceId, gaps };
  throw new TypeError('a request without the context that the server gives it');
}
