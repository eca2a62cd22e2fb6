/** The office reached at the core's own address, without the gateway: a zone's work does not wait for it to be up. */
import { z } from 'zod';
import { OfficeRefused, OfficeUnreachable, OUTCOMES, withdrawalKey, type Decision, type Office } from './office.ts';

const DEADLINE_MS = 3_000;
const FIELDS = 'zone form period revision digest outcome reason decidedAt signature keyId';

const decision = z.object({
  zone: z.string(),
  form: z.string(),
  period: z.string(),
  revision: z.int().min(1),
  digest: z.string(),
  outcome: z.enum(OUTCOMES),
  reason: z.string().nullable(),
  decidedAt: z.iso.datetime(),
  signature: z.string(),
  keyId: z.string(),
});
const decisionsAnswer = z.object({ data: z.object({ decisions: z.array(decision) }) });
const recorded = z.object({ decision: decision.nullable(), problems: z.array(z.object({ message: z.string() })) });
const withdrawalAnswer = z.object({ data: z.object({ office: z.object({ recordWithdrawal: recorded }) }) });

export function officeAt(url: string): Office {
  const ask = async <Answer>(answer: z.ZodType<Answer>, query: string, variables: object): Promise<Answer> => {
    let body: unknown;
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables }),
        redirect: 'error',
        signal: AbortSignal.timeout(DEADLINE_MS),
      });
      body = await response.json();
    } catch {
      throw new OfficeUnreachable('核心区暂不可达 / the core cannot be reached');
    }
    const read = answer.safeParse(body);
    if (!read.success)
      throw new OfficeUnreachable('核心区的答复不合约定 / the core gave an answer that breaks the contract');
    return read.data;
  };
  return {
    async decisions(zone, since) {
      const query = `query ($zone: ID!, $since: DateTime) { decisions(zone: $zone, since: $since) { ${FIELDS} } }`;
      const { data } = await ask(decisionsAnswer, query, { zone, since });
      return data.decisions;
    },
    async withdraw(revision, withdrawal): Promise<Decision> {
      const query = `mutation ($input: RecordWithdrawalInput!) { office { recordWithdrawal(input: $input) { decision { ${FIELDS} } problems { message } } } }`;
      const signed = { withdrawal: withdrawal.signature, withdrawalKeyId: withdrawal.keyId };
      const input = { key: withdrawalKey(revision, withdrawal), revision, ...signed };
      const { data } = await ask(withdrawalAnswer, query, { input });
      const { decision: made, problems } = data.office.recordWithdrawal;
      if (made) return made;
      throw new OfficeRefused(problems.map(({ message }) => message).join('; '));
    },
  };
}
