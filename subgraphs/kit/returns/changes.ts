/** What a file would change in the draft, cell by cell, for whoever has to say yes to it. */
import type { EntityManager } from 'typeorm';
import type { DraftCell } from '../exchange/form-layout.ts';
import { writtenCell } from './cells.ts';
import { enterpriseCells } from './enterprise-cells.ts';
import { draftCells, type ReturnOf } from './store.ts';

export interface CellChange {
  readonly enterprise: string | null;
  readonly block: string | null;
  readonly indicator: string;
  /** Null: the draft has no such cell yet. */
  readonly from: Figure | null;
  readonly to: Figure;
}

export type Figure = Pick<DraftCell, 'value' | 'unit' | 'unitMult' | 'obsStatus' | 'counterpart' | 'note'>;

/** Those of these cells that do not stand in the draft as they are given. */
export async function changesIn(
  manager: EntityManager,
  of: ReturnOf,
  cells: readonly DraftCell[],
): Promise<CellChange[]> {
  const usccs = [...new Set(cells.flatMap(({ enterprise }) => enterprise ?? []))];
  const own = (await draftCells(manager, of)).map((row) => ({ ...writtenCell(row), enterprise: null }));
  const known = new Map([...own, ...(await enterpriseCells(manager, of, usccs))].map((cell) => [keyOf(cell), cell]));
  return cells.flatMap((cell) => {
    const { enterprise, block, indicator } = cell;
    const before = known.get(keyOf(cell));
    const [from, to] = [before ? figureOf(before) : null, figureOf(cell)];
    return JSON.stringify(from) === JSON.stringify(to) ? [] : [{ enterprise, block, indicator, from, to }];
  });
}

function keyOf({ enterprise, block, indicator }: Pick<DraftCell, 'enterprise' | 'block' | 'indicator'>): string {
  return [enterprise ?? '', enterprise === null ? (block ?? '') : '', indicator].join('\n');
}

function figureOf({ value, unit, unitMult, obsStatus, counterpart, note }: Figure): Figure {
  return { value, unit, unitMult, obsStatus, counterpart, note };
}
