/** Returns at the edge of GraphQL. */
import { dueOn, findForm, opensOn } from '../../../schema/forms.ts';
import { dayOf } from '../../../schema/period.ts';
import { allowedIn, timeliness } from '../../../schema/return-states.ts';
import type { ZoneContext } from '../context.ts';
import { ObservationSchema, RevisionExplanationSchema } from '../statistics/entities.ts';
import { inCanonicalOrder } from '../statistics/digest.ts';
import { statisticsFor } from '../statistics/answer.ts';
import { allBlocks } from '../territory/store.ts';
import { writtenCell } from './cells.ts';
import type { ActionInput, ActionOutcome } from './action.ts';
import { returnOf } from './answer.ts';
import type { DraftExplanationRow } from './entities.ts';
import type { ReturnKnown } from './facts.ts';
import { examine } from './findings.ts';
import { importReturn, type ImportInput } from './import.ts';
import { listed } from './problems.ts';
import { saveObservations, type SaveInput } from './save.ts';
import { draftCells, draftExplanations } from './store.ts';
import { explainWarning, submitReturn, type ExplainInput } from './submit.ts';
import { reviseReturn, withdrawReturn, type ReviseInput } from './undo.ts';

type Said = Omit<DraftExplanationRow, 'form' | 'period'>;

const explanation = ({ rule, indicator, block, enterprise, text }: Said) => ({
  ...{ rule, text },
  ...{ indicator: indicator || null, block: block || null, enterprise: enterprise || null },
});

const returnResolvers = {
  zone: (_: unknown, __: unknown, { zone }: ZoneContext) => zone,
  version: ({ head }: ReturnKnown) => head?.version ?? 0,
  actions: ({ state, asOf }: ReturnKnown) => (asOf === null ? allowedIn(state) : []),
  opensOn: ({ period }: ReturnKnown) => opensOn(period) ?? null,
  dueOn: ({ form, period }: ReturnKnown) => {
    const known = findForm(form);
    return (known && dueOn(known, period)) ?? null;
  },
  timeliness: ({ form, period, revisions, latest, asOf }: ReturnKnown) => {
    const first = latest && revisions[0]; // what was withdrawn, with nothing in its place, was never in
    const known = findForm(form);
    if (!known) throw new TypeError('a return is of a form');
    return timeliness(known, period, first && dayOf(first.recordedAt), dayOf(asOf ?? new Date()));
  },
  draft: async (known: ReturnKnown, _: unknown, { database }: ZoneContext) => {
    const { head, asOf } = known;
    if (asOf !== null || head?.drafting !== 1) return null;
    const cells = inCanonicalOrder(await draftCells(database, known));
    const explanations = (await draftExplanations(database, known)).map(explanation);
    return { observations: cells.map(writtenCell), explanations, reason: head.reason, synthetic: head.synthetic === 1 };
  },
  statistics: ({ form, period, asOf }: ReturnKnown, _: unknown, context: ZoneContext) =>
    statisticsFor({ form, period, asOf: asOf?.toISOString() ?? null }, context),
  revisions: ({ revisions, verdictOn }: ReturnKnown) =>
    revisions.toReversed().map((each) => {
      const said = verdictOn(each.revision);
      return {
        ...{ revision: each.revision, digest: each.digest, signature: each.signature, keyId: each.keyId },
        ...{ reason: each.reason, synthetic: each.synthetic === 1 },
        recordedAt: each.recordedAt.toISOString(),
        withdrawnAt: each.withdrawnAt?.toISOString() ?? null,
        ...{ verdict: said?.verdict ?? null, verdictReason: said?.reason ?? null },
      };
    }),
  findings: async (known: ReturnKnown, _: unknown, context: ZoneContext) => {
    const { database } = context;
    const form = findForm(known.form);
    const isDraft = known.asOf === null && known.head?.drafting === 1;
    if (!form || (!isDraft && !known.latest)) return [];
    const revisionId = known.latest?.id ?? '';
    const [cells, explanations] = isDraft
      ? await Promise.all([draftCells(database, known), draftExplanations(database, known)])
      : await Promise.all([
          database.getRepository(ObservationSchema).findBy({ revisionId }),
          database.getRepository(RevisionExplanationSchema).findBy({ revisionId }),
        ]);
    const examined = { form, period: known.period, cells, explanations, blocks: await allBlocks(database) };
    return examine(examined, context, database);
  },
};

type Action<Input, Outcome> = (context: ZoneContext, input: Input) => Promise<Outcome>;

const action =
  <Input extends ActionInput, Outcome>(run: Action<Input, Outcome>) =>
  (_: unknown, { input }: { input: Input }, context: ZoneContext) =>
    run(context, input);

const resultResolvers = {
  return: ({ form, period }: ActionOutcome, _: unknown, context: ZoneContext) => returnOf({ form, period }, context),
};

export const actionResolvers = {
  saveObservations: action<SaveInput, ActionOutcome>(saveObservations),
  explainWarning: action<ExplainInput, ActionOutcome>(explainWarning),
  submitReturn: action<ActionInput, ActionOutcome>(submitReturn),
  withdrawReturn: action<ActionInput, ActionOutcome>(withdrawReturn),
  reviseReturn: action<ReviseInput, ActionOutcome>(reviseReturn),
  importReturn: action<ImportInput, ActionOutcome>(importReturn),
};

/** What was read of the file; nothing, where the action was refused before it was looked into. */
const importResolvers = {
  ...resultResolvers,
  dryRun: ({ file }: ActionOutcome) => file?.dryRun ?? false,
  rows: ({ file }: ActionOutcome) => file?.rows ?? 0,
  cells: ({ file }: ActionOutcome) => file?.cells ?? 0,
  errors: ({ file }: ActionOutcome) => file?.errors ?? 0,
  warnings: ({ file }: ActionOutcome) => file?.warnings ?? 0,
  findings: ({ file }: ActionOutcome) => listed(file?.findings ?? []),
};

export const returnTypes = { Return: returnResolvers, ReturnResult: resultResolvers, ImportResult: importResolvers };
