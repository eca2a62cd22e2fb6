/** What the kit answers for any zone: its root field, its own type, and its part in a consolidation. */
import { QUESTIONS, type Question } from '../../schema/questions.ts';
import { CORE, findZone, zoneMutationsName } from '../../schema/zones.ts';
import type { ZoneContext } from './context.ts';
import { returnOf, returnsOf, summariesOf, type SpanAsked } from './returns/answer.ts';
import { sealedStatisticsFor } from './returns/sealed.ts';
import { actionResolvers, returnTypes } from './returns/resolvers.ts';
import { statisticsFor, type StatisticsQuestion } from './statistics/answer.ts';
import { allBlocks } from './territory/store.ts';

export function zoneResolvers(code: string, typeName: string) {
  const entry = findZone(code);
  return {
    ...answersOf(code),
    ...returnTypes,
    Query: { [code]: () => ({ code }) },
    Mutation: { [code]: () => ({}) },
    [zoneMutationsName(code)]: actionResolvers,
    [typeName]: {
      __resolveReference: (reference: { code: string }) => (reference.code === code ? { code } : null),
      name: () => entry?.name,
      kind: () => entry?.kind,
      blocks: (_: unknown, __: unknown, { database }: ZoneContext) => allBlocks(database),
      statistics: (_: unknown, question: StatisticsQuestion, context: ZoneContext) => statisticsFor(question, context),
      return: (_: unknown, asked: Parameters<typeof returnOf>[0], context: ZoneContext) => returnOf(asked, context),
      returns: (_: unknown, asked: Parameters<typeof returnsOf>[0], context: ZoneContext) => returnsOf(asked, context),
    },
  };
}

const statistics = (question: StatisticsQuestion, _: unknown, context: ZoneContext) => statisticsFor(question, context);
const summaries = (question: SpanAsked, _: unknown, context: ZoneContext) => summariesOf(question, context);

const sealed = (question: StatisticsQuestion, _: unknown, context: ZoneContext) =>
  sealedStatisticsFor(question, context);

/** The zone's answers to the questions that are put to all zones; the core computes from them and resolves the question itself. */
function answersOf(code: string) {
  const reference = code !== CORE && { __resolveReference: (question: object) => question };
  const answer = ({ answer: type, evidence }: Question) =>
    type === 'ZoneStatistics' ? (evidence ? sealed : statistics) : summaries;
  return Object.fromEntries(QUESTIONS.map((each) => [each.type, { ...reference, [code]: answer(each) }]));
}
