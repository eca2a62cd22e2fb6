/** What a zone answers for a period, the same in every zone: plain data with the fields of ZoneStatistics. */
import { setTimeout } from 'node:timers/promises';
import { formFor } from '../../../schema/forms.ts';
import type { ZoneContext } from '../context.ts';
import { answeredAsOf } from './store.ts';
import type { AnsweredExplanation, ReportedReturn, ReturnKey, WrittenObservation } from './store.ts';

export interface ZoneStatistics {
  readonly zone: string;
  readonly form: string;
  readonly period: string;
  readonly state: 'NOT_REPORTED' | 'SUBMITTED' | 'AS_OF_UNSUPPORTED';
  readonly revision: number | null;
  readonly standardVersion: string | null;
  readonly digest: string | null;
  readonly signature: string | null;
  readonly keyId: string | null;
  readonly recordedAt: string | null;
  readonly synthetic: boolean;
  readonly reason: string | null;
  readonly explanations: readonly AnsweredExplanation[];
  readonly enterpriseDigest: string | null;
  readonly observations: readonly WrittenObservation[];
}

const NOTHING = {
  revision: null,
  standardVersion: null,
  digest: null,
  signature: null,
  keyId: null,
  recordedAt: null,
  synthetic: false,
  reason: null,
  explanations: [],
  enterpriseDigest: null,
  observations: [],
} as const;

/** What a client asks: no form means the one that asks zones for such a period. */
export interface StatisticsQuestion {
  readonly period: string;
  readonly form?: string | null | undefined;
  readonly asOf?: string | null | undefined;
}

/** The zone's return in force, or that there is none, or that it cannot tell. Errors: FORM_NOT_FOUND. */
export async function statisticsFor(question: StatisticsQuestion, context: ZoneContext): Promise<ZoneStatistics> {
  const { period, asOf = null } = question;
  const key: ReturnKey = { form: formFor(question.form, period).code, period, asOf };
  if (asOf !== null) await reached(Date.parse(asOf));
  const isKnown = asOf === null || (asOf >= (await context.historyBegins()) && Date.parse(asOf) < Date.now());
  if (!isKnown) return answer(key, 'AS_OF_UNSUPPORTED', null, context);
  if (asOf !== null) answeredAsOf(context.database, asOf);
  const found = await context.loaders.returnInForce.load(key);
  return answer(key, found ? 'SUBMITTED' : 'NOT_REPORTED', found, context);
}

/** Clocks differ: an instant that is just ahead of ours is waited for, so that two machines may be a little apart. */
const CLOCKS_APART_MS = 1_000;

export async function reached(instant: number): Promise<void> {
  const ahead = instant - Date.now();
  if (ahead >= 0 && ahead < CLOCKS_APART_MS) await setTimeout(ahead + 1);
}

function answer(
  { form, period }: ReturnKey,
  state: ZoneStatistics['state'],
  found: ReportedReturn | null,
  { zone }: ZoneContext,
): ZoneStatistics {
  return { zone, form, period, state, ...(found ?? NOTHING) };
}
