/**
 * Apollo's own executor instead of ours, by the one setting GATEWAY_EXECUTOR=stock: it answers the same, but for aliases that
 * would feed the core wrong figures, which it refuses.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ZONES } from '../../schema/zones.ts';
import { ask, codesOf, data, PAPER_ANSWER, PAPER_QUESTION } from '../support/ask.ts';
import { startFederation, type Federation } from '../support/federation.ts';
import { startGraph, type Graph } from './conformance/graph.ts';

const SETTING = 'GATEWAY_EXECUTOR';

beforeAll(() => {
  process.env[SETTING] = 'stock';
});
afterAll(() => {
  Reflect.deleteProperty(process.env, SETTING);
});

describe('the platform on the stock executor', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'yihe-test-'));
  let made = 0;
  let federation: Federation;
  beforeAll(async () => {
    federation = await startFederation(() => Promise.resolve(`sqlite:${path.join(folder, `${made++}.db`)}`));
  });
  afterAll(async () => {
    await federation.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(() => federation.forget());

  test("gives the paper's figures, asking every district once and the core twice", async () => {
    expect(await data(federation.url, PAPER_QUESTION)).toEqual({ consolidation: PAPER_ANSWER });
    const counts = [...federation.asked].map(([zone, requests]) => [zone, requests.length]);
    expect(Object.fromEntries(counts)).toEqual(
      Object.fromEntries(ZONES.map(({ code, kind }) => [code, kind === 'CORE' ? 2 : 1])),
    );
  });

  test("answers the README's first query", async () => {
    const answer = await data(
      federation.url,
      '{ consolidation(period: "2021-01-01/..") { figure(indicator: "INDUSTRIAL_OUTPUT") { value(unitMult: 8) obsStatus coverage { reported } } } }',
    );
    expect(answer).toEqual({
      consolidation: { figure: { value: '136.667', obsStatus: 'P', coverage: { reported: 4 } } },
    });
  });

  test.each([
    '{ consolidation(period: "2021-01-01/..") { nanjiang: enyang { state } figure(indicator: "INDUSTRIAL_OUTPUT") { value } } }',
    '{ consolidation(period: "2021-01-01/..") { nanjiang { observations { unitMult: decimals } } figures { value } } }',
    '{ consolidation(period: "2021-01-01/..") { enyang { observations { block: indicator } } } }',
    '{ consolidation(period: "2021-01-01/..") { mode: period } }',
    '{ zones { code: name statistics(period: "2024-07") { state } } }',
    '{ zones { __typename: code } }',
    '{ zones { ... on NanjiangZone { code: name mineralResources { block } } } }',
  ])('refuses an alias that would feed the core another figure: %s', async (question) => {
    const answer = await ask(federation.url, question);
    expect(codesOf(answer)).toEqual(['ALIAS_NOT_ALLOWED']);
    expect(answer.data).toBeUndefined();
    expect(federation.asked.size).toBe(0);
  });

  test('takes an alias that clashes with nothing', async () => {
    const answer = await data(federation.url, '{ mine: nanjiang { title: name code: code } }');
    expect(answer).toEqual({ mine: { title: '南江县', code: 'nanjiang' } });
  });

  test('lists a district that is gone as a gap, with one error', async () => {
    await federation.stopZone('nanjiang');
    const answer = await ask(
      federation.url,
      '{ consolidation(period: "2021-01-01/..") { nanjiang { state } figure(indicator: "ENTERPRISES") { coverage { gaps { zone reason } } } } }',
    );
    expect(codesOf(answer)).toEqual(['ZONE_UNAVAILABLE']);
    expect(answer.data).toMatchObject({
      consolidation: {
        nanjiang: null,
        figure: { coverage: { gaps: expect.arrayContaining([{ zone: 'nanjiang', reason: 'REFUSED' }]) } },
      },
    });
  });
});

describe('a value that the stock executor drops in silence', () => {
  let graph: Graph;
  beforeAll(async () => {
    graph = await startGraph({
      one: {
        sdl: 'type Query { kind: Kind kinds: [Kind!] other: Int } enum Kind { OPEN SECRET @inaccessible }',
        resolvers: { Query: { kind: () => 'SECRET', kinds: () => ['OPEN', 'SECRET'], other: () => 1 } },
      },
    });
  });
  afterAll(() => graph.stop());

  test('is an error at its place', async () => {
    const { data: kept, errors, text } = await ask(graph.url, '{ k: kind kinds other }');
    expect(kept).toEqual({ k: null, kinds: null, other: 1 });
    expect(errors?.map(({ path: place, extensions }) => [place, extensions?.['code']])).toEqual([
      [['k'], 'ZONE_BAD_DATA'],
      [['kinds', 1], 'ZONE_BAD_DATA'],
    ]);
    expect(text).not.toContain('valueCompletion');
  });

  test('leaves sound answers alone', async () => {
    expect(await data(graph.url, '{ other }')).toEqual({ other: 1 });
  });
});

test('any other name of an executor is refused at the start', async () => {
  process.env[SETTING] = 'other';
  try {
    await expect(startGraph({ one: { sdl: 'type Query { a: Int }' } })).rejects.toThrow(SETTING);
  } finally {
    process.env[SETTING] = 'stock';
  }
});
