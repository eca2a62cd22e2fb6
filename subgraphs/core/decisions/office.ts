/** The office's acts, each carried out once for its key: verify what the zone signed, see what stands, add a decision. */
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { problem } from '../../../schema/error-codes.ts';
import { saysSomething } from '../../../schema/words.ts';
import {
  OfficeRefused,
  once,
  OUTCOMES,
  withdrawalKey,
  type Decision,
  type Office,
  type Outcome,
  type SignedRevision,
} from '../../kit/index.ts';
import { ACT_FAULTS, decisionProblem, MAX_REASON, type DecisionProblem } from './problems.ts';
import { faultOf, isAhead, mayFollow, REVISION_FAULTS, standing, withdrawalFault } from './rules.ts';
import { addDecision, decisionsOn, decisionsSince, momentOf, type DecisionBook } from './store.ts';

/** What the office works with: the core's own database and key, and everybody's public keys. */
export type OfficeRuntime = DecisionBook;

/** Plain data, kept with its key once it commits. */
export interface DecisionResult {
  readonly commits: boolean;
  readonly done: boolean;
  readonly decision: Decision | null;
  readonly problems: DecisionProblem[];
}

const answered = z.object({
  commits: z.boolean(),
  done: z.boolean(),
  decision: z
    .object({
      zone: z.string(),
      form: z.string(),
      period: z.string(),
      revision: z.int(),
      digest: z.string(),
      outcome: z.enum(OUTCOMES),
      reason: z.string().nullable(),
      decidedAt: z.string(),
      signature: z.string(),
      keyId: z.string(),
    })
    .nullable(),
  problems: z.array(
    z.object({
      __typename: z.literal('ActionProblem'),
      code: z.enum([...REVISION_FAULTS, ...ACT_FAULTS]),
      severity: z.literal('ERROR'),
      message: z.string(),
      zone: z.string(),
      state: z.null(),
      version: z.null(),
    }),
  ),
});

interface Keyed {
  readonly key: string;
  readonly revision: SignedRevision;
}

export function acceptReturn(runtime: OfficeRuntime, { key, revision }: Keyed): Promise<DecisionResult> {
  return carriedOut(runtime, { key, action: 'acceptReturn', input: revision }, revision, (manager) =>
    decide(manager, runtime, revision, 'ACCEPTED', null),
  );
}

export function sendBack(
  runtime: OfficeRuntime,
  { key, revision, reason }: Keyed & { readonly reason: string },
): Promise<DecisionResult> {
  const why = reason.trim();
  return carriedOut(runtime, { key, action: 'sendBack', input: { revision, reason } }, revision, async (manager) => {
    if (why.length > MAX_REASON || !saysSomething(why)) return refused('REASON_NEEDED', revision);
    return decide(manager, runtime, revision, 'RETURNED', why);
  });
}

interface Withdrawal {
  readonly withdrawal: string;
  readonly withdrawalKeyId: string;
}

/** Withdrawn already is withdrawn: the zone may not have had the answer. */
export function recordWithdrawal(
  runtime: OfficeRuntime,
  { key, revision, withdrawal, withdrawalKeyId: keyId }: Keyed & Withdrawal,
): Promise<DecisionResult> {
  const request = { key, action: 'recordWithdrawal', input: { revision, withdrawal, keyId } };
  return carriedOut(runtime, request, revision, async (manager) => {
    const fault = withdrawalFault(runtime.keys, revision, { signature: withdrawal, keyId });
    return fault ? refused(fault, revision) : decide(manager, runtime, revision, 'WITHDRAWN', null);
  });
}

/** The office as the core zone itself has it. To be called outside of a transaction, as the one over HTTP. */
export function officeOf(runtime: OfficeRuntime): Office {
  return {
    decisions: (zone, since) => decisionsSince(runtime, zone, since),
    withdraw: async (revision, withdrawal) => {
      const { signature, keyId } = withdrawal;
      const key = withdrawalKey(revision, withdrawal);
      const input = { key, revision, withdrawal: signature, withdrawalKeyId: keyId };
      const { decision, problems } = await recordWithdrawal(runtime, input);
      if (decision) return decision;
      throw new OfficeRefused(problems.map(({ message }) => message).join('; '));
    },
  };
}

function carriedOut(
  { database, keys }: OfficeRuntime,
  request: Parameters<typeof once>[1],
  revision: SignedRevision,
  work: (manager: EntityManager) => Promise<DecisionResult>,
): Promise<DecisionResult> {
  assertRevision(revision);
  return once(
    database,
    request,
    (stored) => answered.parse(stored),
    (manager) => {
      const fault = faultOf(keys, revision);
      return fault ? Promise.resolve(refused(fault, revision)) : work(manager);
    },
  );
}

/** What no zone can have signed. */
function assertRevision({ revision, digest }: SignedRevision): void {
  if (revision >= 1 && /^[0-9a-f]{64}$/.test(digest)) return;
  throw problem(
    'BAD_USER_INPUT',
    '修订号从 1 起,摘要为 64 位小写十六进制数 / revisions count from 1, and a digest is 64 lower-case hexadecimal digits',
  );
}

async function decide(
  manager: EntityManager,
  runtime: OfficeRuntime,
  revision: SignedRevision,
  outcome: Outcome,
  reason: string | null,
): Promise<DecisionResult> {
  const at = await momentOf(manager); // before looking: who comes second sees what the first has decided
  if (outcome !== 'WITHDRAWN' && isAhead(revision, at)) return refused('RECORDED_IN_FUTURE', revision);
  const made = await decisionsOn(manager, runtime, revision);
  if (!made) return refused('DECISION_DAMAGED', revision);
  const before = standing(made);
  if (mayFollow(before?.outcome, outcome)) {
    const decision = await addDecision(manager, runtime.signer, { ...revision, outcome, reason, at });
    return { commits: true, done: true, decision, problems: [] };
  }
  const isSame = outcome === 'WITHDRAWN' && before?.outcome === outcome && before.digest === revision.digest;
  if (isSame) return { commits: false, done: true, decision: before, problems: [] };
  return { ...refused('ALREADY_DECIDED', revision), decision: before ?? null };
}

function refused(code: DecisionProblem['code'], { zone }: SignedRevision): DecisionResult {
  return { commits: false, done: false, decision: null, problems: [decisionProblem(code, zone)] };
}
