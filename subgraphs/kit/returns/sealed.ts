/** A zone's statistics as evidence: what was sealed of enterprises is digested anew, and not taken from what is on file. */
import type { ZoneContext } from '../context.ts';
import { statisticsFor, type StatisticsQuestion, type ZoneStatistics } from '../statistics/answer.ts';
import { RevisionSchema } from '../statistics/entities.ts';
import { sealedDigestOf } from './enterprise-cells.ts';

/** For releases and their verification: whoever has changed a sealed figure has changed the digest that the revision was signed with. */
export async function sealedStatisticsFor(question: StatisticsQuestion, context: ZoneContext): Promise<ZoneStatistics> {
  const answered = await statisticsFor(question, context);
  const { form, period, revision, enterpriseDigest } = answered;
  if (enterpriseDigest === null || revision === null) return answered;
  const { id } = await context.database.getRepository(RevisionSchema).findOneByOrFail({ form, period, revision });
  return { ...answered, enterpriseDigest: await sealedDigestOf(context.database, id) };
}
