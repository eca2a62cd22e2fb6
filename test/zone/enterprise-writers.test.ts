import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { EnterpriseBlockSchema, EnterpriseSchema } from '../../subgraphs/kit/enterprises/entities.ts';
import type { EnterpriseInput } from '../../subgraphs/kit/enterprises/entry.ts';
import { saveEnterpriseObservations } from '../../subgraphs/kit/enterprises/observations.ts';
import { moveEnterprise, saveEnterprises, type Move } from '../../subgraphs/kit/enterprises/register.ts';
import { EnterpriseConflict, holdRegister, updateEnterprise } from '../../subgraphs/kit/enterprises/store.ts';
import { describeOnEachDatabase } from '../support/databases.ts';
import { cell, emptied, emptyRegister, enterprise, FORM, MONTH, sums, uscc } from './enterprises.ts';

describeOnEachDatabase('writers of enterprises at the same time', (engine) => {
  let database: DataSource;
  beforeAll(async () => {
    database = await emptyRegister(await engine.newDatabase());
  });
  afterEach(() => emptied(database));
  afterAll(() => database.destroy());

  const save = (...inputs: EnterpriseInput[]) => database.transaction((manager) => saveEnterprises(manager, inputs));
  const move = (one: Move) => database.transaction((manager) => moveEnterprise(manager, one));

  test('of two who read the same version one is told so, and nothing of the other is lost', async () => {
    await save(enterprise(1, 'a'));
    const names = ['甲', '乙', '丙', '丁'];
    const results = await Promise.all(names.map((name) => save(enterprise(1, 'a', { name, version: 1 }))));
    expect(results.flatMap(({ problems }) => problems.map(({ code }) => code))).toEqual([
      'CONFLICT',
      'CONFLICT',
      'CONFLICT',
    ]);
    const row = await database.getRepository(EnterpriseSchema).findOneByOrFail({ uscc: uscc(1) });
    expect(row).toMatchObject({ version: 2, name: names[results.findIndex(({ changed }) => changed === 1)] });
  });

  test('a change that another one came before is not written, whatever was checked', async () => {
    await save(enterprise(1, 'a'));
    const row = await database.getRepository(EnterpriseSchema).findOneByOrFail({ uscc: uscc(1) });
    await save(enterprise(1, 'a', { name: '先' }));
    const late = database.transaction((manager) => updateEnterprise(manager, { ...row, name: '后' }));
    await expect(late).rejects.toThrow(EnterpriseConflict);
  });

  test('no sum misses what another writer wrote at the same time', async () => {
    const all = Array.from({ length: 20 }, (_, at) => at + 1);
    await save(...all.map((n) => enterprise(n, n % 2 === 0 ? 'a' : 'b')));
    const writers = all.map((n) =>
      database.transaction(async (manager) => {
        await manager.count(EnterpriseSchema); // a first look, from which MySQL and MariaDB would go on reading
        await sleep(Math.random() * 5);
        const { problems } = await saveEnterpriseObservations(manager, {
          form: FORM,
          period: MONTH,
          cells: [cell(n, String(n))],
        });
        expect(problems).toEqual([]);
        await sleep(Math.random() * 5);
      }),
    );
    const movers = [1, 2, 3].map((n) => move({ uscc: uscc(n), block: 'c', from: '2024-02-10', version: 1 }));
    await Promise.all([...writers, ...movers]);
    expect(await sums(database)).toEqual({
      a: '1080000 (9/0)', // 2 + 4 + … + 20, without 2
      b: '960000 (8/0)', // 1 + 3 + … + 19, without 1 and 3
      c: '60000 (3/0)',
      '': '2100000 (20/0)',
    });
  });

  test('a figure goes where its enterprise sits now, and not where it sat at the first look of the transaction', async () => {
    await save(enterprise(1, 'a'));
    await database
      .transaction(async (manager) => {
        await manager.count(EnterpriseBlockSchema);
        const moving = move({ uscc: uscc(1), block: 'b', from: '2024-02-10', version: 1 });
        if (engine.name === 'mariadb') await moving; // on SQLite it waits for this transaction to end
        await saveEnterpriseObservations(manager, { form: FORM, period: MONTH, cells: [cell(1, '1')] });
        return { moving };
      })
      .then(({ moving }) => moving);
    expect(await sums(database)).toEqual({ b: '10000 (1/0)', '': '10000 (1/0)' });
  });

  test('and works in a transaction only', async () => {
    await expect(holdRegister(database.manager)).rejects.toThrow(/transaction/);
  });
});
