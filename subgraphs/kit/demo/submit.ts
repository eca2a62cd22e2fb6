/** One made-up return on the way that every return goes: saved as a draft, its warnings explained, submitted. */
import { randomUUID } from 'node:crypto';
import { formFor } from '../../../schema/forms.ts';
import type { ZoneRuntime } from '../context.ts';
import type { ActionInput, ActionOutcome } from '../returns/action.ts';
import type { ObservationInput } from '../returns/cells.ts';
import { examine } from '../returns/findings.ts';
import { isError } from '../returns/problems.ts';
import { saveObservations } from '../returns/save.ts';
import { draftCells, draftExplanations, headsOf } from '../returns/store.ts';
import { explainWarning, submitReturn } from '../returns/submit.ts';
import { printWritten } from '../statistics/written.ts';
import { allBlocks } from '../territory/store.ts';
import { explanationFor } from './explanations.ts';
import type { DemoReturn } from './returns.ts';
import type { DemoYear } from './year.ts';

/** How many warnings were explained. What an interrupted run has left of the draft is gone on with. */
export async function submit(made: DemoReturn, year: DemoYear, runtime: ZoneRuntime): Promise<number> {
  const { form, period } = made;
  const { database } = runtime;
  const about = { form, period };
  const [head] = await headsOf(database, form, [period]);
  let version = head?.version ?? 0;
  const act = async (action: (input: ActionInput) => Promise<ActionOutcome>): Promise<void> => {
    const outcome = await action({ ...about, key: randomUUID(), version });
    version = outcome.version;
    if (outcome.done) return;
    const problems = JSON.stringify(outcome.problems.filter(isError).slice(0, 3));
    throw new TypeError(`${year.zone} ${form} ${period}: ${problems}`);
  };
  const observations = inputsOf(made);
  await act((input) => saveObservations(runtime, { ...input, observations, synthetic: true }));
  const drafted = {
    ...{ form: formFor(form, period), period, blocks: await allBlocks(database) },
    cells: await draftCells(database, about),
    explanations: await draftExplanations(database, about),
  };
  const warnings = (await examine(drafted, runtime, database)).filter((each) => each.needsExplanation);
  for (const { code: rule, indicator, block, enterprise, explanation } of warnings) {
    if (explanation !== null) continue;
    const said = { rule, indicator, block, enterprise, text: explanationFor({ rule, indicator }, made, year) };
    await act((input) => explainWarning(runtime, { ...input, ...said }));
  }
  await act((input) => submitReturn(runtime, input));
  return warnings.length;
}

function inputsOf({ cells, enterpriseCells }: DemoReturn): ObservationInput[] {
  const value = ({ digits, decimals }: { readonly digits: bigint | null; readonly decimals: number }): string | null =>
    digits === null ? null : printWritten({ digits, decimals });
  const ofZone = cells.map((cell) => ({ ...shared(cell), block: cell.block || null, value: value(cell) }));
  const ofEnterprises = enterpriseCells.map((cell) => ({ ...shared(cell), enterprise: cell.uscc, value: value(cell) }));
  return [...ofZone, ...ofEnterprises];
}

function shared({ indicator, unit, unitMult, note }: ObservationInput): ObservationInput {
  return { indicator, unit: unit ?? null, unitMult: unitMult ?? 0, note: note ?? null };
}
