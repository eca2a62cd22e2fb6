/** Made-up enterprises: where they sit, what they do, and what happens to some of them in the year. Pure. */
import { readOrganisationCode, usccCheckDigit } from '../enterprises/uscc.ts';
import type { EnterpriseInput } from '../enterprises/entry.ts';
import { ZONES } from '../../../schema/zones.ts';
import type { BlockSize, ZoneSize } from './facts.ts';
import { divisionsFor, isIndustry } from './industries.ts';
import { randomOf } from './random.ts';

/** What is peculiar in the year; whoever has none of these goes on as ever. */
export type Event = 'NEWCOMER' | 'LEAVER' | 'MOVER' | 'MAINTENANCE' | 'REFUND';

export interface DemoEnterprise extends EnterpriseInput {
  readonly leftOn: string | null;
  /** Only those above scale report each month (先进库,后报数). */
  readonly aboveScale: boolean;
  readonly event: Event | null;
  readonly move: { readonly block: string; readonly from: string } | null;
  /** In the whole year, in yuan. */
  readonly revenue: number;
  readonly outputToRevenue: number;
  readonly taxToRevenue: number;
  readonly employees: number;
}

export interface Chance {
  readonly zone: string;
  readonly seed: number;
  readonly year: number;
  /** Says of everything that it is made up. */
  readonly mark: string;
}

/** In the block with the most enterprises above scale, from its second on; a small one has fewer. */
const EVENTS: readonly Event[] = ['MAINTENANCE', 'REFUND', 'MOVER', 'LEAVER', 'NEWCOMER'];

export function enterprisesOf(size: ZoneSize, chance: Chance): DemoEnterprise[] {
  const byCount = size.blocks.toSorted((a, b) => b.aboveScale - a.aboveScale);
  const [largest, second] = byCount;
  let number = 0;
  return size.blocks.flatMap((ofBlock) =>
    Array.from({ length: ofBlock.enterprises }, (_, at) => {
      number += 1;
      const eventful = ofBlock === largest && at >= 1 && at < ofBlock.aboveScale - 1;
      const event = eventful ? (EVENTS[at - 1] ?? null) : null;
      const to = event === 'MOVER' ? second?.block.code : undefined;
      return enterprise({ number, ofBlock, at, event: event === 'MOVER' && !to ? null : event, to }, size, chance);
    }),
  );
}

interface Place {
  readonly number: number;
  readonly ofBlock: BlockSize;
  /** Its place in its block. */
  readonly at: number;
  readonly event: Event | null;
  /** Where a mover goes. */
  readonly to: string | undefined;
}

function enterprise({ number, ofBlock, at, event, to }: Place, size: ZoneSize, chance: Chance): DemoEnterprise {
  const { zone, seed, year, mark } = chance;
  const random = randomOf('enterprise', seed, zone, number);
  const divisions = divisionsFor(ofBlock.block.leadingIndustries);
  const industry = divisions[Math.floor(random() * divisions.length)] ?? '';
  const scale = random();
  const revenue = size.revenue * (0.85 + 0.6 * scale * scale * scale); // mean 1, and none far below the threshold
  const output = isIndustry(industry) ? size.outputToRevenue * (0.96 + 0.08 * random()) : 0;
  const tax = size.taxToRevenue * (0.7 + 0.6 * random());
  const employees = Math.max(8, Math.round((revenue / 800_000) * (0.8 + 0.4 * random())));
  const entered = day(2012 + Math.floor(random() * (year - 2012)), random);
  const aboveScale = at < ofBlock.aboveScale;
  const isNew = !aboveScale && random() < 0.04;
  return {
    uscc: madeUpCode(zone, number),
    name: `合成企业 ${String(number).padStart(4, '0')}`,
    industry,
    block: ofBlock.block.code,
    enteredOn: event === 'NEWCOMER' ? `${year}-04-01` : isNew ? day(year, random) : entered,
    leftOn: event === 'LEAVER' ? `${year}-11-30` : null,
    note: mark,
    aboveScale,
    event,
    move: to === undefined || event !== 'MOVER' ? null : { block: to, from: `${year}-11-01` },
    revenue,
    outputToRevenue: output,
    taxToRevenue: tax,
    employees,
  };
}

function day(year: number, random: () => number): string {
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${year}-${two(1 + Math.floor(random() * 12))}-${two(1 + Math.floor(random() * 28))}`;
}

/**
 * A valid code that no real enterprise can have: of a registration area that does not exist (999999). Its organisation code is H, the
 * zone's place in the registry, and the number.
 */
function madeUpCode(zone: string, number: number): string {
  const place = ZONES.findIndex(({ code }) => code === zone);
  const first8 = `H${String(place).padStart(2, '0')}${String(number).padStart(5, '0')}`;
  const first17 = `91999999${first8}${readOrganisationCode(`${first8}0`)?.expected ?? '0'}`;
  return first17 + usccCheckDigit(first17);
}
