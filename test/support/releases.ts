/** A release through the gateway: of what was submitted, accepted and with the gaps that there are; the paper's unless another is named. */
import { z } from 'zod';
import { data } from './ask.ts';

const FORM = 'CUMULATIVE_SINCE_2021';
const PERIOD = '2021-01-01/..';
const ACCEPT =
  'mutation ($input: AcceptReturnInput!) { office { acceptReturn(input: $input) { done problems { code } } } }';
const RELEASE =
  'mutation ($input: ReleaseInput!) { office { release(input: $input) { done release { id } problems { code message } } } }';

const answered = z.object({
  zones: z.array(z.object({ statistics: z.looseObject({ zone: z.string(), revision: z.int().nullable() }) })),
});
const released = z.object({
  office: z.object({ release: z.object({ done: z.literal(true), release: z.object({ id: z.string() }) }) }),
});

/** Accepts what every zone has submitted of the paper, and releases it in PARTIAL mode; the release's id. */
export async function releasePaper(url: string): Promise<string> {
  const of = { form: FORM, period: PERIOD };
  await acceptAll(url, of);
  return release(url, of);
}

export interface Released {
  readonly form: string;
  readonly period: string;
}

/** Accepts what every zone has submitted. */
export async function acceptAll(url: string, { form, period }: Released): Promise<void> {
  const facts = 'zone form period revision digest recordedAt signature keyId';
  const question = `{ zones { statistics(form: "${form}", period: "${period}") { ${facts} } } }`;
  const { zones } = answered.parse(await data(url, question));
  for (const { statistics } of zones.filter((each) => each.statistics.revision !== null)) {
    const input = { key: `accept ${statistics.zone} ${period}`, revision: statistics };
    await data(url, ACCEPT, { variables: { input } });
  }
}

/** Releases what was accepted in PARTIAL mode; the release's id. */
export async function release(url: string, of: Released): Promise<string> {
  const input = { ...of, key: `release ${of.period}`, mode: 'PARTIAL', reason: '文件所缺 / as the paper has it' };
  return released.parse(await data(url, RELEASE, { variables: { input } })).office.release.release.id;
}
