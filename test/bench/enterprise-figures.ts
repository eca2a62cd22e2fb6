/** Enterprises and their figures as the benchmarks of the database's part have them, below the check of cells against the standard. */
import type { DataSource } from 'typeorm';
import { STANDARD, SUMMABLE } from '../../schema/standard.ts';
import { openPlaces } from '../../subgraphs/kit/enterprises/observations.ts';
import { saveEnterprises } from '../../subgraphs/kit/enterprises/register.ts';
import { recompute } from '../../subgraphs/kit/enterprises/rollup.ts';
import { addPlacements, holdRegister, writeObservations } from '../../subgraphs/kit/enterprises/store.ts';
import { usccCheckDigit } from '../../subgraphs/kit/enterprises/uscc.ts';
import { BlockSchema } from '../../subgraphs/kit/territory/entities.ts';

export const FORM = 'ENTERPRISE_MONTHLY';
export const MONTHS = Array.from(
  { length: 36 },
  (_, at) => `${2022 + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`,
);
export const BLOCKS = Array.from({ length: 12 }, (_, at) => `block-${at}`);

const COUNT = 30;
const ofStandard = STANDARD.indicators.filter(({ kind }) => SUMMABLE.includes(kind));
/** All of the standard that add up, and as many more as are missing to thirty: the published standard stays as it is. */
export const INDICATORS = Array.from({ length: COUNT }, (_, at) => ofStandard[at]?.code ?? `INDICATOR_${at}`);
export const unitOf = (indicator: string): string =>
  ofStandard.find(({ code: each }) => each === indicator)?.unit ?? 'CNY';

export function code(n: number): string {
  const first17 = `91999999XT${String(n).padStart(7, '0')}`; // of an area that does not exist
  return first17 + usccCheckDigit(first17);
}

/** Blocks and so many enterprises, in an empty zone. */
export async function register(database: DataSource, size: number): Promise<string[]> {
  const about = { aliases: [], leadingIndustries: [], note: null };
  await database
    .getRepository(BlockSchema)
    .insert(BLOCKS.map((block, sortNo) => ({ code: block, sortNo, name: block, ...about })));
  const usccs = Array.from({ length: size }, (_, at) => code(at));
  const inputs = usccs.map((uscc, at) => ({
    uscc,
    name: `企业 ${at}`,
    industry: 'C13',
    block: BLOCKS[at % BLOCKS.length] ?? '',
    enteredOn: '2021-01-01',
  }));
  await database.transaction((manager) => saveEnterprises(manager, inputs));
  return usccs;
}

export function save(database: DataSource, period: string, cells: ReturnType<typeof cellsOf>): Promise<void> {
  return database.transaction(async (manager) => {
    await holdRegister(manager);
    const places = await openPlaces(manager, period, [...new Set(cells.map(({ uscc }) => uscc))]);
    await addPlacements(manager, places.rows);
    const about = { form: FORM, period };
    await writeObservations(manager, about, cells);
    await recompute(manager, { ...about, indicators: [...new Set(cells.map(({ indicator }) => indicator))] });
  });
}

export function cellsOf(usccs: readonly string[], salt: number) {
  return usccs.flatMap((uscc, n) =>
    INDICATORS.map((indicator, at) => {
      const digits = BigInt((n + 1) * (at + 7) * (salt + 3));
      const amount = digits * 100_000_000n; // 10^4 units, two decimals
      const written = { digits, decimals: 2, unit: unitOf(indicator), unitMult: 4, amount };
      return { uscc, indicator, ...written, obsStatus: 'A', note: null };
    }),
  );
}

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
