/**
 * What all actions on a return share: the request is carried out once, on the version that was read, in a state that allows it, in
 * one transaction with everything it changes.
 */
import type { EntityManager } from 'typeorm';
import { problem } from '../../../schema/error-codes.ts';
import { formFor, hasPeriod } from '../../../schema/forms.ts';
import { after, type ReturnAction, type ReturnState } from '../../../schema/return-states.ts';
import type { Form } from '../../../schema/standard.ts';
import type { DraftRuntime } from '../context.ts';
import { once } from '../idempotency/once.ts';
import { OfficeUnreachable } from '../office/office.ts';
import type { ReturnHeadRow } from './entities.ts';
import { knownOf, type ReturnKnown } from './facts.ts';
import { actionProblem, isError, listed, type Problem, type ValidationProblem } from './problems.ts';
import { fetchReceipts } from './receipts.ts';
import { returnVersion, take, type ReturnOf } from './store.ts';

export interface ActionInput extends ReturnOf {
  readonly key: string;
  /** The version that was read. */
  readonly version: number;
}

/** Plain data, kept with its key. */
export interface ActionOutcome extends ReturnOf {
  readonly commits: boolean;
  readonly done: boolean;
  readonly changed: number;
  readonly version: number;
  readonly state: ReturnState;
  readonly revision: number | null;
  readonly digest: string | null;
  readonly problems: readonly Problem[];
  /** Of an import: what was read. */
  readonly file: FileFacts | null;
}

export interface FileFacts {
  readonly dryRun: boolean;
  readonly rows: number;
  readonly cells: number;
  /** With those that are not listed. */
  readonly errors: number;
  readonly warnings: number;
  /** What validation finds in the draft with the file in it, all of it; it is not kept with the key, but found anew. */
  readonly findings: readonly ValidationProblem[];
}

/** A return that an action has taken hold of. */
export interface Held {
  readonly manager: EntityManager;
  readonly form: Form;
  readonly of: ReturnOf;
  /** With the version that it has now. */
  readonly head: ReturnHeadRow;
  /** As it was before. */
  readonly known: ReturnKnown;
}

/** What an action made of it; with an ERROR among its problems, or nothing changed, all is left as it was. */
export interface Worked {
  readonly changed?: number;
  readonly revision?: number;
  readonly digest?: string;
  readonly problems?: readonly Problem[];
  /** Nothing was there to be done. */
  readonly idle?: boolean;
  readonly file?: FileFacts;
}

/** The form, if it asks for the period. Errors: FORM_NOT_FOUND, NOT_A_PERIOD_OF_FORM. */
export function formAsked({ form: code, period }: ReturnOf): Form {
  const form = formFor(code, period);
  if (hasPeriod(form, period)) return form;
  throw problem(
    'NOT_A_PERIOD_OF_FORM',
    `${form.name}(${form.code})不采集时期 ${period} / the form does not ask for ${period}; see Query.forms`,
  );
}

export async function act(
  runtime: DraftRuntime,
  name: string,
  action: ReturnAction,
  { key, ...asked }: ActionInput,
  work: (held: Held) => Promise<Worked>,
): Promise<ActionOutcome> {
  const { database } = runtime;
  const of = { form: asked.form, period: asked.period };
  const form = formAsked(of);
  const isOutOfTouch = await learnVerdict(runtime, of);
  return once(database, { key, action: name, input: asked }, readOutcome, async (manager) => {
    const head = await take(manager, of, asked.version);
    const [known] = await knownOf(runtime, of.form, [of.period], null, manager);
    if (!known) throw new TypeError('a return is known');
    const { state } = known;
    const outcome = { ...UNTOUCHED, ...of, version: asked.version, state };
    const refused = (...problems: Problem[]): ActionOutcome => ({ ...outcome, problems: listed(problems) });
    if (!head) return { ...refused(await conflict(runtime, of)), version: await returnVersion(runtime.database, of) };
    const next = after(state, action);
    if (next === undefined) return refused(notAllowed(known, isOutOfTouch));
    const { idle = false, problems = [], ...made } = await work({ manager, form, of, head, known });
    const { file = null } = made;
    if (problems.some(isError)) return { ...refused(...problems), file };
    const done = { ...outcome, ...made, done: true, problems: listed(problems) };
    return idle ? done : { ...done, commits: true, version: head.version, state: next };
  });
}

const UNTOUCHED = { commits: false, done: false, changed: 0, revision: null, digest: null, problems: [], file: null };

/** What was stored is what was answered. */
function readOutcome(stored: unknown): ActionOutcome {
  if (isOutcome(stored)) return stored;
  throw new TypeError('the answer kept for a key is not readable');
}

function isOutcome(stored: unknown): stored is ActionOutcome {
  return (
    typeof stored === 'object' && stored !== null && 'done' in stored && 'version' in stored && 'problems' in stored
  );
}

/** What the office has decided of a submitted return must be known before it is touched; true when it cannot be asked. */
async function learnVerdict(runtime: DraftRuntime, of: ReturnOf): Promise<boolean> {
  const [known] = await knownOf(runtime, of.form, [of.period]);
  if (known?.state !== 'SUBMITTED') return false;
  try {
    await fetchReceipts(runtime);
    return false;
  } catch (error) {
    if (error instanceof OfficeUnreachable) return true;
    throw error;
  }
}

async function conflict(runtime: DraftRuntime, of: ReturnOf): Promise<Problem> {
  const version = await returnVersion(runtime.database, of);
  return actionProblem(
    'VERSION_CONFLICT',
    `他人已先行改动,现为第 ${version} 版;请重新读取后再试 / somebody else changed it first, it is at version ${version} now; read it again`,
    { version },
  );
}

function notAllowed({ state }: ReturnKnown, isOutOfTouch: boolean): Problem {
  if (isOutOfTouch) return officeUnreachable(state);
  const words: Readonly<Record<ReturnState, string>> = {
    NOT_DUE: '时期尚未结束 / the period is not over',
    DUE: '尚未填报,请先填写或导入 / nothing has been written yet; save or import first',
    DRAFT: '正在填报 / it is being written',
    SUBMITTED: '已报送待审;要改先撤回 / it was submitted and waits for the office; withdraw it to change it',
    RETURNED: '已被退回;请填写更正 / it was sent back; save the corrections',
    ACCEPTED: '已验收;要改请用 reviseReturn 写明原因 / it was accepted; to change it use reviseReturn and say why',
    FINAL:
      '已随发布定稿;要改请用 reviseReturn 写明原因 / it is part of a release; to change it use reviseReturn and say why',
  };
  return actionProblem('NOT_ALLOWED', `此状态(${state})下不可如此:${words[state]}`, { state });
}

export function officeUnreachable(state: ReturnState): Problem {
  return actionProblem(
    'OFFICE_UNREACHABLE',
    '核心区暂不可达,不知办公室是否已作处理;请稍后再试,草稿与已报内容均无变化 / the core cannot be reached, so whether the office has decided is not known; try again later, nothing was changed',
    { state },
  );
}
