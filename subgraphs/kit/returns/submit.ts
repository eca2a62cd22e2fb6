/** Explaining warnings, and submitting: the draft becomes an immutable, signed revision. */
import type { ZoneRuntime } from '../context.ts';
import { STANDARD } from '../../../schema/standard.ts';
import { saysSomething } from '../../../schema/words.ts';
import { holdRegister } from '../enterprises/store.ts';
import { addRevision } from '../statistics/store.ts';
import { allBlocks } from '../territory/store.ts';
import { act, type ActionInput, type ActionOutcome, type Held } from './action.ts';
import { enterpriseDigestOf, enterprisesOf, sealEnterprises, summedCells } from './enterprise-cells.ts';
import { barring, examine, warningKey, type Examined } from './findings.ts';
import { actionProblem, type Problem, type ValidationProblem } from './problems.ts';
import { begin } from './save.ts';
import { isAsBefore } from './unchanged.ts';
import { clearDraft, draftCells, draftExplanations, setHead, writeExplanation } from './store.ts';

export interface ExplainInput extends ActionInput {
  readonly rule: string;
  readonly indicator?: string | null;
  readonly block?: string | null;
  readonly enterprise?: string | null;
  readonly text: string;
}

const LONGEST = 500;

export function explainWarning(runtime: ZoneRuntime, input: ExplainInput): Promise<ActionOutcome> {
  const text = input.text.trim();
  return act(runtime, 'explainWarning', 'SAVE', input, async (held) => {
    if (text.length > LONGEST) {
      return {
        problems: [
          actionProblem('TEXT_TOO_LONG', `说明超过 ${LONGEST} 字 / the explanation is longer than ${LONGEST}`),
        ],
      };
    }
    if (text !== '' && !saysSomething(text)) return { problems: [SAYS_NOTHING] };
    const begun = await begin(held, null);
    const { rule, indicator = null, block = null, enterprise = null } = input;
    const key = warningKey({ rule, indicator, block, enterprise });
    const { found } = await findingsOf(runtime, held);
    const warning = found.find((each) => each.needsExplanation && warningKey({ ...each, rule: each.code }) === key);
    if (!warning && text !== '') {
      const message = `没有这样一条待说明的警告 / there is no such warning to explain: ${rule} ${indicator ?? ''} ${block ?? ''}`;
      return { problems: [...begun, actionProblem('NO_SUCH_WARNING', message.slice(0, 300))] };
    }
    const said = { rule, indicator: indicator ?? '', block: block ?? '', enterprise: enterprise ?? '', text };
    await writeExplanation(held.manager, { ...held.of, ...said });
    return { changed: 1, problems: begun };
  });
}

interface Found {
  readonly found: readonly ValidationProblem[];
  readonly examined: Examined;
}

async function findingsOf(runtime: ZoneRuntime, { manager, form, of }: Held): Promise<Found> {
  const examined = {
    ...{ form, period: of.period, blocks: await allBlocks(runtime.database) },
    cells: await draftCells(manager, of),
    explanations: await draftExplanations(manager, of),
  };
  return { examined, found: await examine(examined, runtime, manager) };
}

export function submitReturn(runtime: ZoneRuntime, input: ActionInput): Promise<ActionOutcome> {
  return act(runtime, 'submitReturn', 'SUBMIT', input, async (held) => {
    const { manager, form, of, head } = held;
    const isOfEnterprises = form.levels.includes('ENTERPRISE');
    if (isOfEnterprises) await holdRegister(manager); // nobody moves while their figures are sealed
    const { found, examined } = await findingsOf(runtime, held);
    const isEmpty = examined.cells.length === 0 && !(isOfEnterprises && (await enterprisesOf(manager, of)).length > 0);
    if (isEmpty) return { problems: [NOTHING] };
    const inTheWay = barring(found);
    const unexplained = inTheWay.filter((each) => each.needsExplanation).length;
    if (unexplained > 0) return { problems: [needExplaining(unexplained), ...inTheWay] };
    if (inTheWay.length > 0) return { problems: inTheWay };
    const warned = new Set(
      found.filter((each) => each.needsExplanation).map((each) => warningKey({ ...each, rule: each.code })),
    );
    const said = examined.explanations.filter((each) => warned.has(warningKey(each))); // of what is mended nothing needs saying
    const observations = isOfEnterprises ? await summedCells(manager, of) : examined.cells;
    const ofEnterprises = said.filter(({ enterprise }) => enterprise !== '');
    const enterpriseDigest = isOfEnterprises ? await enterpriseDigestOf(manager, of, ofEnterprises) : null;
    const explanations = said.filter(({ enterprise }) => enterprise === '');
    const isCorrection = head.reason !== null && !BREAKS.includes(head.reason);
    if (
      isCorrection &&
      (await isAsBefore(manager, held.known.latest, { observations, explanations, enterpriseDigest }))
    ) {
      return { problems: [UNCHANGED] };
    }
    const revision = await addRevision(
      manager,
      {
        ...{ ...of, zone: runtime.zone, standardVersion: STANDARD.version, observations },
        ...{ synthetic: head.synthetic === 1, reason: head.reason, explanations: said },
        enterpriseDigest,
      },
      runtime.signer,
    );
    if (isOfEnterprises) await sealEnterprises(manager, of, revision.id);
    await clearDraft(manager, of);
    await setHead(manager, { ...head, drafting: 0, reason: null, synthetic: 0 });
    return { changed: observations.length, revision: revision.revision, digest: revision.digest, problems: found };
  });
}

function needExplaining(count: number): Problem {
  return actionProblem(
    'UNEXPLAINED',
    `有 ${count} 条警告尚无说明,请用 explainWarning 逐条说明 / ${count} warnings are not explained yet; explain each with explainWarning`,
  );
}

const SAYS_NOTHING = actionProblem('TEXT_SAYS_NOTHING', '说明没有文字 / the explanation says nothing');

/** Reasons for which figures may stay as they are: what they mean has changed. */
const BREAKS: readonly string[] = ['METHOD', 'RECLASSIFICATION'];

const UNCHANGED = actionProblem(
  'NOTHING_CHANGED',
  '与上一版并无不同,不必另报一版 / nothing differs from the revision before; there is nothing to submit again',
);

const NOTHING = actionProblem(
  'NOTHING_TO_SUBMIT',
  '没有可报的数;确无此数请做零申报 / there is nothing to submit; if there is nothing to report, state a nil return',
);
