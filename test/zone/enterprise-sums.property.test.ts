import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { parsePeriod } from '../../schema/period.ts';
import { saveEnterpriseObservations } from '../../subgraphs/kit/enterprises/observations.ts';
import { moveEnterprise, saveEnterprises } from '../../subgraphs/kit/enterprises/register.ts';
import { rollups } from '../../subgraphs/kit/enterprises/rollup.ts';
import { isRefusal, membershipIn, moved, type Membership } from '../../subgraphs/kit/enterprises/rules.ts';
import { describeOnEachDatabase } from '../support/databases.ts';
import { cell, emptied, emptyRegister, enterprise, FORM, uscc } from './enterprises.ts';

const ENTERPRISES = [1, 2, 3, 4, 5];
const MONTHS = ['2024-02', '2024-03', '2024-04'];
const BLOCKS = ['a', 'b', 'c'];

const who = fc.constantFrom(...ENTERPRISES);
const value = fc.record({
  digits: fc.option(fc.bigInt({ min: -(10n ** 8n), max: 10n ** 8n }), { nil: null }),
  decimals: fc.integer({ min: 0, max: 6 }),
  unitMult: fc.constantFrom(0, 3, 4),
});
const reported = fc.record({
  month: fc.constantFrom(...MONTHS),
  cells: fc.uniqueArray(fc.record({ who, value }), { selector: (each) => each.who, minLength: 1 }),
});
const movedTo = fc.record({
  who,
  block: fc.constantFrom(...BLOCKS),
  from: fc.constantFrom('2024-01-10', '2024-02-29', '2024-03-01', '2024-03-31', '2024-04-15', '2024-06-01'),
});

/** In millionths of a yuan. */
function amount({ digits, decimals, unitMult }: { digits: bigint; decimals: number; unitMult: number }): bigint {
  return digits * 10n ** BigInt(6 + unitMult - decimals);
}

describeOnEachDatabase('whatever is reported, corrected and moved', (engine) => {
  let database: DataSource;
  beforeAll(async () => {
    database = await emptyRegister(await engine.newDatabase(), BLOCKS);
  });
  afterEach(() => emptied(database));
  afterAll(() => database.destroy());

  test('the sums are those of the figures where their enterprises sat, and the zone that of its blocks', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(reported, movedTo), { minLength: 1, maxLength: 10 }), async (steps) => {
        await emptied(database);
        await database.transaction((manager) => saveEnterprises(manager, ENTERPRISES.map((n) => enterprise(n, 'a')))); // prettier-ignore
        const figures = new Map<string, bigint | null>();
        const sat = new Map<number, { version: number; memberships: Membership[] }>(
          ENTERPRISES.map((n) => [
            n,
            { version: 1, memberships: [{ block: 'a', validFrom: '2021-01-01', validTo: null }] },
          ]),
        );
        for (const step of steps) {
          if ('month' in step) {
            const cells = step.cells.map((each) =>
              cell(each.who, null, { ...each.value, obsStatus: each.value.digits === null ? 'L' : 'A' }),
            );
            await database.transaction((manager) =>
              saveEnterpriseObservations(manager, { form: FORM, period: step.month, cells }),
            );
            for (const {
              who: n,
              value: { digits, ...rest },
            } of step.cells)
              figures.set(`${step.month} ${n}`, digits === null ? null : amount({ digits, ...rest }));
            continue;
          }
          const known = sat.get(step.who) ?? { version: 0, memberships: [] };
          const next = moved(known.memberships, step.block, step.from);
          const move = { uscc: uscc(step.who), block: step.block, from: step.from, version: known.version };
          const { version } = await database.transaction((manager) => moveEnterprise(manager, move));
          expect(version === null).toBe(isRefusal(next));
          if (version !== null && !isRefusal(next)) sat.set(step.who, { version, memberships: next });
        }
        const expected = new Map<string, { total: bigint | null; reported: number; missing: number }>();
        for (const [key, figure] of figures) {
          const [month = '', n = ''] = key.split(' ');
          const period = parsePeriod(month);
          const block = period && membershipIn(sat.get(Number(n))?.memberships ?? [], period)?.block;
          for (const place of ['', block]) {
            const sum = expected.get(`${month} ${place}`) ?? { total: null, reported: 0, missing: 0 };
            if (figure === null) sum.missing++;
            else {
              sum.total = (sum.total ?? 0n) + figure;
              sum.reported++;
            }
            expected.set(`${month} ${place}`, sum);
          }
        }
        const kept = (await rollups(database, FORM, MONTHS)).map(
          ({ period, block, total, reported: given, missing }) =>
            [`${period} ${block}`, { total, reported: given, missing }] as const,
        );
        expect(new Map(kept)).toEqual(expected);
      }),
      { numRuns: 30 },
    );
  });
});
