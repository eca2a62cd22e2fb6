/** The office at the edge of GraphQL. */
import type { MutationResolvers, OfficeMutationsResolvers, QueryResolvers } from '../generated.ts';
import { acceptReturn, recordWithdrawal, sendBack } from './office.ts';
import { decisionsSince } from './store.ts';

export const decisionResolvers: {
  Query: Pick<QueryResolvers, 'decisions'>;
  Mutation: Pick<MutationResolvers, 'office'>;
  OfficeMutations: Pick<OfficeMutationsResolvers, 'acceptReturn' | 'sendBack' | 'recordWithdrawal'>;
} = {
  Query: {
    decisions: (_, { zone, since }, context) => decisionsSince(context, zone, since ?? null),
  },
  Mutation: { office: () => ({}) },
  OfficeMutations: {
    acceptReturn: (_, { input }, context) => acceptReturn(context, input),
    sendBack: (_, { input }, context) => sendBack(context, input),
    recordWithdrawal: (_, { input }, context) => recordWithdrawal(context, input),
  },
};
