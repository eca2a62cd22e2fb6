import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ReleasedFigureSchema } from '../../subgraphs/core/release/entities.ts';
import { newSigner } from '../../subgraphs/kit/signing/keys.ts';
import { openDatabase } from '../../subgraphs/kit/database/open.ts';
import type { RunningZone } from '../../subgraphs/kit/zone-server.ts';
import { ask, codesOf } from '../support/ask.ts';
import { describeOnEachDatabase } from '../support/databases.ts';
import { definition, startTestZone } from '../support/zone.ts';
import {
  accept,
  allSigned,
  cells,
  notReported,
  ownReturn,
  release,
  resigned,
  signed,
  verify,
  type Answered,
  type HandedOver,
} from './releases.ts';

const PERIOD = '2022-Q1';

describeOnEachDatabase('the verification of a release', (engine) => {
  let core: RunningZone;
  let databaseUrl: string;
  let id: string;
  let answers: Record<string, Answered>;
  let bazhou: Answered;
  let third: Answered;
  let later: string;
  beforeAll(async () => {
    databaseUrl = await engine.newDatabase();
    core = await startTestZone(await definition('core'), databaseUrl);
    await ownReturn(core.url, databaseUrl, PERIOD, '7');
    const plain = allSigned(PERIOD);
    const explained = {
      rule: 'R1',
      indicator: 'TAX_REVENUE',
      block: null,
      text: '年末集中入库 / booked at the year’s end',
    };
    const note = '含 1 项估计';
    const observations = cells('20').map((each) => ({ ...each, note }));
    const first = plain['bazhou'];
    if (!first) throw new Error('no bazhou');
    bazhou = resigned({ ...first, observations, explanations: [explained] });
    answers = { ...plain, bazhou };
    await accept(core.url, ...Object.values(answers));
    id = (await release(core.url, PERIOD, answers)).release?.id ?? '';
    third = signed('tongjiang', PERIOD, cells('10'), { revision: 2, reason: 'ERROR' });
    await accept(core.url, third);
    later = (await release(core.url, PERIOD, { ...answers, tongjiang: third })).release?.id ?? '';
  });
  afterAll(() => core.stop());

  /** Meddles with the core's database, looks, and puts it right again. */
  const meddling = async <T>(sql: string, back: string, look: () => Promise<T>): Promise<T> => {
    const database = await openDatabase(databaseUrl, (await definition('core')).model);
    try {
      await database.query(sql);
      const found = await look();
      await database.query(back);
      return found;
    } finally {
      await database.destroy();
    }
  };
  const found = async (over: HandedOver = {}) => {
    const { reproduced, differences } = await verify(core.url, id, { ...answers, ...over });
    return {
      reproduced,
      differences: differences.map(({ kind, zone, indicator, block, released, found: now }) => ({
        kind,
        zone,
        indicator,
        block,
        released,
        found: now,
      })),
    };
  };
  const none = { zone: null, indicator: null, block: null, released: null, found: null };

  test('finds nothing while nothing has changed', async () => {
    expect(await found()).toEqual({ reproduced: true, differences: [] });
  });

  test('names the cell, the digest and the figures where a zone’s row was altered', async () => {
    const altered = {
      ...bazhou,
      observations: bazhou.observations.map((each) =>
        each.indicator === 'TAX_REVENUE' ? { ...each, value: '21' } : each,
      ),
    };
    const { reproduced, differences } = await found({ bazhou: altered });
    expect(reproduced).toBe(false);
    const cell = { zone: 'bazhou', indicator: 'TAX_REVENUE', released: '20', found: '21' };
    expect(differences).toEqual(
      expect.arrayContaining([
        { ...none, kind: 'CELL', ...cell },
        expect.objectContaining({ kind: 'DIGEST', zone: 'bazhou', released: bazhou.digest }),
        expect.objectContaining({ kind: 'FIGURE', indicator: 'TAX_REVENUE' }),
      ]),
    );
    expect(differences.filter(({ kind }) => kind === 'CELL')).toHaveLength(1);
  });

  test('names the digest and the signature where a zone has signed another content under the same revision', async () => {
    const altered = resigned({ ...bazhou, observations: cells('22') });
    const { reproduced, differences } = await found({ bazhou: altered });
    expect(reproduced).toBe(false);
    const kinds = new Set(differences.filter(({ zone }) => zone === 'bazhou').map(({ kind }) => kind));
    expect(kinds).toEqual(new Set(['CELL', 'DIGEST', 'SIGNATURE']));
  });

  test.each([
    ['another revision', () => resigned({ ...bazhou, revision: 2 }), 'REVISION'],
    ['a return that is gone', () => notReported('bazhou', PERIOD), 'REVISION'],
    ['a signature that is gone', () => ({ ...bazhou, signature: null }), 'SIGNATURE'],
    ['a key that is not registered', () => resigned(bazhou, newSigner()), 'SIGNATURE'],
    ['another explanation', () => ({ ...bazhou, explanations: [] }), 'DIGEST'],
  ])('names %s', async (_, answer, kind) => {
    const { reproduced, differences } = await found({ bazhou: answer() });
    expect(reproduced).toBe(false);
    expect(differences).toContainEqual(expect.objectContaining({ kind, zone: 'bazhou' }));
  });

  test('says that it cannot tell while a zone does not answer', async () => {
    expect(await found({ bazhou: null })).toEqual({
      reproduced: null,
      differences: [{ ...none, kind: 'GAP', zone: 'bazhou', found: 'NO_ANSWER' }],
    });
  });

  test('says what differs, whoever else does not answer', async () => {
    const altered = { ...bazhou, observations: cells('21') };
    const { reproduced, differences } = await found({ bazhou: altered, enyang: null });
    expect(reproduced).toBe(false);
    expect(differences).toContainEqual({ ...none, kind: 'GAP', zone: 'enyang', found: 'NO_ANSWER' });
  });

  const ofLater = () => verify(core.url, later, { ...answers, tongjiang: third });
  test.each([
    [
      'a figure',
      `UPDATE release_figure SET content = REPLACE(content, '"value":"116"', '"value":"118"') WHERE release_id = 'ID'`,
      `UPDATE release_figure SET content = REPLACE(content, '"value":"118"', '"value":"116"') WHERE release_id = 'ID'`,
      /was altered/,
    ],
    [
      'its own row',
      "UPDATE statistics_release SET reason = 'x' WHERE id = 'ID'",
      "UPDATE statistics_release SET reason = NULL WHERE id = 'ID'",
      /was altered/,
    ],
    [
      'what the later one says of it',
      "UPDATE statistics_release SET previous_id = 'none' WHERE number = 2",
      "UPDATE statistics_release SET previous_id = 'ID' WHERE number = 2",
      /none is gone/,
    ],
  ])('of a later one names an earlier one of which %s was altered', async (_, sql, back, message) => {
    const exact = (text: string): string => text.replace('ID', id);
    expect(await ofLater()).toEqual({ reproduced: true, differences: [] });
    const { reproduced, differences } = await meddling(exact(sql), exact(back), ofLater);
    expect(reproduced).toBe(false);
    expect(differences).toContainEqual(
      expect.objectContaining({ kind: 'RELEASE', message: expect.stringMatching(message) }),
    );
    expect(await ofLater()).toEqual({ reproduced: true, differences: [] });
  });

  test.each([
    [
      'a cell',
      "UPDATE release_cell SET value = '20.0' WHERE zone = 'bazhou' AND indicator = 'TAX_REVENUE'",
      "UPDATE release_cell SET value = '20' WHERE zone = 'bazhou' AND indicator = 'TAX_REVENUE'",
      [
        { kind: 'RELEASE', zone: 'bazhou' },
        { kind: 'CELL', zone: 'bazhou', indicator: 'TAX_REVENUE', released: '20.0', found: '20' },
      ],
    ],
    [
      'the status of a cell',
      "UPDATE release_cell SET obs_status = '?' WHERE zone = 'enyang' AND indicator = 'TAX_REVENUE'",
      "UPDATE release_cell SET obs_status = 'A' WHERE zone = 'enyang' AND indicator = 'TAX_REVENUE'",
      [
        { kind: 'RELEASE', zone: 'enyang' },
        { kind: 'CELL', zone: 'enyang', indicator: 'TAX_REVENUE', released: '{"obsStatus":"?"}' },
      ],
    ],
    [
      'an explanation',
      "UPDATE release_explanation SET text = 'x'",
      "UPDATE release_explanation SET text = '年末集中入库 / booked at the year’s end'",
      [
        { kind: 'RELEASE', zone: 'bazhou' },
        { kind: 'DIGEST', zone: 'bazhou' },
      ],
    ],
    [
      'a figure',
      `UPDATE release_figure SET content = REPLACE(content, '"value":"116"', '"value":"117"')`,
      `UPDATE release_figure SET content = REPLACE(content, '"value":"117"', '"value":"116"')`,
      [
        { kind: 'RELEASE', zone: null },
        { kind: 'FIGURE', indicator: 'TAX_REVENUE', released: '117', found: '116' },
      ],
    ],
    [
      'the mode',
      "UPDATE statistics_release SET mode = 'PARTIAL'",
      "UPDATE statistics_release SET mode = 'STRICT'",
      [{ kind: 'RELEASE', zone: null }],
    ],
    [
      'the number',
      'UPDATE statistics_release SET number = 3 WHERE number = 1',
      'UPDATE statistics_release SET number = 1 WHERE number = 3',
      [{ kind: 'RELEASE', found: 'SIGNATURE_INVALID' }],
    ],
    [
      'a version',
      "UPDATE statistics_release SET formula_version = '0.9.0'",
      "UPDATE statistics_release SET formula_version = '1.0.0'",
      [
        { kind: 'RELEASE', zone: null },
        { kind: 'RELEASE', released: '0.9.0', found: '1.0.0' },
      ],
    ],
    [
      'the office’s acceptance',
      "UPDATE office_decision SET digest = REPEAT_64 WHERE zone = 'bazhou' AND closing = 0",
      "UPDATE office_decision SET digest = ORIGINAL WHERE zone = 'bazhou' AND closing = 0",
      [{ kind: 'RELEASE', zone: 'bazhou', found: 'NOT_ACCEPTED' }],
    ],
    [
      'what the core has signed of an acceptance',
      "UPDATE office_decision SET reason = 'x' WHERE zone = 'bazhou' AND closing = 0",
      "UPDATE office_decision SET reason = NULL WHERE zone = 'bazhou' AND closing = 0",
      [{ kind: 'RELEASE', zone: 'bazhou', found: 'NOT_ACCEPTED' }],
    ],
    [
      'the decision that closed a return',
      "UPDATE office_decision SET digest = REPEAT_64 WHERE zone = 'bazhou' AND closing = 1",
      "UPDATE office_decision SET digest = ORIGINAL WHERE zone = 'bazhou' AND closing = 1",
      [{ kind: 'RELEASE', zone: 'bazhou', released: 'FINAL' }],
    ],
    [
      'cells of a zone that is not in it',
      "INSERT INTO release_cell SELECT release_id, 'ghost', block, indicator, value, decimals, unit, unit_mult, obs_status, counterpart, note FROM release_cell WHERE zone = 'bazhou' AND indicator = 'TAX_REVENUE'",
      "DELETE FROM release_cell WHERE zone = 'ghost'",
      [{ kind: 'RELEASE', zone: 'ghost' }],
    ],
    [
      'explanations of a zone that is not in it',
      "INSERT INTO release_explanation SELECT release_id, 'ghost', rule, indicator, block, text FROM release_explanation WHERE zone = 'bazhou'",
      "DELETE FROM release_explanation WHERE zone = 'ghost'",
      [{ kind: 'RELEASE', zone: 'ghost' }],
    ],
  ])('names %s of what is stored, where that was altered', async (_, sql, back, expected) => {
    const exact = (text: string): string =>
      text.replace('REPEAT_64', `'${'0'.repeat(64)}'`).replace('ORIGINAL', `'${bazhou.digest}'`);
    const { reproduced, differences } = await meddling(exact(sql), exact(back), () => found());
    expect(reproduced).toBe(false);
    for (const each of expected) expect(differences).toContainEqual(expect.objectContaining(each));
    expect(await found()).toEqual({ reproduced: true, differences: [] });
  });

  test.each([
    ['no JSON', "SET content = '{' WHERE position = 0"],
    ['no figure', "SET content = '{}' WHERE position = 0"],
  ])('is what a reader is told to ask for where a stored figure is %s', async (_, set) => {
    const database = await openDatabase(databaseUrl, (await definition('core')).model);
    const rows = await database.getRepository(ReleasedFigureSchema).findBy({ releaseId: id });
    await database.query(`UPDATE release_figure ${set} AND release_id = '${id}'`);
    const query = '{ release(id: "ID") { figures { value } } }'.replace('ID', id);
    const refused = await ask(core.url, query);
    expect(codesOf(refused)).toEqual(['RELEASE_DAMAGED']);
    expect(refused.text).toContain('verifyRelease');
    const rest = '{ release(id: "ID") { number synthetic manifest { returns { zone } } } }'.replace('ID', id);
    expect(codesOf(await ask(core.url, rest))).toEqual([]);
    expect((await found()).reproduced).toBe(false);
    await database.getRepository(ReleasedFigureSchema).save(rows);
    await database.destroy();
    expect(await found()).toEqual({ reproduced: true, differences: [] });
  });

  test('of none that there is, is an error', async () => {
    expect(codesOf(await ask(core.url, '{ verifyRelease(id: "none") { release } }'))).toEqual(['RELEASE_NOT_FOUND']);
  });
});
