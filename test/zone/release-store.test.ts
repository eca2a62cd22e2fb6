import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { contentOf, returnsOf } from '../../subgraphs/core/release/contents.ts';
import { addRelease, releasesById } from '../../subgraphs/core/release/store.ts';
import { migrate } from '../../subgraphs/kit/database/migrate.ts';
import { openDatabase } from '../../subgraphs/kit/database/open.ts';
import { describeOnEachDatabase } from '../support/databases.ts';
import { definition } from '../support/zone.ts';
import { cells, signed } from './releases.ts';

const AT = '2026-01-31T08:00:00.123Z';
const VERSIONS = { standardVersion: '1', perimeterVersion: '1', eliminationVersion: '1', formulaVersion: '1' };

describeOnEachDatabase('what is kept of a release', (engine) => {
  let database: DataSource;
  beforeAll(async () => {
    database = await openDatabase(await engine.newDatabase(), (await definition('core')).model);
    await migrate(database, 'core');
  });
  afterAll(() => database.destroy());

  const add = async (id: string, number: number, figures: readonly string[]) => {
    const question = { form: 'F', period: '2024-Q1', perimeter: 'TERRITORIAL', mode: 'STRICT', asOf: AT } as const;
    const identity = { ...question, id, number, digest: 'd'.repeat(64), releasedAt: AT };
    const answer = signed('bazhou', '2024-Q1', cells('1.50'));
    const explanations = [{ rule: 'R', indicator: null, block: null, text: '说明 😀' }];
    const returned = { ...answer, explanations };
    const released = { ...returned, acceptedAt: AT };
    const previous = { id: 'zero', digest: 'c'.repeat(64) };
    const manifest = { ...VERSIONS, previous, returns: [released], gaps: [{ zone: 'core', reason: 'NOT_REPORTED' }] };
    const content = { ...question, reason: null, manifest, figures };
    await database.transaction((manager) =>
      addRelease(manager, { identity, content, returns: [returned], signature: 's', keyId: 'k' }),
    );
    return { content, returned };
  };

  test('is read back as it was, however long a figure is', async () => {
    const figures = ['short', '长😀'.repeat(50_000), 'x'.repeat(100_000), ''];
    const { returned } = await add('one', 1, figures);
    const [release] = await releasesById(database, ['one']);
    if (!release) throw new Error('not there');
    expect(release).toMatchObject({ number: 1, asOf: AT, releasedAt: AT, versions: VERSIONS });
    const content = await contentOf(database, release);
    expect(content.figures).toEqual(figures);
    expect(content.manifest.previous).toEqual({ id: 'zero', digest: 'c'.repeat(64) });
    expect(content.manifest.gaps).toEqual([{ zone: 'core', reason: 'NOT_REPORTED' }]);
    const [read] = await returnsOf(database, release);
    const byName = (a: { indicator: string }, b: { indicator: string }): number => (a.indicator < b.indicator ? -1 : 1);
    expect(read?.observations.toSorted(byName)).toEqual(returned.observations.toSorted(byName));
    expect(read?.explanations).toEqual(returned.explanations);
  });

  test('can have a number once', async () => {
    await add('two', 2, []);
    await expect(add('three', 2, [])).rejects.toThrow();
    expect(await releasesById(database, ['three'])).toEqual([null]);
  });
});
