/**
 * The zones' signed returns, as the gateway hands them over or, of the core zone, from its own database. They are other parties' data:
 * what a release may use is what its zone has signed, and nothing that somebody merely sent here.
 */
import { z } from 'zod';
import { CORE, ZONES } from '../../../schema/zones.ts';
import {
  digestOfAnswer,
  statementOf,
  statisticsFor,
  verified,
  type KeyRegistry,
  type ZoneContext,
} from '../../kit/index.ts';
import { readAnswer, type Asked, type NoReport, type NotReleasable, type Report } from '../consolidation/service.ts';
import { obsStatus, type SignedReturn } from './rules/content.ts';

const code = z.string().max(64);
const text = z.string().max(500);

/** As wide as a zone's own tables, and as what is kept of a release. */
const signedReturn = z.object({
  zone: code,
  form: code,
  period: code,
  revision: z.int(),
  digest: code,
  recordedAt: z.iso.datetime(),
  signature: z.string().max(128),
  keyId: code,
  synthetic: z.boolean(),
  standardVersion: z.string().max(16),
  reason: z.string().max(32).nullable(),
  enterpriseDigest: code.nullable(),
  explanations: z.array(z.object({ rule: code, indicator: code.nullable(), block: code.nullable(), text })),
  observations: z.array(
    z.object({
      indicator: code,
      block: code.nullable(),
      value: code.nullable(),
      unit: z.string().max(16),
      unitMult: z.int(),
      decimals: z.int(),
      obsStatus,
      counterpart: z.string().max(32).nullable(),
      note: text.nullable(),
    }),
  ),
});

/** What a zone answered: a report with what it signed, or why there is none. */
export interface SignedAnswer {
  readonly zone: string;
  readonly answer: Report | NoReport;
  readonly signed: SignedReturn | undefined;
}

/** Every zone of the registry in its order. */
export async function signedAnswers(
  asked: Asked,
  handedOver: Readonly<Record<string, unknown>>,
  context: ZoneContext,
): Promise<SignedAnswer[]> {
  const own = await statisticsFor(asked, context);
  const gaps = context.gaps();
  return ZONES.map(({ code: zone }) => {
    const answered = zone === CORE ? own : handedOver[zone];
    const answer = readAnswer(zone, asked, answered, gaps.get(zone));
    if (typeof answer === 'string' || !answer.reported) return { zone, answer, signed: undefined };
    if (isUnsigned(answered)) return { zone, answer: 'SIGNATURE_INVALID', signed: undefined };
    const read = signedReturn.safeParse(answered);
    return read.success ? { zone, answer, signed: read.data } : { zone, answer: 'BAD_DATA', signed: undefined };
  });
}

/** Made before there were keys: the zone submits it again, signed. */
function isUnsigned(answered: unknown): boolean {
  return typeof answered === 'object' && answered !== null && Reflect.get(answered, 'signature') === null;
}

/** Why this is not what the zone has signed; undefined when it is, to the last byte. */
export function signatureFault(signed: SignedReturn, keys: KeyRegistry): NotReleasable | undefined {
  if (digestOfAnswer(signed) !== signed.digest) return 'DIGEST_MISMATCH';
  const verdict = verified(keys, signed.zone, statementOf(signed), signed);
  return verdict === 'VALID' ? undefined : verdict;
}
