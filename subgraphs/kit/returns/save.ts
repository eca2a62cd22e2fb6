/** Writing a draft: cells, or the statement that there is nothing to report. */
import type { DraftRuntime } from '../context.ts';
import { isMarkedSynthetic, type DraftCell } from '../exchange/form-layout.ts';
import { allBlocks } from '../territory/store.ts';
import { act, type ActionInput, type ActionOutcome, type Held, type Worked } from './action.ts';
import { cellFaults, cellOf, enterpriseCellOf, nilCells, rowOf, type ObservationInput } from './cells.ts';
import { areMadeUp, enterprisesOf, writeEnterpriseCells } from './enterprise-cells.ts';
import { actionProblem, isError, validationProblem, type Problem } from './problems.ts';
import { copyToDraft, draftCells, setHead, writeDraft } from './store.ts';

export interface SaveInput extends ActionInput {
  readonly observations?: readonly ObservationInput[] | null;
  readonly remove?: readonly { indicator: string; block?: string | null; enterprise?: string | null }[] | null;
  readonly nil?: boolean | null;
  readonly synthetic?: boolean | null;
}

export function saveObservations(runtime: DraftRuntime, input: SaveInput): Promise<ActionOutcome> {
  const cells = (input.observations ?? []).map(cellOf);
  const removed = input.remove ?? [];
  return act(runtime, 'saveObservations', 'SAVE', input, async (held) => {
    if (removed.some(({ enterprise }) => enterprise)) return { problems: [STAYS] };
    const begun = await begin(held, (await sayMadeUp(held, cells)) ? true : (input.synthetic ?? null));
    const nil =
      input.nil === true
        ? nilCells(held.form, [...(await draftCells(held.manager, held.of)), ...cells.map(rowOf)])
        : [];
    if (input.nil === true && !held.form.levels.includes('ZONE')) return { problems: [NIL_NOT_OF_FORM] };
    const places = removed.map(({ indicator, block }) => ({ indicator, block: block ?? '' }));
    const saved = await saveCells(runtime, held, [...cells, ...nil], places);
    return { ...saved, problems: [...begun, ...(saved.problems ?? [])] };
  });
}

/** The mark of made-up figures goes wherever they go, whatever is said of them besides. */
async function sayMadeUp({ manager }: Held, cells: readonly DraftCell[]): Promise<boolean> {
  if (cells.some(({ note }) => note !== null && isMarkedSynthetic(note))) return true;
  return areMadeUp(manager, new Set(cells.flatMap(({ enterprise }) => enterprise ?? [])));
}

const STAYS = actionProblem(
  'NOT_ALLOWED',
  '企业数不可删去;缺则报 L,不存在则报 M / an enterprise’s figure cannot be taken away; state it missing (L) or impossible (M)',
);
const NIL_NOT_OF_FORM = actionProblem(
  'NIL_NOT_OF_FORM',
  '企业报表没有零申报,每家企业各自报零 / a form of enterprises has no nil return: each enterprise states its own zero',
);

/**
 * Opens the draft: what was sent back is taken up again as it was. Made-up figures and real ones never stand in one return;
 * `holds`: whether it held any before, where some were written already.
 */
export async function begin(held: Held, synthetic: boolean | null, holds?: boolean): Promise<Problem[]> {
  const { manager, form, of, head, known } = held;
  if (known.state === 'RETURNED' && known.latest) {
    await copyToDraft(manager, form, of, known.latest.id);
    head.reason = known.latest.reason;
    head.synthetic = known.latest.synthetic;
  }
  const marked = synthetic === null ? head.synthetic : Number(synthetic);
  if (marked !== head.synthetic && (holds ?? (await holdsAnything(held)))) {
    return [
      actionProblem(
        'MIXES_SYNTHETIC',
        '合成数据与真实数据不可并存于一期 / made-up figures and real ones never stand in one return',
      ),
    ];
  }
  head.synthetic = marked;
  head.drafting = 1;
  await setHead(manager, head);
  return [];
}

/** Whether the draft has any figures. */
export async function holdsAnything({ manager, form, of }: Held): Promise<boolean> {
  if ((await draftCells(manager, of)).length > 0) return true;
  return form.levels.includes('ENTERPRISE') && (await enterprisesOf(manager, of)).length > 0;
}

/** Writes cells of zone, blocks and enterprises into the draft that was begun, all or none. */
export async function saveCells(
  runtime: DraftRuntime,
  { manager, form, of, known }: Held,
  cells: readonly DraftCell[],
  removed: readonly { block: string; indicator: string }[] = [],
): Promise<Worked> {
  const blocks = await allBlocks(runtime.database);
  const faults = cellFaults(cells, { zone: runtime.zone, form, period: of.period, blocks });
  const problems: Problem[] = faults.map((each) => validationProblem(each, null));
  const ofEnterprises = cells.flatMap((cell) =>
    cell.enterprise === null ? [] : [enterpriseCellOf(cell, cell.enterprise)],
  );
  if (problems.some(isError)) return { problems };
  const own = cells.filter(({ enterprise }) => enterprise === null);
  const changed = await writeDraft(manager, of, own.map(rowOf), removed);
  const saved =
    ofEnterprises.length === 0
      ? { changed: 0, problems: [] }
      : await writeEnterpriseCells(manager, of, [ofEnterprises]);
  problems.push(...saved.problems);
  const all = changed + saved.changed;
  return { changed: all, problems, idle: all === 0 && known.state === 'DRAFT' };
}
