/**
 * A figure's whole life, with real processes: imported from a file, refused, explained, submitted, sent back, corrected, accepted,
 * released, corrected late, released again, verified, and tampered with behind everybody's back.
 */
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import Sqlite from 'better-sqlite3';
import mysql from 'mysql2/promise';
import { z } from 'zod';
import { ZONES } from '../../schema/zones.ts';
import { data } from '../support/ask.ts';
import { describeOnEachDatabase } from '../support/databases.ts';
import { freePortRange } from '../support/ports.ts';
import { run, temporaryFolder, type Program } from '../support/processes.ts';
import { actor, cells, type Result } from '../support/returns.ts';

const FORM = 'ZONE_MONTHLY';
const PERIOD = '2026-02';

const released = z.object({
  done: z.boolean(),
  problems: z.array(z.object({ code: z.string(), message: z.string() })),
  release: z.object({ id: z.string(), number: z.number() }).nullable(),
});
const revision = z.object({
  revision: z.number(),
  digest: z.string(),
  recordedAt: z.string(),
  signature: z.string(),
  keyId: z.string(),
});
const VERIFICATION = '{ reproduced differences { kind zone indicator block released found message } }';

describeOnEachDatabase('the life of a figure', (engine) => {
  const { folder, remove } = temporaryFolder();
  const databases = new Map<string, string>();
  const running = new Map<string, Program>();
  let env: Record<string, string>;
  let url: string;

  const startZone = async (code: string): Promise<void> => {
    const program = run('subgraphs/run.ts', [code], { env: { ...env, DATABASE_URL: databases.get(code) ?? '' } });
    running.set(code, program);
    await program.prints('zone ready');
  };
  const districts = ZONES.filter(({ kind }) => kind === 'HOSTED').map(({ code }) => code);
  const zones = ZONES.map(({ code }) => code);

  beforeAll(async () => {
    const base = await freePortRange(ZONES.length + 1);
    env = { PORT: String(base), DATA_DIR: folder, GATEWAY_KEY: 'a key of this test alone' };
    url = `http://127.0.0.1:${base}/graphql`;
    for (const code of zones) databases.set(code, await engine.newDatabase());
    await Promise.all(zones.map(startZone));
    const gateway = run('gateway/main.ts', [], { env });
    running.set('gateway', gateway);
    await gateway.prints('gateway ready');
  }, 60_000);
  afterAll(async () => {
    await Promise.all([...running.values()].map((program) => program.stop()));
    remove();
  });

  const of = (zone: string) => actor(() => url, zone, FORM);
  const office = async (action: string, input: object): Promise<Record<string, unknown>> => {
    const [verb = ''] = action.split(' ');
    const type = `${verb.charAt(0).toUpperCase()}${verb.slice(1)}Input`;
    const selection =
      verb === 'release'
        ? '{ done problems { code message } release { id number } }'
        : '{ done problems { code message } decision { outcome } }';
    const query = `mutation ($input: ${type}!) { office { it: ${verb}(input: $input) ${selection} } }`;
    const answered = await data(url, query, { variables: { input: { key: randomUUID(), ...input } } });
    return z.object({ office: z.object({ it: z.record(z.string(), z.unknown()) }) }).parse(answered).office.it;
  };
  const signed = async (zone: string): Promise<object> => {
    const { revisions } = await of(zone).read(PERIOD, '{ revisions { revision digest recordedAt signature keyId } }');
    const [latest] = z.array(revision).parse(revisions);
    return { zone, form: FORM, period: PERIOD, ...latest };
  };
  const accept = async (zone: string) => office('acceptReturn', { revision: await signed(zone) });
  const release = async (input: object) =>
    released.parse(await office('release', { form: FORM, period: PERIOD, ...input }));
  const command = async (program: string, args: readonly string[], zone?: string) => {
    const own = zone === undefined ? {} : { DATABASE_URL: databases.get(zone) ?? '' };
    const ran = run(program, args, { env: { ...env, ...own } });
    const { code } = await ran.exited;
    return { code, output: `${ran.output()}${ran.errors()}` };
  };
  const importFile = (name: string, rows: readonly (readonly [string, string, number])[]) => {
    const file = path.join(folder, name);
    const lines = rows.map(([indicator, value, unitMult]) => `${indicator},${value},${unitMult}`);
    writeFileSync(file, ['指标代码 indicator,数值 value,单位乘数 unitMult', ...lines].join('\n'));
    return command('subgraphs/cli/import.ts', ['bazhou', file, '--form', FORM, '--period', PERIOD, '--yes'], 'bazhou');
  };
  const rows = cells().map(({ indicator, value, unitMult }) => [indicator, value, unitMult] as const);

  test('imported with a fault it is refused with its place; mended it is in the draft', async () => {
    const refused = await importFile('fault.csv', [...rows.slice(0, -1), ['TAX_REVENUE_YTD', '零点二', 8]]);
    expect(refused).toMatchObject({ code: 1 });
    expect(refused.output).toMatch(/NOT_A_NUMBER|B8/);
    expect(await of('bazhou').read(PERIOD, '{ state }')).toEqual({ state: 'DUE' });
    const wrong = rows.map(
      ([indicator, value, mult]) => [indicator, indicator === 'TAX_REVENUE' ? '9.99' : value, mult] as const,
    );
    expect(await importFile('wrong.csv', wrong)).toMatchObject({ code: 0 });
    expect(await of('bazhou').read(PERIOD, '{ state version }')).toEqual({ state: 'DRAFT', version: 1 });
  });

  test('an error bars it, a warning is explained, then it is submitted', async () => {
    const { act, submit } = of('bazhou');
    const refused = await act('submitReturn', { period: PERIOD, version: 1 });
    expect(refused.problems.map(({ code }) => code)).toContain('TAX_WITHIN_REVENUE');
    const tax = { indicator: 'TAX_REVENUE', value: '0.11', unitMult: 8 };
    const mended = await act('saveObservations', {
      period: PERIOD,
      version: 1,
      observations: [tax],
      remove: [{ indicator: 'ENTERPRISES_ABOVE_SCALE' }],
    });
    const unexplained = await act('submitReturn', { period: PERIOD, version: mended.version });
    expect(unexplained.problems.map(({ code }) => code)).toEqual(expect.arrayContaining(['UNEXPLAINED', 'MISSING']));
    expect(await submit(PERIOD, mended.version)).toMatchObject({ done: true, revision: 1, state: 'SUBMITTED' });
  }, 60_000);

  test('it is sent back, corrected, and accepted with the others’', async () => {
    const { act, read, submit } = of('bazhou');
    const early = await release({ mode: 'STRICT' });
    expect(early).toMatchObject({ done: false, release: null });
    expect(await office('sendBack', { revision: await signed('bazhou'), reason: '请补报规上企业数' })).toMatchObject({
      done: true,
    });
    const { version } = z.object({ version: z.number() }).parse(await read(PERIOD, '{ version }'));
    const added = [{ indicator: 'ENTERPRISES_ABOVE_SCALE', value: '12' }];
    const saved = await act('saveObservations', { period: PERIOD, version, observations: added });
    expect(saved.problems).toEqual([]);
    expect(await submit(PERIOD, saved.version)).toMatchObject({ done: true, revision: 2 });
    const others: Result[] = [];
    for (const zone of zones.filter((code) => code !== 'bazhou')) others.push(await of(zone).submitted(PERIOD));
    expect(others.every(({ done }) => done)).toBe(true);
    const stolen = { ...(await signed('enyang')), zone: 'nanjiang' };
    expect(await office('acceptReturn', { revision: stolen })).toMatchObject({ done: false });
    for (const zone of zones) expect(await accept(zone)).toMatchObject({ done: true, problems: [] });
  }, 90_000);

  let first = '';
  test('it is released, and the release stands with every district down', async () => {
    const made = await release({ mode: 'STRICT' });
    expect(made).toMatchObject({ done: true, problems: [], release: { number: 1 } });
    first = made.release?.id ?? '';
    const question = `{ release(id: "${first}") { number digest figures(indicators: ["TAX_REVENUE"]) { value(unitMult: 8) coverage { complete } } } }`;
    const before = await data(url, question);
    expect(before).toMatchObject({ release: { figures: [{ value: '0.55', coverage: { complete: true } }] } });
    await Promise.all(districts.map(async (code) => running.get(code)?.stop()));
    expect(await data(url, question)).toEqual(before);
    await Promise.all(districts.map(startZone));
  }, 90_000);

  let second = '';
  test('a late correction gives the next release, with the difference shown; the first stays', async () => {
    const { act, read, submit } = of('bazhou');
    const { version, state } = z
      .object({ version: z.number(), state: z.string() })
      .parse(await read(PERIOD, '{ version state }'));
    expect(state).toBe('FINAL');
    const draft = await act('reviseReturn', { period: PERIOD, version, reason: 'ERROR' });
    const tax = { indicator: 'TAX_REVENUE', value: '0.21', unitMult: 8 };
    const saved = await act('saveObservations', { period: PERIOD, version: draft.version, observations: [tax] });
    expect(await submit(PERIOD, saved.version)).toMatchObject({ done: true, revision: 3 });
    expect(await accept('bazhou')).toMatchObject({ done: true });
    const made = await release({ mode: 'STRICT' });
    expect(made).toMatchObject({ done: true, release: { number: 2 } });
    second = made.release?.id ?? '';
    const told = await data(
      url,
      `{ release(id: "${second}") { previous { id } changes { indicator difference zones } } }`,
    );
    expect(told).toMatchObject({
      release: {
        previous: { id: first },
        changes: [
          { indicator: 'TAX_REVENUE', difference: '10000000', zones: ['bazhou'] },
          { indicator: 'TAX_TO_REVENUE', difference: '0.6451', zones: ['bazhou'] }, // 税收 ÷ 营收,随之而变
        ],
      },
    });
  }, 60_000);

  const verification = async (id: string) => {
    const answered = await data(url, `{ verifyRelease(id: "${id}") ${VERIFICATION} }`);
    return z.object({ verifyRelease: z.record(z.string(), z.unknown()) }).parse(answered).verifyRelease;
  };

  test('both releases are verified, by the API and from the shell', async () => {
    for (const id of [first, second]) {
      expect(await verification(id)).toEqual({ reproduced: true, differences: [] });
      expect(await command('infra/cli/verify-release.ts', [id])).toMatchObject({ code: 0 });
    }
  }, 60_000);

  test('one row changed in a district’s database is found, and named', async () => {
    const change =
      "UPDATE revision_observation SET digits = digits + 1 WHERE indicator = 'TAX_REVENUE' AND revision_id IN (SELECT id FROM return_revision WHERE period = '2026-02')";
    const database = databases.get('enyang') ?? '';
    if (database.startsWith('sqlite:')) {
      const opened = new Sqlite(database.slice('sqlite:'.length));
      expect(opened.prepare(change).run().changes).toBe(1);
      opened.close();
    } else {
      const connection = await mysql.createConnection(database);
      await connection.query(change);
      await connection.end();
    }
    const found = await verification(first);
    expect(found).toMatchObject({ reproduced: false });
    expect(found['differences']).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'CELL', zone: 'enyang', indicator: 'TAX_REVENUE', block: null }),
      ]),
    );
    const shell = await command('infra/cli/verify-release.ts', [first]);
    expect(shell).toMatchObject({ code: 1 });
    expect(shell.output).toMatch(/enyang|恩阳/);
  }, 60_000);
});
