/** A form as a file: what its sheet shows, and a return, or nothing yet, as its lines. */
import type { EntityManager } from 'typeorm';
import { STANDARD, type Form } from '../../../schema/standard.ts';
import { ZONES } from '../../../schema/zones.ts';
import type { DraftRuntime } from '../context.ts';
import { presentIn } from '../enterprises/present.ts';
import { emptyCells, type FormCell, type FormFile } from '../exchange/form-lines.ts';
import type { DraftCell, FormLayout, Named } from '../exchange/form-layout.ts';
import { ObservationSchema } from '../statistics/entities.ts';
import { allBlocks } from '../territory/store.ts';
import { formAsked } from './action.ts';
import { writtenCell } from './cells.ts';
import { enterpriseCells, enterprisesOf, namesOf } from './enterprise-cells.ts';
import { knownOf, type ReturnKnown } from './facts.ts';
import { draftCells, type ReturnOf } from './store.ts';

export function layoutOf(form: Form, period: string, zone: string, blocks: readonly Named[]): FormLayout {
  const { code, name, nameEn, levels } = form;
  const indicators = STANDARD.indicators.filter((each) => form.indicators.includes(each.code));
  const zones = ZONES.filter((each) => each.code !== zone);
  return { code, name, nameEn, period, zone, levels, indicators, blocks, units: STANDARD.units, zones };
}

export interface FormFileAsked extends ReturnOf {
  /** Every cell that the form asks for, with nothing in it; otherwise the draft, or else what was submitted. */
  readonly empty: boolean;
}

/**
 * Hands the form over to be written, as it stands at one moment whoever writes meanwhile; how many cells it had.
 * Errors: FORM_NOT_FOUND, NOT_A_PERIOD_OF_FORM.
 */
export async function withFormFile(
  runtime: DraftRuntime,
  { empty, ...of }: FormFileAsked,
  write: (file: FormFile) => Promise<void>,
): Promise<number> {
  const { zone, database } = runtime;
  const form = formAsked(of);
  const layout = layoutOf(form, of.period, zone, await allBlocks(database));
  let count = 0;
  const counted = async function* (cells: AsyncIterable<FormCell>): AsyncGenerator<FormCell> {
    for await (const cell of cells) {
      count += 1;
      yield cell;
    }
  };
  await database.transaction(async (manager) => {
    const [known] = await knownOf(runtime, of.form, [of.period], null, manager);
    const isDraft = known?.head?.drafting === 1;
    const { synthetic } = (isDraft ? known.head : known?.latest) ?? {};
    const cells = empty
      ? emptyCells(layout, presentIn(manager, of.period))
      : form.levels.includes('ENTERPRISE')
        ? cellsOfEnterprises(manager, of)
        : cellsOfZone(manager, layout, known);
    await write({ layout, cells: counted(cells), synthetic: synthetic === 1 && !empty });
  });
  return count;
}

/** In the order in which the form asks for them. */
async function* cellsOfZone(
  manager: EntityManager,
  layout: FormLayout,
  known: ReturnKnown | undefined,
): AsyncGenerator<DraftCell> {
  const isDraft = known?.head?.drafting === 1;
  const revisionId = known?.latest?.id;
  const rows =
    known && isDraft
      ? await draftCells(manager, known)
      : revisionId === undefined
        ? []
        : await manager.findBy(ObservationSchema, { revisionId });
  const key = ({ block, indicator }: Pick<DraftCell, 'block' | 'indicator'>): string => `${block ?? ''}\n${indicator}`;
  const stated = new Map(rows.map((row) => [key(row), { ...writtenCell(row), enterprise: null }]));
  for await (const cell of emptyCells(layout)) {
    const given = stated.get(key(cell));
    if (given) yield given;
  }
}

const AT_ONCE = 500;

async function* cellsOfEnterprises(manager: EntityManager, of: ReturnOf): AsyncGenerator<FormCell> {
  const usccs = await enterprisesOf(manager, of);
  for (let from = 0; from < usccs.length; from += AT_ONCE) {
    const some = usccs.slice(from, from + AT_ONCE);
    const names = await namesOf(manager, some);
    for (const cell of await enterpriseCells(manager, of, some)) {
      yield { ...cell, enterpriseName: names.get(cell.enterprise ?? '') ?? null };
    }
  }
}
