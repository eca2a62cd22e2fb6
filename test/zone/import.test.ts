/** Files into a zone's returns, asked of the zone itself as its own people do. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { findForm } from '../../schema/forms.ts';
import { SYNTHETIC_MARK, type DraftCell } from '../../subgraphs/kit/exchange/form-layout.ts';
import { writeFormCsv } from '../../subgraphs/kit/exchange/write-csv.ts';
import { writeFormXlsx } from '../../subgraphs/kit/exchange/xlsx/write.ts';
import { cellOf } from '../../subgraphs/kit/returns/cells.ts';
import { layoutOf } from '../../subgraphs/kit/returns/form-file.ts';
import type { RunningZone } from '../../subgraphs/kit/zone-server.ts';
import { codesOf } from '../support/ask.ts';
import { describeOnEachDatabase } from '../support/databases.ts';
import { fileOf, importer, places } from '../support/imports.ts';
import { TestOffice } from '../support/office.ts';
import { actor, cells, FORM } from '../support/returns.ts';
import { definition, startTestZone } from '../support/zone.ts';

const LINES = cells().map(({ indicator, value, unitMult }) => `${indicator},${value},${unitMult}`);
const CSV = ['指标代码,数值,单位乘数', ...LINES].join('\r\n');
/** 指标代码,数值 … 说明 in GB18030: the header, one figure, and 说明 as its note. */
const GB18030 = Buffer.concat([
  Buffer.from('d6b8b1eab4fac2eb2ccafdd6b52ccbb5c3f70d0a', 'hex'),
  Buffer.from('TAX_REVENUE,11000000,'),
  Buffer.from('cbb5c3f7', 'hex'),
]);

const form = findForm(FORM);
if (!form) throw new Error('the standard has a monthly form');
const file = (period: string, given: Iterable<DraftCell>, synthetic = false) => ({
  layout: layoutOf(form, period, 'bazhou', []),
  cells: given,
  synthetic,
});
const CELLS = cells().map(cellOf);

describeOnEachDatabase('a file into a return', (engine) => {
  const office = new TestOffice();
  let zone: RunningZone;

  beforeAll(async () => {
    zone = await startTestZone(await definition('bazhou'), await engine.newDatabase(), { office });
  });
  afterAll(() => zone.stop());

  const { act, read, submit } = actor(() => zone.url);
  const { bring, send } = importer(() => zone.url);
  const drafted = (period: string) =>
    read(period, '{ version state draft { synthetic observations { indicator value unitMult note } } }');

  test('is only looked at by a dry run, and then written; once more, it changes nothing', async () => {
    const asked = { form: FORM, period: '2023-02', version: 0 };
    const tried = await bring(CSV, { ...asked, dryRun: true });
    expect(tried).toMatchObject({ done: false, dryRun: true, rows: 8, cells: 7, changed: 7, errors: 0, problems: [] });
    expect(await drafted('2023-02')).toEqual({ version: 0, state: 'DUE', draft: null });
    const done = await bring(CSV, asked);
    expect(done).toMatchObject({ done: true, changed: 7, version: 1, state: 'DRAFT', errors: 0, problems: [] });
    const again = await bring(CSV, { ...asked, version: 1 });
    expect(again).toMatchObject({ done: true, changed: 0, version: 1, state: 'DRAFT' });
    expect(await drafted('2023-02')).toMatchObject({ version: 1, draft: { synthetic: false } });
    expect(await bring(CSV, asked)).toMatchObject({
      done: false,
      problems: [{ code: 'VERSION_CONFLICT' }],
      version: 1,
    });
  });

  test('shows by a dry run what validation will find, and after writing what it finds', async () => {
    const asked = { form: FORM, period: '2023-03', version: 0 };
    const wrong = 'indicator,value\nTAX_REVENUE,900\nTAX_REVENUE_YTD,900\nOPERATING_REVENUE,100\n';
    const tried = await bring(wrong, { ...asked, dryRun: true });
    expect(tried.errors).toBe(0);
    const codes = tried.findings.map(({ code }) => code);
    expect(codes).toEqual(expect.arrayContaining(['TAX_WITHIN_REVENUE', 'MISSING']));
    expect(tried.findings[0]).toMatchObject({ severity: 'ERROR' });
    const done = await bring(wrong, asked);
    expect(done.findings).toEqual(tried.findings);
  });

  test.each([
    ['UTF-8', Buffer.from('指标代码,数值,说明\r\nTAX_REVENUE,11000000,说明')],
    ['UTF-8 with a byte order mark', Buffer.from('\ufeff指标代码,数值,说明\r\nTAX_REVENUE,11000000,说明')],
    ['GB18030', GB18030],
  ])('is read in %s', async (name, bytes) => {
    const period = { 'UTF-8': '2023-04', GB18030: '2023-06' }[name] ?? '2023-05';
    expect(await bring(bytes, { form: FORM, period, version: 0 })).toMatchObject({ done: true, changed: 1 });
    expect(await drafted(period)).toMatchObject({
      draft: { observations: [{ indicator: 'TAX_REVENUE', value: '11000000', note: '说明' }] },
    });
  });

  test.each([
    ['xlsx', '2023-07', writeFormXlsx],
    ['csv', '2023-08', writeFormCsv],
  ])('exported as %s comes back unchanged', async (_, period, write) => {
    const saved = await act('saveObservations', { period, version: 0, observations: cells() });
    const exported = await fileOf(write(file(period, CELLS)));
    const back = await bring(exported, { form: FORM, period, version: saved.version });
    expect(back).toMatchObject({ done: true, cells: 7, changed: 0, version: saved.version, problems: [] });
  });

  test('names every fault with sheet, row and column, and changes nothing at all', async () => {
    const period = '2023-09';
    const wrong = [
      'indicator,block,value,unit,obsStatus,counterpart,stray',
      'TAX_REVENUE,,12abc,CNY,A,,',
      'NO_SUCH,,1,,,,',
      'OPERATING_REVENUE,nowhere,1,,,,',
      'INDUSTRIAL_OUTPUT,,5,KM2,A,,',
      'INDUSTRIAL_OUTPUT_YTD,,5,,L,,',
      'OPERATING_REVENUE_YTD,,,,K,,',
      'ENTERPRISES_ABOVE_SCALE,,12,,,,',
      'ENTERPRISES_ABOVE_SCALE,,13,,,,',
    ].join('\n');
    for (const dryRun of [true, false]) {
      const refused = await bring(wrong, { form: FORM, period, version: 0, dryRun });
      expect(refused).toMatchObject({ done: false, changed: 0, version: 0, state: 'DUE', findings: [] });
      expect(places(refused).toSorted()).toEqual(
        [
          ...['CSV!G1 UNKNOWN_COLUMN', 'CSV!C2 NOT_A_NUMBER', 'CSV!A3 UNKNOWN_INDICATOR', 'CSV!B4 UNKNOWN_BLOCK'],
          ...['CSV!D5 UNIT_DIFFERS', 'CSV!D5 UNIT_MISMATCH', 'CSV!E6 STATUS_CONTRADICTS_VALUE'],
          ...['CSV!F7 COUNTERPART', 'CSV!9 DUPLICATE_CELL'],
        ].toSorted(),
      );
      expect(refused).toMatchObject({ errors: 8, warnings: 1 });
    }
    expect(await drafted(period)).toEqual({ version: 0, state: 'DUE', draft: null });
  });

  test('of another form, period or zone is refused', async () => {
    const ofAugust = await fileOf(writeFormXlsx(file('2023-08', CELLS)));
    const refused = await bring(ofAugust, { form: FORM, period: '2023-10', version: 0, dryRun: true });
    expect(places(refused)).toEqual([expect.stringMatching(/!A2 OTHER_FORM$/)]);
    const quarterly = await bring(ofAugust, { form: 'ZONE_QUARTERLY', period: '2023-Q3', version: 0 });
    expect(places(quarterly).filter((each) => each.endsWith('OTHER_FORM'))).toHaveLength(2);
    const layout = { ...layoutOf(form, '2023-10', 'enyang', []) };
    const others = await fileOf(writeFormCsv({ layout, cells: CELLS }));
    expect(places(await bring(others, { form: FORM, period: '2023-10', version: 0 }))).toEqual(['CSV!A2 OTHER_FORM']);
  });

  test('that says its figures are made up makes the return so, and is not mixed with real ones', async () => {
    const asked = { form: FORM, period: '2023-11', version: 0 };
    const madeUp = await fileOf(writeFormXlsx(file('2023-11', CELLS, true)));
    expect(await bring(madeUp, asked)).toMatchObject({ done: true, changed: 7 });
    expect(await drafted('2023-11')).toMatchObject({ draft: { synthetic: true } });
    const real = await act('saveObservations', { period: '2023-12', version: 0, observations: cells() });
    const mixed = await bring(await fileOf(writeFormCsv(file('2023-12', CELLS, true))), {
      ...{ form: FORM, period: '2023-12', version: real.version },
    });
    expect(mixed).toMatchObject({ done: false, problems: [{ code: 'MIXES_SYNTHETIC' }] });
  });

  test.each(['import', 'save'])(
    'whose cells say that they are made up makes the return so, without a title: %s',
    async (how) => {
      const marked = cells().map((each) => ({ ...each, note: `${SYNTHETIC_MARK} · 2025 · seed 1` }));
      const [madeUp, real] = how === 'import' ? ['2022-05', '2022-06'] : ['2022-07', '2022-08'];
      const csv = ['indicator,value,note', ...marked.map(({ indicator, value, note }) => `${indicator},${value},${note}`)].join('\n'); // prettier-ignore
      const put = (period: string, version: number) =>
        how === 'import'
          ? bring(csv, { form: FORM, period, version })
          : act('saveObservations', { period, version, observations: marked, synthetic: false });
      expect(await put(madeUp, 0)).toMatchObject({ done: true });
      expect(await drafted(madeUp)).toMatchObject({ draft: { synthetic: true } });
      const saved = await act('saveObservations', { period: real, version: 0, observations: cells() });
      expect(await put(real, saved.version)).toMatchObject({ done: false, problems: [{ code: 'MIXES_SYNTHETIC' }] });
      expect(await drafted(real)).toMatchObject({ draft: { synthetic: false } });
    },
  );

  test('is carried out once for each key, and another file under the same key is refused', async () => {
    const asked = { form: FORM, period: '2022-02', version: 0, key: randomUUID() };
    const answers = await Promise.all([1, 2, 3].map(() => bring(CSV, asked)));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]).toMatchObject({ done: true, version: 1 });
    const other = Buffer.from(`${CSV}\r\n`).toString('base64');
    expect(codesOf(await send(other, asked))).toEqual(['IDEMPOTENCY_KEY_REUSED']);
  });

  test('that was sent back is taken up again with the file in it', async () => {
    const period = '2022-03';
    const saved = await act('saveObservations', { period, version: 0, observations: cells() });
    const done = await submit(period, saved.version);
    const inForce = { zone: 'bazhou', form: FORM, period, revision: 1, digest: done.digest ?? '' };
    const submitted = await bring(CSV, { form: FORM, period, version: done.version });
    expect(submitted).toMatchObject({ done: false, problems: [{ code: 'NOT_ALLOWED' }], rows: 0 });
    office.decide(inForce, 'RETURNED', '税收请核对');
    const one = await bring('indicator,value\nTAX_REVENUE,12000000', { form: FORM, period, version: done.version });
    expect(one).toMatchObject({ done: true, changed: 1, state: 'DRAFT' });
    expect(await drafted(period)).toMatchObject({ draft: { observations: { length: 7 } } });
  });

  test('is refused when it is no base64', async () => {
    const asked = { form: FORM, period: '2022-04', version: 0 };
    for (const base64 of ['%%%', 'abc', 'a=bc', '====', 'YWJj\u00e9']) {
      const answer = await send(base64, asked);
      expect(codesOf(answer)).toEqual([]);
      expect(JSON.stringify(answer)).toMatch(/"done":false.*"code":"FILE_ENCODING".*must be the base64 of the file/);
    }
    const empty = await bring('', asked);
    expect(places(empty)).toEqual(['! FILE_EMPTY']);
    const broken = Buffer.from(CSV)
      .toString('base64')
      .replaceAll(/(.{76})/g, '$1\r\n');
    expect(codesOf(await send(broken, asked))).toEqual([]);
  });
});
