/** Signed returns of the hosted zones as the gateway hands them over, accepted by the office, and releases made and verified of them. */
import { z } from 'zod';
import { HOSTED_ZONES } from '../../schema/zones.ts';
import { STANDARD } from '../../schema/standard.ts';
import { openDatabase } from '../../subgraphs/kit/database/open.ts';
import { digestOfAnswer, statementOf } from '../../subgraphs/kit/statistics/digest.ts';
import { addRevision } from '../../subgraphs/kit/statistics/store.ts';
import { readWritten } from '../../subgraphs/kit/statistics/written.ts';
import { ask, data } from '../support/ask.ts';
import { SIGNER, definition } from '../support/zone.ts';

export const FORM = 'ZONE_QUARTERLY';

export interface Answered {
  readonly zone: string;
  readonly form: string;
  readonly period: string;
  readonly state: string;
  readonly revision: number;
  readonly digest: string;
  readonly recordedAt: string;
  readonly signature: string;
  readonly keyId: string;
  readonly standardVersion: string;
  readonly synthetic: boolean;
  readonly reason: string | null;
  readonly enterpriseDigest: string | null;
  readonly explanations: readonly { rule: string; indicator: string | null; block: string | null; text: string }[];
  readonly observations: readonly Cell[];
}

type Cell = ReturnType<typeof cell>;

export function cell(indicator: string, value: string, facts: { block?: string; note?: string } = {}) {
  const unit = STANDARD.indicators.find(({ code }) => code === indicator)?.unit ?? '';
  const { block = null, note = null } = facts;
  const decimals = value.split('.')[1]?.length ?? 0;
  return { indicator, block, value, unit, unitMult: 0, decimals, obsStatus: 'A', counterpart: null, note };
}

/** Every indicator that the form asks for, so that nothing is missing. */
export function cells(value: string, others: Readonly<Record<string, string>> = {}): Cell[] {
  const form = STANDARD.forms.find(({ code }) => code === FORM);
  return (form?.indicators ?? []).map((indicator) => cell(indicator, others[indicator] ?? value));
}

type Facts = Partial<Pick<Answered, 'revision' | 'explanations' | 'synthetic' | 'reason'>>;

/** What a zone has submitted, signed as a zone signs. */
export function signed(zone: string, period: string, observations: readonly Cell[], facts: Facts = {}): Answered {
  const about = {
    ...{ zone, form: FORM, period, state: 'SUBMITTED', revision: 1, standardVersion: STANDARD.version },
    ...{ synthetic: false, reason: null, enterpriseDigest: null, explanations: [], observations },
    recordedAt: new Date(Date.now() - 60_000).toISOString(),
    ...facts,
  };
  return resigned({ ...about, digest: '', signature: '', keyId: '' });
}

export function resigned(answer: Answered, signer = SIGNER): Answered {
  const digest = digestOfAnswer(answer) ?? '';
  return { ...answer, digest, signature: signer.sign(statementOf({ ...answer, digest })), keyId: signer.keyId };
}

export const notReported = (zone: string, period: string) => ({
  ...signed(zone, period, []),
  ...{ state: 'NOT_REPORTED', revision: null, digest: null, recordedAt: null, signature: null, keyId: null },
  ...{ standardVersion: null },
});

export type HandedOver = Readonly<Record<string, unknown>>;

/** All hosted zones, each with the same figure throughout. */
export function allSigned(
  period: string,
  values: readonly string[] = ['20', '50', '30', '9'],
): Record<string, Answered> {
  return Object.fromEntries(HOSTED_ZONES.map(({ code }, at) => [code, signed(code, period, cells(values[at] ?? '1'))]));
}

let keys = 0;
export const newKey = (): string => `key ${(keys += 1)}`;

const ACCEPT = `mutation ($input: AcceptReturnInput!) { office { acceptReturn(input: $input) { done problems { code } } } }`;

export async function accept(url: string, ...answers: readonly Answered[]): Promise<void> {
  for (const { zone, form, period, revision, digest, recordedAt, signature, keyId } of answers) {
    const input = { key: newKey(), revision: { zone, form, period, revision, digest, recordedAt, signature, keyId } };
    const answer = await data(url, ACCEPT, { variables: { input } });
    if (!JSON.stringify(answer).includes('"done":true')) throw new Error(JSON.stringify(answer));
  }
}

/** The core zone's own return, in its own database, accepted. */
export async function ownReturn(url: string, databaseUrl: string, period: string, value: string): Promise<void> {
  const database = await openDatabase(databaseUrl, (await definition('core')).model);
  try {
    const observations = cells(value).map(({ value: text, block, ...each }) => {
      const written = readWritten(text);
      if (!written) throw new Error(text);
      return { ...each, block: block ?? '', ...written };
    });
    const made = { zone: 'core', form: FORM, period, standardVersion: STANDARD.version, observations };
    await database.transaction((manager) => addRevision(manager, made, SIGNER));
  } finally {
    await database.destroy();
  }
  const { core } = await data(
    url,
    `{ core { statistics(form: "${FORM}", period: "${period}") { revision digest recordedAt signature keyId } } }`,
  );
  const { statistics } = z.object({ statistics: z.looseObject({ revision: z.int() }) }).parse(core);
  const input = { key: newKey(), revision: { zone: 'core', form: FORM, period, ...statistics } };
  await data(url, ACCEPT, { variables: { input } });
}

/** All five zones in, and accepted. */
export async function allAccepted(url: string, databaseUrl: string, period: string): Promise<Record<string, Answered>> {
  await ownReturn(url, databaseUrl, period, '7');
  const answers = allSigned(period);
  await accept(url, ...Object.values(answers));
  return answers;
}

const RUN = `mutation ($input: ReleaseInput!) { office { release(input: $input) { __typename run form period asOf } } }`;
const runShape = z.object({ office: z.object({ release: z.looseObject({ run: z.string(), asOf: z.string() }) }) });
export type Run = z.infer<typeof runShape>['office']['release'];

export async function begin(url: string, period: string, input: Readonly<Record<string, unknown>> = {}): Promise<Run> {
  const variables = { input: { key: newKey(), form: FORM, period, ...input } };
  return runShape.parse(await data(url, RUN, { variables })).office.release;
}

const RESULT = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on ReleaseResult {
  done release { id number reason synthetic digest } problems { code severity message ... on ActionProblem { zone } } } } }`;

const resultShape = z.object({
  done: z.boolean(),
  release: z.looseObject({ id: z.string(), number: z.int(), digest: z.string() }).nullable(),
  problems: z.array(z.looseObject({ code: z.string(), zone: z.string().nullable(), message: z.string() })),
});

/** The run with what the zones answered, as the gateway comes back with it; null where the core knows of no such run. */
export async function resolve(url: string, run: Run, handedOver: HandedOver) {
  const variables = { of: [{ ...run, ...handedOver }] };
  const answer = await ask(url, RESULT, { variables });
  if (answer.errors) throw new Error(answer.text);
  return z.object({ _entities: z.tuple([resultShape.nullable()]) }).parse(answer.data)._entities[0];
}

export async function release(url: string, period: string, handedOver: HandedOver, input: HandedOver = {}) {
  const result = await resolve(url, await begin(url, period, input), handedOver);
  if (!result) throw new Error('there was no such run');
  return result;
}

const VERIFIED = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on ReleaseVerification {
  reproduced differences { kind zone indicator block released found message } } } }`;

const verifiedShape = z.object({
  reproduced: z.boolean().nullable(),
  differences: z.array(
    z.object({
      kind: z.string(),
      zone: z.string().nullable(),
      indicator: z.string().nullable(),
      block: z.string().nullable(),
      released: z.string().nullable(),
      found: z.string().nullable(),
      message: z.string(),
    }),
  ),
});

export async function verify(url: string, id: string, handedOver: HandedOver) {
  const asked = await data(url, `query ($id: ID!) { verifyRelease(id: $id) { __typename release form period asOf } }`, {
    variables: { id },
  });
  const key = z.looseObject({ release: z.string() }).parse(asked['verifyRelease']);
  const answer = await ask(url, VERIFIED, { variables: { of: [{ ...key, ...handedOver }] } });
  if (answer.errors) throw new Error(answer.text);
  return z.object({ _entities: z.tuple([verifiedShape]) }).parse(answer.data)._entities[0];
}
