/** The kit's public surface: all that a zone's folder may import. */
export type { ZoneContext, ZoneReference, ZoneRuntime } from './context.ts';
export { createTable, int64 } from './database/columns.ts';
export { readInstant, sqlInstant } from './database/instants.ts';
export { defineZone, ZoneDefinition, type Resolvers, type ZoneOptions } from './define-zone.ts';
export { once, type KeyedRequest } from './idempotency/once.ts';
export { decisionStatement, OfficeRefused, OUTCOMES, withdrawalKey } from './office/office.ts';
export type { Decision, Office, Outcome, Signature, SignedRevision } from './office/office.ts';
export { spanOf, summariesOf, type ReturnSummary, type SpanAsked } from './returns/answer.ts';
export type { Signer } from './signing/keys.ts';
export { verified, type KeyRegistry } from './signing/registered.ts';
export { sealedStatisticsFor } from './returns/sealed.ts';
export { reached, statisticsFor } from './statistics/answer.ts';
export { digestOfAnswer, statementOf, withdrawalOf } from './statistics/digest.ts';
export { holdHistory, readAsOf } from './statistics/store.ts';
export type { BlockRow } from './territory/entities.ts';
export { readWritten } from './statistics/written.ts';
