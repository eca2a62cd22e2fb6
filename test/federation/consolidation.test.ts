import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { z } from 'zod';
import { ZONES } from '../../schema/zones.ts';
import { ask, codesOf, data, figure, PAPER_ANSWER, PAPER_QUESTION, PAPER_ZONES } from '../support/ask.ts';
import { describeOnEachDatabase } from '../support/databases.ts';
import { startFederation, type Federation } from '../support/federation.ts';

const ONCE_EACH = Object.fromEntries(ZONES.map(({ code, kind }) => [code, kind === 'CORE' ? 2 : 1]));

const findingsShape = z.object({ findings: z.array(z.looseObject({ zone: z.string() })) });

const partsShape = z.object({
  consolidation: z.object({ figure: z.object({ parts: z.array(z.looseObject({ zone: z.string() })) }) }),
});

describeOnEachDatabase('the consolidated account', (engine) => {
  let federation: Federation;
  beforeAll(async () => {
    federation = await startFederation(engine.newDatabase);
  });
  afterAll(() => federation.stop());
  beforeEach(() => federation.forget());

  const counts = (): Record<string, number> =>
    Object.fromEntries([...federation.asked].map(([zone, requests]) => [zone, requests.length]));

  test("gives the paper's figures, asking every district once and the core twice", async () => {
    expect(await data(federation.url, PAPER_QUESTION)).toEqual({ consolidation: PAPER_ANSWER });
    expect(counts()).toEqual(ONCE_EACH);
  });

  test('gives the terms of a ratio with their own coverage', async () => {
    const answer = await data(
      federation.url,
      `{ consolidation(period: "2021-01-01/..") { figure(indicator: "TAX_TO_REVENUE") { value
        numerator { value(unitMult: 8) coverage { reported } numerator { value } }
        denominator { value(unitMult: 8) coverage { reported } } } } }`,
    );
    const coverage = { reported: 3 };
    expect(answer).toEqual({
      consolidation: {
        figure: {
          value: '3.3908',
          numerator: { value: '3.508', coverage, numerator: null },
          denominator: { value: '103.457', coverage },
        },
      },
    });
  });

  test('in STRICT mode gives null with the gaps', async () => {
    const question = PAPER_QUESTION.replace('period: "2021-01-01/.."', 'period: "2021-01-01/..", mode: STRICT');
    const withheld = Object.entries(PAPER_ANSWER).map(([name, { coverage }]) => [
      name,
      { value: null, obsStatus: 'O', coverage },
    ]);
    const expected: unknown = Object.fromEntries(withheld);
    expect(await data(federation.url, question)).toEqual({ consolidation: expected });
  });

  test('reaches each district as one batch for many periods, in the order asked', async () => {
    const periods = [
      '2024-07',
      '2021-01-01/..',
      ...Array.from({ length: 12 }, (_, at) => `2023-${String(at + 1).padStart(2, '0')}`),
    ];
    const answer = await data(
      federation.url,
      `query ($periods: [Period!]!) { consolidations(periods: $periods) { period
        figure(indicator: "ENTERPRISES") { value obsStatus coverage { expected reported complete gaps { zone reason } } } } }`,
      { variables: { periods } },
    );
    const none = figure(
      null,
      0,
      PAPER_ZONES.map((zone) => [zone, 'NOT_REPORTED']),
      'O',
    );
    expect(answer).toEqual({
      consolidations: periods.map((period) => ({
        period,
        figure: period === '2021-01-01/..' ? PAPER_ANSWER.enterprises : none,
      })),
    });
    expect(counts()).toEqual(ONCE_EACH);
  });

  test('names the revision and digest that went into each part', async () => {
    const answer = await data(
      federation.url,
      `{ consolidation(period: "2021-01-01/..") { nanjiang { digest }
        figure(indicator: "TAX_REVENUE") { parts { zone counted value(unitMult: 8) obsStatus gap revision digest } } } }`,
    );
    const digest: unknown = expect.stringMatching(/^[0-9a-f]{64}$/);
    const missing = { counted: false, value: null };
    const { parts } = partsShape.parse(answer).consolidation.figure;
    expect(parts.filter(({ zone }) => PAPER_ZONES.includes(zone))).toEqual([
      { zone: 'core', ...missing, obsStatus: null, gap: 'NOT_REPORTED', revision: null, digest: null },
      { zone: 'bazhou', ...missing, obsStatus: 'L', gap: 'MISSING', revision: 1, digest },
      { zone: 'enyang', counted: true, value: '0.5234', obsStatus: 'A', gap: null, revision: 1, digest },
      { zone: 'nanjiang', counted: true, value: '2.83', obsStatus: 'A', gap: null, revision: 1, digest },
      { zone: 'tongjiang', counted: true, value: '0.1546', obsStatus: 'A', gap: null, revision: 1, digest },
    ]);
  });

  test("finds what does not fit in the paper's figures", async () => {
    const answer = await data(
      federation.url,
      `{ consolidation(period: "2021-01-01/..") { findings { code severity zone block indicator expected actual tolerance } } }`,
    );
    const none = { expected: null, actual: null, tolerance: null };
    const above = 'ENTERPRISES_ABOVE_SCALE';
    const { consolidation } = z.object({ consolidation: findingsShape }).parse(answer);
    const ofThePaper = consolidation.findings.filter(({ zone }) => PAPER_ZONES.includes(zone));
    expect(ofThePaper).toEqual([
      {
        code: 'MISMATCH',
        severity: 'ERROR',
        zone: 'bazhou',
        block: null,
        indicator: above,
        expected: '23',
        actual: '25',
        tolerance: '0',
      },
      { code: 'MISSING', severity: 'ERROR', zone: 'bazhou', block: null, indicator: 'OPERATING_REVENUE', ...none },
      { code: 'MISSING', severity: 'ERROR', zone: 'bazhou', block: null, indicator: 'TAX_REVENUE', ...none },
      {
        code: 'UNIT_MISMATCH',
        severity: 'ERROR',
        zone: 'enyang',
        block: 'enyang-micro',
        indicator: 'AREA_PLANNED',
        ...none,
      },
      { code: 'NOT_REPORTED', severity: 'WARNING', zone: 'core', block: null, indicator: null, ...none },
      {
        code: 'BLOCK_MISSING',
        severity: 'WARNING',
        zone: 'bazhou',
        block: 'bazhou-new-energy',
        indicator: above,
        ...none,
      },
      {
        code: 'ROUNDING',
        severity: 'WARNING',
        zone: 'enyang',
        block: null,
        indicator: 'AREA_PLANNED',
        expected: '3.67',
        actual: '3.66',
        tolerance: '0.02',
      },
      {
        code: 'BLOCK_MISSING',
        severity: 'WARNING',
        zone: 'tongjiang',
        block: 'tongjiang-chengnan',
        indicator: above,
        ...none,
      },
    ]);
  });

  test('one fragment on Zone asks them all', async () => {
    const answer = await data(
      federation.url,
      '{ zones { code name kind ...Z } } fragment Z on Zone { statistics(period: "2021-01-01/..") { zone state } blocks { name } }',
    );
    expect(answer['zones']).toHaveLength(ZONES.length);
    expect(answer['zones']).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ code: 'core', kind: 'CORE', statistics: { zone: 'core', state: 'NOT_REPORTED' } }),
        ...['bazhou', 'enyang', 'nanjiang', 'tongjiang'].map((code): unknown =>
          expect.objectContaining({ code, kind: 'HOSTED', statistics: { zone: code, state: 'SUBMITTED' } }),
        ),
      ]),
    );
  });

  test.each([
    ['{ consolidation(period: "2024-13") { period } }', 'INVALID_PERIOD'],
    ['{ consolidation(period: "2019-07", perimeter: MANAGED) { period } }', 'PERIMETER_NOT_AVAILABLE'],
    ['{ consolidations(periods: ["2024-07", "2019-07"], perimeter: ASSESSED) { period } }', 'PERIMETER_NOT_AVAILABLE'],
    ['{ memberships(on: "2024-13") { zone } }', 'INVALID_PERIOD'],
    [
      '{ consolidation(period: "2024-07") { figure(indicator: "ASSESSMENT_SCORE") { value } } }',
      'INDICATOR_NOT_ADDITIVE',
    ],
    ['{ consolidation(period: "2024-07") { figures(indicators: ["NOPE"]) { value } } }', 'UNKNOWN_INDICATOR'],
    [
      '{ consolidation(period: "2024-07") { figure(indicator: "ENTERPRISES") { value(unitMult: 99) } } }',
      'INVALID_UNIT_MULT',
    ],
    ['{ consolidation(period: "2024") { period } }', 'FORM_NOT_FOUND'],
    ['{ consolidation(period: "2024-07", form: "NOPE") { period } }', 'FORM_NOT_FOUND'],
    ['{ nanjiang { statistics(period: "2024") { state } } }', 'FORM_NOT_FOUND'],
    ['{ consolidation(period: "2024-07", asOf: "2190-01-01T00:00:00Z") { period } }', 'AS_OF_IN_FUTURE'],
    ['{ consolidation(period: "2024-07", asOf: "2024-02-30T00:00:00Z") { period } }', 'INVALID_DATE_TIME'],
    ['{ indicators(codes: ["NOPE"]) { code } }', 'UNKNOWN_INDICATOR'],
    [`{ consolidations(periods: [${'"2024-07" '.repeat(121)}]) { period } }`, 'TOO_MANY_PERIODS'],
    ['{ nonsense }', 'GRAPHQL_VALIDATION_FAILED'],
  ])('%s is refused with its code', async (question, code) => {
    expect(codesOf(await ask(federation.url, question))).toEqual([code]);
  });

  test('120 periods of full returns come through at once', async () => {
    const { consolidations } = await data(
      federation.url,
      `{ consolidations(periods: [${'"2021-01-01/.." '.repeat(120)}]) { figure(indicator: "INDUSTRIAL_OUTPUT") { value(unitMult: 8) } } }`,
    );
    expect(consolidations).toEqual(Array.from({ length: 120 }, () => ({ figure: { value: '136.667' } })));
  });

  test('an alias that is the name of another zone feeds the core nothing', async () => {
    const { consolidation } = await data(
      federation.url,
      '{ consolidation(period: "2021-01-01/..") { nanjiang: enyang { zone } enyang: nanjiang { zone mode: state } figure(indicator: "INDUSTRIAL_OUTPUT") { value(unitMult: 8) } } }',
    );
    expect(consolidation).toEqual({
      nanjiang: { zone: 'enyang' },
      enyang: { zone: 'nanjiang', mode: 'SUBMITTED' },
      figure: { value: '136.667' },
    });
  });

  test.each([
    [
      '{ consolidation(period: "2021-01-01/..") { nanjiang { observations { unitMult: decimals block: indicator } } figure(indicator: "ENTERPRISES") { value } } }',
      { consolidation: { figure: { value: '528' } } },
    ],
    [
      '{ consolidation(period: "2024-07") { mode: period period: mode } }',
      { consolidation: { mode: '2024-07', period: 'PARTIAL' } },
    ],
    [
      '{ zones { __typename: code } }',
      { zones: ['core', 'bazhou', 'enyang', 'nanjiang', 'tongjiang'].map((code) => ({ __typename: code })) },
    ],
    [
      '{ nanjiang { code: name name: code statistics: statistics(period: "2021-01-01/..") { zone: state } } }',
      { nanjiang: { code: '南江县', name: 'nanjiang', statistics: { zone: 'SUBMITTED' } } },
    ],
  ])('an alias is the client’s own: %s', async (question, expected) => {
    expect(await data(federation.url, question)).toMatchObject(expected);
  });

  test('an alias that clashes with nothing is free', async () => {
    const answer = await data(
      federation.url,
      '{ c: consolidation(period: "2021-01-01/..") { x: nanjiang { s: state } f: figure(indicator: "ENTERPRISES") { v: value indicator { name: nameEn } } } }',
    );
    expect(answer).toEqual({ c: { x: { s: 'SUBMITTED' }, f: { v: '528', indicator: { name: 'Enterprises' } } } });
  });

  test.each([
    ['query A { zones { code } } query B { zones { code } }', 'OPERATION_RESOLUTION_FAILURE'],
    ['mutation { a }', 'GRAPHQL_VALIDATION_FAILED'],
    ['subscription { a }', 'GRAPHQL_VALIDATION_FAILED'],
  ])("%s is the caller's fault, and says so", async (question, code) => {
    const answer = await ask(federation.url, question);
    expect(codesOf(answer)).toEqual([code]);
    expect(answer.status).toBe(400);
  });

  test('a trace id goes from the client through the gateway into the logs of the zones', async () => {
    const traceId = '0123456789abcdef0123456789abcdef';
    const headers = { traceparent: `00-${traceId}-0123456789abcdef-01` };
    const answer = await ask(federation.url, '{ bazhou { code } nanjiang { nothing } }', { headers });
    expect(answer.errors?.[0]?.extensions).toMatchObject({ traceId });
    await data(federation.url, '{ bazhou { blocks { code } } }', { headers });
    expect(federation.logged).toContainEqual(expect.objectContaining({ msg: 'request', status: 200, traceId }));
  });
});
