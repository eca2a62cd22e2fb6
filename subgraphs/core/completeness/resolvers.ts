/** Completeness at the edge of GraphQL. */
import type { CompletenessResolvers, QueryResolvers, ZoneCompletenessResolvers } from '../generated.ts';
import { Completeness } from './service.ts';

export const completenessResolvers: {
  Query: Pick<QueryResolvers, 'completeness'>;
  Completeness: Pick<CompletenessResolvers, '__resolveReference' | 'total' | 'zones' | 'reminders'>;
  ZoneCompleteness: Pick<ZoneCompletenessResolvers, 'cells'>;
} = {
  Query: {
    completeness: (_, asked) => new Completeness(asked),
  },
  Completeness: {
    __resolveReference: (representation) => new Completeness(representation, representation),
    total: async (source, _, context) => (await source.matrix(context)).total,
    zones: async (source, _, context) => [...(await source.matrix(context)).zones],
    reminders: (source, _, context) => source.reminders(context),
  },
  ZoneCompleteness: {
    cells: ({ cells }) => [...cells],
  },
};
