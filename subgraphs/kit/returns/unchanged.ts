/** Whether a correction corrects anything. */
import type { EntityManager } from 'typeorm';
import { digestOf, type DigestInput } from '../statistics/digest.ts';
import { ObservationSchema, RevisionExplanationSchema, type RevisionRow } from '../statistics/entities.ts';

type Content = Pick<DigestInput, 'observations' | 'explanations' | 'enterpriseDigest'>;

/** Whether this is what the revision says already: the same cells, the same words, and of enterprises the same figures. */
export async function isAsBefore(
  manager: EntityManager,
  latest: RevisionRow | undefined,
  now: Content,
): Promise<boolean> {
  if (!latest) return false;
  const { id: revisionId, enterpriseDigest } = latest;
  const observations = await manager.findBy(ObservationSchema, { revisionId });
  const explanations = await manager.findBy(RevisionExplanationSchema, { revisionId, enterprise: '' });
  return contentOf(now) === contentOf({ observations, explanations, enterpriseDigest });
}

/** By their digest, whatever return they are of. */
function contentOf(content: Content): string {
  const nowhere = { zone: '', form: '', period: '', revision: 1, synthetic: 0, standardVersion: '', reason: null };
  return digestOf({ ...nowhere, ...content });
}
