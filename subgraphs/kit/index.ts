/** The kit's public surface: all that a zone's folder may import. */
export type { ZoneContext, ZoneReference } from './context.ts';
export { createTable, int64 } from './database/columns.ts';
export { defineZone, ZoneDefinition, type Resolvers, type ZoneOptions } from './define-zone.ts';
export { summariesOf, type ReturnSummary } from './returns/answer.ts';
export { statisticsFor } from './statistics/answer.ts';
export type { BlockRow } from './territory/entities.ts';
export { readWritten } from './statistics/written.ts';
