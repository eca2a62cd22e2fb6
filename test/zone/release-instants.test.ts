/** Which release follows which, which is the last one as of an instant, and what is said of it. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openDatabase } from '../../subgraphs/kit/database/open.ts';
import type { RunningZone } from '../../subgraphs/kit/zone-server.ts';
import { data } from '../support/ask.ts';
import { describeOnEachDatabase } from '../support/databases.ts';
import { definition, startTestZone } from '../support/zone.ts';
import { accept, allAccepted, begin, cells, FORM, release, resolve, signed, verify } from './releases.ts';

describeOnEachDatabase('a release', (engine) => {
  let core: RunningZone;
  let databaseUrl: string;
  beforeAll(async () => {
    databaseUrl = await engine.newDatabase();
    core = await startTestZone(await definition('core'), databaseUrl);
  });
  afterAll(() => core.stop());
  const complete = (period: string) => allAccepted(core.url, databaseUrl, period);
  const stored = async (period: string): Promise<unknown> =>
    (await data(core.url, `{ releases(period: "${period}") { number } }`))['releases'];

  test('is not made of what was so before an instant that a release has reached already', async () => {
    const period = '2024-Q4';
    const answers = await complete(period);
    const old = await begin(core.url, period);
    expect(await resolve(core.url, old, { ...answers, bazhou: null })).toMatchObject({ done: false });
    expect(await release(core.url, period, answers)).toMatchObject({ done: true, release: { number: 1 } });
    const second = signed('bazhou', period, cells('21'), { revision: 2, reason: 'ERROR' });
    await accept(core.url, second);
    const late = await begin(core.url, period);
    await new Promise((passed) => setTimeout(passed, 5));
    const latest = await begin(core.url, period);
    const made = { ...answers, bazhou: second };
    expect(await resolve(core.url, latest, made)).toMatchObject({ done: true, release: { number: 2 } });
    for (const [run, seen] of [
      [old, answers],
      [late, made],
    ] as const) {
      expect(await resolve(core.url, run, seen)).toMatchObject({
        ...{ done: false, release: null },
        problems: [{ code: 'SUPERSEDED', message: expect.stringContaining('release 2') }],
      });
    }
    expect(await stored(period)).toEqual([{ number: 2 }, { number: 1 }]);
  });

  test('is named as of an instant at which it had been made, and not merely begun', async () => {
    const period = '2021-Q4';
    const answers = await complete(period);
    const run = await begin(core.url, period);
    await new Promise((passed) => setTimeout(passed, 5));
    const between = new Date().toISOString();
    await new Promise((passed) => setTimeout(passed, 5));
    expect(await resolve(core.url, run, answers)).toMatchObject({ done: true });
    const named = async (asOf: string) => {
      const key = { __typename: 'Consolidation', form: FORM, period, perimeter: 'TERRITORIAL', mode: 'PARTIAL', asOf };
      return data(
        core.url,
        'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Consolidation { release { number } } } }',
        { variables: { of: [key] } },
      );
    };
    expect(await named(between)).toEqual({ _entities: [{ release: null }] });
    await new Promise((passed) => setTimeout(passed, 5));
    expect(await named(new Date().toISOString())).toEqual({ _entities: [{ release: { number: 1 } }] });
  });

  test('says by what went in that it holds made-up data', async () => {
    const period = '2021-Q3';
    const bazhou = signed('bazhou', period, cells('20'), { synthetic: true });
    await accept(core.url, bazhou);
    const made = await release(core.url, period, { bazhou }, { mode: 'PARTIAL', reason: 'x' });
    expect(made).toMatchObject({ done: true, release: { synthetic: true } });
    const database = await openDatabase(databaseUrl, (await definition('core')).model);
    await database.query('UPDATE release_return SET synthetic = 0');
    await database.destroy();
    const id = made.release?.id ?? '';
    const served = await data(core.url, 'query ($id: ID!) { release(id: $id) { synthetic } }', { variables: { id } });
    expect(served).toEqual({ release: { synthetic: false } }); // no fact of its own that could differ unseen
    expect(await verify(core.url, id, { bazhou })).toMatchObject({ reproduced: false });
  });
});
