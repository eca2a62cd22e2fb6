/** Why a zone gave the gateway no usable answer. The gateway finds the reason, the core states it in the coverage. */
export const TECHNICAL_GAPS = [
  'TIMEOUT',
  'REFUSED',
  'UNREACHABLE',
  'HTTP_ERROR',
  'BAD_DATA',
  'SCHEMA_SKEW',
  'ZONE_ERROR',
  'CIRCUIT_OPEN',
  'OVERLOADED',
  'NO_ANSWER',
] as const;
export type TechnicalGap = (typeof TECHNICAL_GAPS)[number];

export function isTechnicalGap(reason: unknown): reason is TechnicalGap {
  return TECHNICAL_GAPS.some((each) => each === reason);
}
