/** What the kit answers for any zone: its root field, its own type, and its part in a consolidation. */
import { CORE, findZone } from '../../schema/zones.ts';
import type { ZoneContext } from './context.ts';
import { statisticsFor, type StatisticsQuestion } from './statistics/answer.ts';
import { allBlocks } from './territory/store.ts';

export function zoneResolvers(code: string, typeName: string) {
  const entry = findZone(code);
  const statistics = (question: StatisticsQuestion, _: unknown, context: ZoneContext) =>
    statisticsFor(question, context);
  return {
    Query: { [code]: () => ({ code }) },
    [typeName]: {
      __resolveReference: (reference: { code: string }) => (reference.code === code ? { code } : null),
      name: () => entry?.name,
      kind: () => entry?.kind,
      blocks: (_: unknown, __: unknown, { database }: ZoneContext) => allBlocks(database),
      statistics: (_: unknown, question: StatisticsQuestion, context: ZoneContext) => statisticsFor(question, context),
    },
    Consolidation: {
      ...(code !== CORE && { __resolveReference: (reference: object) => reference }),
      [code]: statistics,
    },
  };
}
