/** Releasing: a run is written down, the zones are asked as of its instant, and what they signed and the office accepted is sealed. */
import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { problem } from '../../../schema/error-codes.ts';
import { formFor, hasPeriod } from '../../../schema/forms.ts';
import { HOSTED_ZONES } from '../../../schema/zones.ts';
import { once, type ZoneContext } from '../../kit/index.ts';
import { consolidated, type Figure } from '../consolidation/service.ts';
import { closeReturns, momentOf } from '../decisions/service.ts';
import type { ReleaseInput } from '../generated.ts';
import { heldBlocks } from '../perimeter/service.ts';
import { RunSchema, type RunRow } from './entities.ts';
import { judgedAnswers, type JudgedAnswer } from './judgement.ts';
import { contentOf, manifestsOf } from './contents.ts';
import { gapProblems, isReason, nothingChanged, REASON_NEEDED, superseded, type ReleaseProblem } from './problems.ts';
import { digestOfRelease, plain, releaseStatement } from './rules/canonical.ts';
import { isRepetition } from './rules/changes.ts';
import { mode, perimeter, type Manifest, type ReleaseContent, type ReleaseQuestion } from './rules/content.ts';
import { readFigures } from './service.ts';
import { addRelease, releasesById, releasesOf, type StoredRelease } from './store.ts';
import { VERSIONS } from './versions.ts';

export interface ReleaseOutcome {
  readonly done: boolean;
  readonly release: StoredRelease | null;
  readonly problems: readonly ReleaseProblem[];
}

/** The key of the question that the zones are asked. */
export interface RunKey {
  readonly run: string;
  readonly form: string;
  readonly period: string;
  readonly asOf: string;
}

/** A run with what the hosted zones answered to it; everything that is said of it comes of one and the same attempt. */
export class ReleaseAttempt implements RunKey {
  readonly run: string;
  readonly form: string;
  readonly period: string;
  readonly asOf: string;
  readonly #attempt: (context: ZoneContext) => Promise<ReleaseOutcome>;
  #outcome: Promise<ReleaseOutcome> | undefined;

  constructor({ run, form, period, asOf }: RunKey, attempt: (context: ZoneContext) => Promise<ReleaseOutcome>) {
    this.run = run;
    this.form = form;
    this.period = period;
    this.asOf = asOf;
    this.#attempt = attempt;
  }

  outcome(context: ZoneContext): Promise<ReleaseOutcome> {
    this.#outcome ??= this.#attempt(context);
    return this.#outcome;
  }
}

/** Instead of a run, where none is made: nothing is written, and the key stays free. */
const NO_REASON = 'REASON_NEEDED';

const refused = (...problems: readonly ReleaseProblem[]): ReleaseOutcome => ({ done: false, release: null, problems });

const begun = z.object({ commits: z.literal(true), run: z.string(), asOf: z.string() });

/** Errors: FORM_NOT_FOUND, NOT_A_PERIOD_OF_FORM, PERIMETER_NOT_AVAILABLE, IDEMPOTENCY_KEY_REUSED. */
export async function beginRelease(input: ReleaseInput, { database }: ZoneContext): Promise<ReleaseAttempt> {
  const { key, form: code, period, perimeter: under = 'TERRITORIAL', mode: how = 'STRICT' } = input;
  const form = formFor(code, period);
  if (!hasPeriod(form, period)) {
    const message = `${form.code} 不采集 ${period},见 forms / does not ask for ${period}; see forms`;
    throw problem('NOT_A_PERIOD_OF_FORM', message);
  }
  heldBlocks(under, period);
  const reason = how === 'PARTIAL' ? (input.reason ?? '').trim() : null;
  const about = { form: form.code, period };
  if (reason !== null && !isReason(reason)) {
    return unasked({ ...about, run: NO_REASON, asOf: new Date().toISOString() });
  }
  const asked = { ...about, perimeter: under, mode: how, reason };
  const { run, asOf } = await once(
    database,
    { key, action: 'release', input: asked },
    (stored) => begun.parse(stored),
    async (manager) => {
      const [id, now] = [randomUUID(), new Date()];
      await manager.insert(RunSchema, { ...asked, id, asOf: now, recordedAt: now });
      return { commits: true as const, run: id, asOf: now.toISOString() };
    },
  );
  return unasked({ ...about, run, asOf });
}

/** Before the gateway has asked the zones; whoever asks the core alone gets no further. */
function unasked(key: RunKey): ReleaseAttempt {
  const gaps = HOSTED_ZONES.map(({ code: zone }) => ({ zone, reason: 'NO_ANSWER' }));
  return new ReleaseAttempt(key, () => Promise.resolve(refused(...gapProblems(gaps, [], 'ERROR'))));
}

/** A run as the gateway hands it back; null for one that there is not, or that is about something else. */
export async function resumeRelease(
  key: RunKey,
  handedOver: Readonly<Record<string, unknown>>,
  { database }: ZoneContext,
): Promise<ReleaseAttempt | null> {
  if (key.run === NO_REASON) return new ReleaseAttempt(key, () => Promise.resolve(refused(REASON_NEEDED)));
  const run = await database.getRepository(RunSchema).findOneBy({ id: key.run });
  const isAsked = run?.form === key.form && run.period === key.period && run.asOf.toISOString() === key.asOf;
  return isAsked ? new ReleaseAttempt(key, (context) => attempt(run, handedOver, context)) : null;
}

async function attempt(
  run: RunRow,
  handedOver: Readonly<Record<string, unknown>>,
  context: ZoneContext,
): Promise<ReleaseOutcome> {
  const { database } = context;
  const [before] = await releasesById(database, [run.id]);
  if (before) return made(before, context);
  const question: ReleaseQuestion = {
    ...{ form: run.form, period: run.period, asOf: run.asOf.toISOString() },
    ...{ perimeter: perimeter.parse(run.perimeter), mode: mode.parse(run.mode) },
  };
  const answers = await judgedAnswers(question, handedOver, context);
  const figures = consolidated(question, answers);
  const content = unsealed(question, run.reason, answers, figures);
  const { returns, gaps } = content.manifest;
  const problems = gapProblems(gaps, figures, 'ERROR');
  if (returns.length === 0 || (question.mode === 'STRICT' && problems.length > 0)) return refused(...problems);
  const hindrance = await seal(run.id, content, answers, context);
  if (hindrance) return refused(hindrance);
  const [release] = await releasesById(database, [run.id]);
  if (!release) throw new TypeError(`release ${run.id} was made and is not there`);
  return made(release, context);
}

/** A release before it is known which one it follows. */
interface Unsealed extends Omit<ReleaseContent, 'manifest'> {
  readonly manifest: Omit<Manifest, 'previous'>;
}

function unsealed(
  question: ReleaseQuestion,
  reason: string | null,
  answers: readonly JudgedAnswer[],
  figures: readonly Figure[],
): Unsealed {
  const returns = answers.flatMap(({ released }) => released ?? []);
  const gaps = answers.flatMap(({ zone, answer }) => {
    if (typeof answer === 'string') return [{ zone, reason: answer }];
    return answer.reported ? [] : [{ zone, reason: 'NOT_REPORTED' }];
  });
  return { ...question, reason, manifest: { ...VERSIONS, returns, gaps }, figures: figures.map(plain) };
}

/** Which release stands in the way, and how. */
const sealed = z.object({
  commits: z.boolean(),
  hindrance: z.object({ by: z.enum(['SUPERSEDED', 'NOTHING_CHANGED']), number: z.int() }).nullable(),
});
type Sealed = z.infer<typeof sealed>;

/** Stores the release and closes its returns, once and together; answers what stands in the way, if anything does. */
async function seal(
  id: string,
  content: Unsealed,
  answers: readonly JudgedAnswer[],
  context: ZoneContext,
): Promise<ReleaseProblem | null> {
  const { database, signer } = context;
  const { form, period, perimeter: under } = content;
  const { hindrance } = await once(
    database,
    { key: `release ${id}`, action: 'seal', input: { run: id } },
    (stored) => sealed.parse(stored),
    async (manager) => {
      const at = await momentOf(manager); // from here on nobody else releases
      const before = (await releasesOf(manager, [{ form, period, perimeter: under }]))[0] ?? [];
      const hindering = await hindranceTo(content, before, manager);
      if (hindering) return { commits: false, hindrance: hindering };
      const last = before.at(-1);
      const previous = last ? { id: last.id, digest: last.digest } : null;
      const following = { ...content, manifest: { ...content.manifest, previous } };
      const digest = digestOfRelease(following);
      const number = (last?.number ?? 0) + 1;
      const identity = { id, number, form, period, perimeter: under, digest, releasedAt: at.toISOString() };
      const returns = answers.flatMap(({ signed }) => signed ?? []);
      const signature = signer.sign(releaseStatement(identity));
      await addRelease(manager, { identity, content: following, returns, signature, keyId: signer.keyId });
      await closeReturns(manager, context, returns, id, at);
      return { commits: true, hindrance: null };
    },
  );
  if (!hindrance) return null;
  return hindrance.by === 'SUPERSEDED' ? superseded(hindrance.number) : nothingChanged(hindrance.number);
}

/** Numbers follow the instants that releases are as of: what the office has released since is never replaced by something older. */
async function hindranceTo(
  { asOf, mode: how, manifest }: Unsealed,
  before: readonly StoredRelease[],
  manager: EntityManager,
): Promise<Sealed['hindrance']> {
  const later = before.findLast((each) => Date.parse(each.asOf) >= Date.parse(asOf));
  if (later) return { by: 'SUPERSEDED', number: later.number };
  const last = before.at(-1);
  const [found] = last ? await manifestsOf(manager, [last]) : [];
  const isSame = last && found && isRepetition({ ...found, mode: last.mode }, { ...manifest, mode: how });
  return isSame ? { by: 'NOTHING_CHANGED', number: last.number } : null;
}

/** A release that is there, with the gaps that it declares. */
async function made(release: StoredRelease, { database }: ZoneContext): Promise<ReleaseOutcome> {
  const { manifest, figures } = await contentOf(database, release);
  return { done: true, release, problems: gapProblems(manifest.gaps, readFigures(release, figures), 'WARNING') };
}
