/** Whatever is done with a return: what was answered as of an instant is answered ever after. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { after } from '../../schema/return-states.ts';
import type { ZoneRuntime } from '../../subgraphs/kit/context.ts';
import { migrate } from '../../subgraphs/kit/database/migrate.ts';
import { openDatabase } from '../../subgraphs/kit/database/open.ts';
import { knownOf } from '../../subgraphs/kit/returns/facts.ts';
import { saveObservations } from '../../subgraphs/kit/returns/save.ts';
import { submitReturn } from '../../subgraphs/kit/returns/submit.ts';
import { reviseReturn, withdrawReturn } from '../../subgraphs/kit/returns/undo.ts';
import { digestOfAnswer } from '../../subgraphs/kit/statistics/digest.ts';
import { returnsInForce } from '../../subgraphs/kit/statistics/store.ts';
import { describeOnEachDatabase } from '../support/databases.ts';
import { TestOffice } from '../support/office.ts';
import { definition, testRuntime } from '../support/zone.ts';

const FORM = 'CUMULATIVE_SINCE_2021';
const STEPS = ['SAVE', 'SUBMIT', 'WITHDRAW', 'REVISE', 'ACCEPT', 'SEND_BACK'] as const;

describeOnEachDatabase('as of an instant', (engine) => {
  const office = new TestOffice();
  let database: DataSource;
  let runtime: ZoneRuntime;
  let day = 0;

  beforeAll(async () => {
    const zone = await definition('bazhou');
    database = await openDatabase(await engine.newDatabase(), zone.model);
    await migrate(database, 'bazhou');
    runtime = testRuntime('bazhou', database, office);
  });
  afterAll(() => database.destroy());

  test('an answer never changes afterwards, and its digest is always that of its content', async () => {
    const runs = engine.name === 'sqlite' ? 25 : 10;
    const steps = fc.array(fc.tuple(fc.constantFrom(...STEPS), fc.integer({ min: 0, max: 999 })), { maxLength: 14 });
    await fc.assert(
      fc.asyncProperty(steps, async (taken) => {
        // a period of its own for each run: from 2021-01-01 to one day after another
        const end = new Date(Date.UTC(2021, 0, 2 + day++)).toISOString().slice(0, 10);
        const of = { form: FORM, period: `2021-01-01/${end}` };
        const told: (readonly [asOf: string, answer: string])[] = [];
        for (const [action, amount] of taken) {
          await step(of, action, amount);
          await tick();
          const asOf = new Date(Date.now() - 1).toISOString();
          told.push([asOf, await answer(of, asOf)]);
        }
        for (const [asOf, before] of told) expect(await answer(of, asOf)).toBe(before);
      }),
      { numRuns: runs },
    );
  }, 60_000);

  const tick = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 3));

  async function answer(of: { form: string; period: string }, asOf: string): Promise<string> {
    const [found] = await returnsInForce(database, [{ ...of, asOf }]);
    if (found) expect(digestOfAnswer({ ...found, zone: 'bazhou' })).toBe(found.digest);
    return JSON.stringify(found);
  }

  async function step(
    of: { form: string; period: string },
    action: (typeof STEPS)[number],
    amount: number,
  ): Promise<void> {
    const [known] = await knownOf(runtime, of.form, [of.period]);
    if (!known || after(known.state, action) === undefined) return;
    const about = { ...of, key: randomUUID(), version: known.head?.version ?? 0 };
    const value = String(amount);
    switch (action) {
      case 'SAVE':
        await saveObservations(runtime, {
          ...about,
          nil: true,
          observations: [{ indicator: 'OPERATING_REVENUE', value }],
        });
        break;
      case 'SUBMIT':
        expect(await submitReturn(runtime, about)).toMatchObject({ done: true });
        break;
      case 'WITHDRAW':
        await withdrawReturn(runtime, about); // refused where the office was first, which the zone may not know yet
        break;
      case 'REVISE':
        await reviseReturn(runtime, { ...about, reason: 'ROUTINE' });
        break;
      case 'ACCEPT':
      case 'SEND_BACK': {
        const { revision, digest } = known.latest ?? { revision: 0, digest: '' };
        const outcome = action === 'ACCEPT' ? 'ACCEPTED' : 'RETURNED';
        office.decide({ ...of, zone: 'bazhou', revision, digest }, outcome);
      }
    }
  }
});
