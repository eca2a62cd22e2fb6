/** Withdrawing what the office has not decided on, and correcting what it has. Nothing that was submitted is ever changed. */
import { RevisionSchema, type RevisionRow } from '../statistics/entities.ts';
import { withdrawalOf } from '../statistics/digest.ts';
import { holdHistory, nextMoment } from '../statistics/store.ts';
import type { ZoneRuntime } from '../context.ts';
import { OfficeRefused, OfficeUnreachable, type SignedRevision } from '../office/office.ts';
import { act, officeUnreachable, type ActionInput, type ActionOutcome, type Held } from './action.ts';
import { knownOf } from './facts.ts';
import { actionProblem, type Problem } from './problems.ts';
import { keep } from './receipts.ts';
import { copyToDraft, setHead } from './store.ts';

/**
 * The office is told first, and its word decides: of a withdrawal and an acceptance at the same moment only one is recorded there. If
 * the zone ends in between, the withdrawal is recorded and is completed by asking for it again.
 */
export async function withdrawReturn(runtime: ZoneRuntime, input: ActionInput): Promise<ActionOutcome> {
  const problem = await askOffice(runtime, input);
  return act(runtime, 'withdrawReturn', 'WITHDRAW', input, async (held) => {
    if (problem) return { problems: [problem] };
    const { manager, known } = held;
    if (!known.latest) return { problems: [] };
    await holdHistory(manager, 'FOR UPDATE'); // as of a moment it is there or not, and never both
    await manager.update(RevisionSchema, { id: known.latest.id }, { withdrawnAt: await nextMoment(manager) });
    return reopen(held, known.latest, known.latest.reason);
  });
}

/** Has the office record it and keeps its word; why that could not be done, if so. */
async function askOffice(runtime: ZoneRuntime, { form, period, version }: ActionInput): Promise<Problem | undefined> {
  const [known] = await knownOf(runtime, form, [period]);
  const { latest, state, head } = known ?? {};
  if (!latest || state !== 'SUBMITTED' || (head?.version ?? 0) !== version) return undefined;
  const identity = { ...latest, zone: runtime.zone };
  const { revision, digest, recordedAt, signature, keyId } = latest;
  if (signature === null || keyId === null) return undefined; // it was never signed: the office can have decided nothing of it
  const signed: SignedRevision = {
    ...{ zone: runtime.zone, form, period, revision, digest, signature, keyId },
    recordedAt: recordedAt.toISOString(),
  };
  try {
    const withdrawal = { signature: runtime.signer.sign(withdrawalOf(identity)), keyId: runtime.signer.keyId };
    await keep(runtime, await runtime.office.withdraw(signed, withdrawal));
  } catch (error) {
    if (error instanceof OfficeUnreachable) return officeUnreachable(state);
    if (error instanceof OfficeRefused) return actionProblem('OFFICE_REFUSED', error.message, { state });
    throw error;
  }
  return undefined; // recorded; or decided before, and then its state does not allow it
}

export interface ReviseInput extends ActionInput {
  readonly reason: string;
}

export function reviseReturn(runtime: ZoneRuntime, input: ReviseInput): Promise<ActionOutcome> {
  return act(runtime, 'reviseReturn', 'REVISE', input, (held) =>
    held.known.latest ? reopen(held, held.known.latest, input.reason) : Promise.resolve({ problems: [] }),
  );
}

async function reopen({ manager, form, of, head }: Held, from: RevisionRow, reason: string | null) {
  await copyToDraft(manager, form, of, from.id);
  await setHead(manager, { ...head, drafting: 1, reason, synthetic: from.synthetic });
  return { changed: 0 };
}
