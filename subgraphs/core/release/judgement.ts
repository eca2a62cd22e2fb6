/** Which of the zones' answers go into a release: signed by the zone, unchanged, and accepted by the office as of the release's instant. */
import type { ZoneContext } from '../../kit/index.ts';
import type { ZoneAnswer } from '../consolidation/service.ts';
import { decisionsOf } from '../decisions/service.ts';
import { signatureFault, signedAnswers } from './answers.ts';
import { acceptanceOf } from './rules/acceptance.ts';
import type { ReleasedReturn, ReleaseQuestion, SignedReturn } from './rules/content.ts';

/** An answer for the arithmetic, and where it counts the return that it is. */
export interface JudgedAnswer extends ZoneAnswer {
  readonly signed: SignedReturn | undefined;
  readonly released: ReleasedReturn | undefined;
}

export async function judgedAnswers(
  question: ReleaseQuestion,
  handedOver: Readonly<Record<string, unknown>>,
  context: ZoneContext,
): Promise<JudgedAnswer[]> {
  const { form, period, asOf } = question;
  const answers = await signedAnswers(question, handedOver, context);
  const decisions = await decisionsOf(context, { form, periods: [period] }, asOf);
  return answers.map(({ zone, answer, signed }) => {
    const out = { zone, signed: undefined, released: undefined };
    if (!signed) return { ...out, answer };
    const fault = signatureFault(signed, context.keys);
    const acceptance = fault ?? acceptanceOf(signed, decisions.all(zone, period));
    if (typeof acceptance === 'string') return { ...out, answer: acceptance };
    return { zone, answer: accepted(answer), signed, released: releasedReturn(signed, acceptance.acceptedAt) };
  });
}

/** Whatever closed it since, what counts in a release is that it was accepted. */
export function accepted(answer: ZoneAnswer['answer']): ZoneAnswer['answer'] {
  return typeof answer === 'string' || !answer.reported ? answer : { ...answer, verdict: 'ACCEPTED' };
}

function releasedReturn(signed: SignedReturn, acceptedAt: string): ReleasedReturn {
  const { zone, revision, digest, recordedAt, signature, keyId, synthetic, standardVersion } = signed;
  return { zone, revision, digest, recordedAt, signature, keyId, synthetic, standardVersion, acceptedAt };
}
