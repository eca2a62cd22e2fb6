/** Eliminations as data: exact amounts in whole units. */
import type {
  EliminationEntryResolvers,
  EliminationRemainderResolvers,
  EliminationSideResolvers,
  QueryResolvers,
} from '../generated.ts';
import { ELIMINATIONS } from './file.ts';

const { rules, version } = ELIMINATIONS;

export const eliminationResolvers: {
  Query: Pick<QueryResolvers, 'eliminationRules'>;
  EliminationEntry: Pick<EliminationEntryResolvers, 'amount'>;
  EliminationRemainder: Pick<EliminationRemainderResolvers, 'amount'>;
  EliminationSide: Pick<EliminationSideResolvers, 'value'>;
} = {
  Query: {
    eliminationRules: () =>
      rules.map(({ kept = null, removed = null, ...rule }) => ({ ...rule, kept, removed, version })),
  },
  EliminationEntry: { amount: ({ amount }) => amount.toFixed() },
  EliminationRemainder: { amount: ({ amount }) => amount.toFixed() },
  EliminationSide: { value: ({ value }) => value.toFixed() },
};
