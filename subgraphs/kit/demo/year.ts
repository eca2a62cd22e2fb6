/** A year of made-up returns of one zone: the same bytes for the same seed, whatever the machine. Pure: no database, no GraphQL. */
import type { EnterpriseInput } from '../enterprises/entry.ts';
import { SYNTHETIC_MARK } from '../exchange/form-layout.ts';
import { sizeOf, type DemoBlock, type KnownCell } from './facts.ts';
import { enterprisesOf, type DemoEnterprise } from './register.ts';
import { returnsOf, type DemoReturn } from './returns.ts';

export interface DemoOptions {
  readonly zone: string;
  readonly blocks: readonly DemoBlock[];
  /** What is known of the zone since 2021 (文件第二部分): the figures made up are of the same size. */
  readonly known: readonly KnownCell[];
  readonly seed: number;
  readonly year: number;
  /** In the whole zone; as many as are known when it is left out. */
  readonly enterprises?: number | undefined;
}

export interface DemoYear {
  readonly zone: string;
  readonly blocks: readonly DemoBlock[];
  readonly enterprises: readonly DemoEnterprise[];
  readonly byCode: ReadonlyMap<string, DemoEnterprise>;
  readonly returns: readonly DemoReturn[];
}

export function demoYear(options: DemoOptions): DemoYear {
  const { zone, blocks, known, seed, year } = options;
  const asked = options.enterprises === undefined ? '' : ` · ${options.enterprises}`;
  const chance = { zone, seed, year, mark: `${SYNTHETIC_MARK} · ${year} · seed ${seed}${asked}` };
  const size = sizeOf(known, blocks, options);
  const enterprises = enterprisesOf(size, chance);
  const byCode = new Map(enterprises.map((each) => [each.uscc, each]));
  return { zone, blocks, enterprises, byCode, returns: returnsOf(size, enterprises, chance) };
}

/** As it is entered in the register. */
export function entryOf({
  uscc,
  name,
  industry,
  block,
  enteredOn,
  leftOn,
  note = null,
}: DemoEnterprise): EnterpriseInput {
  return { uscc, name, industry, block, enteredOn, leftOn, note };
}
