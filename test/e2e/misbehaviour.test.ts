/** One zone that misbehaves in every way we know, beside four real ones: it costs its own figures and nothing else. */
import { createServer, type Server, type ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ZONES } from '../../schema/zones.ts';
import { digestOfAnswer } from '../../subgraphs/kit/statistics/digest.ts';
import { answerWithoutNanjiang, ask, codesOf, PAPER_QUESTION } from '../support/ask.ts';
import { freePortRange } from '../support/ports.ts';
import { run, temporaryFolder, type Program } from '../support/processes.ts';

const DEADLINE_MS = 700;

type Behaviour = (request: string, response: ServerResponse) => void;

const json =
  (body: unknown, status = 200): Behaviour =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
const text =
  (body: string, status = 200): Behaviour =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'text/html' }).end(body);
  };

const CELL = {
  ...{ indicator: 'INDUSTRIAL_OUTPUT', block: null, value: '1.00', unit: 'CNY', unitMult: 8, decimals: 2 },
  ...{ obsStatus: 'A', counterpart: null, note: null },
};
const RETURN = {
  zone: 'nanjiang',
  form: 'CUMULATIVE_SINCE_2021',
  period: '2021-01-01/..',
  state: 'SUBMITTED',
  revision: 1,
  standardVersion: '1.0.0',
  digest: 'd'.repeat(64),
  recordedAt: '2026-01-31T08:00:00.000Z',
  signature: null,
  keyId: null,
  synthetic: false,
  reason: null,
  explanations: [],
  enterpriseDigest: null,
  observations: [CELL],
};
/** A well-formed answer to the consolidation's request, with something wrong in it. */
const statistics = (changed: object): Behaviour =>
  json({ data: { _entities: [{ nanjiang: { ...RETURN, ...changed } }] } });
const cell = (changed: object): Behaviour => statistics({ observations: [{ ...CELL, ...changed }] });

const SECRET = 'SELECT password FROM secrets';

/** What Nanjiang does, the reason its gap must bear, and the code of the one error. */
const BEHAVIOURS: readonly (readonly [name: string, behaviour: Behaviour, reason: string, code: string])[] = [
  ['never answers', () => undefined, 'TIMEOUT', 'ZONE_UNAVAILABLE'],
  ['drips its answer', (_, response) => drip(response), 'TIMEOUT', 'ZONE_UNAVAILABLE'],
  ['closes the connection', (_, response) => void response.destroy(), 'UNREACHABLE', 'ZONE_UNAVAILABLE'],
  ['answers HTTP 500', text(`<h1>${SECRET} at /srv/app.js</h1>`, 500), 'HTTP_ERROR', 'ZONE_UNAVAILABLE'],
  ['answers HTTP 503', json({ errors: [{ message: SECRET }] }, 503), 'HTTP_ERROR', 'ZONE_UNAVAILABLE'],
  ['answers HTTP 401', json({ errors: [{ message: SECRET }] }, 401), 'HTTP_ERROR', 'ZONE_UNAVAILABLE'],
  ['answers HTTP 404', text(SECRET, 404), 'HTTP_ERROR', 'ZONE_UNAVAILABLE'],
  [
    'redirects',
    (_, response) => void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
    'HTTP_ERROR',
    'ZONE_UNAVAILABLE',
  ],
  ['answers a login page', text(`<html>${SECRET}</html>`), 'BAD_DATA', 'ZONE_UNAVAILABLE'],
  ['answers broken JSON', text(`{"data": ${SECRET}`), 'BAD_DATA', 'ZONE_UNAVAILABLE'],
  ['answers a list', json([1, 2, 3]), 'BAD_DATA', 'ZONE_UNAVAILABLE'],
  ['answers more than the cap', text(`"${'x'.repeat(300_000)}"`), 'BAD_DATA', 'ZONE_UNAVAILABLE'],
  ['answers an empty object', json({}), 'BAD_DATA', 'ZONE_BAD_DATA'],
  ['answers data: null', json({ data: null }), 'BAD_DATA', 'ZONE_BAD_DATA'],
  ['answers null for the entity', json({ data: { _entities: [null] } }), 'BAD_DATA', 'ZONE_BAD_DATA'],
  ['answers null for its statistics', json({ data: { _entities: [{ nanjiang: null }] } }), 'BAD_DATA', 'ZONE_BAD_DATA'],
  ['answers no entity', json({ data: { _entities: [] } }), 'BAD_DATA', 'ZONE_BAD_DATA'],
  ['answers two entities for one', json({ data: { _entities: [null, null] } }), 'BAD_DATA', 'ZONE_BAD_DATA'],
  ['answers a word for a number', cell({ value: 'much' }), 'BAD_DATA', 'ZONE_BAD_DATA'],
  ['answers a binary float for a decimal', cell({ value: 36.88 }), 'BAD_DATA', 'ZONE_BAD_DATA'],
  ['answers a number in exponent form', cell({ value: '1e999' }), 'BAD_DATA', 'ZONE_BAD_DATA'],
  ['answers an unknown status', cell({ obsStatus: 'Z' }), 'BAD_DATA', 'ZONE_BAD_DATA'],
  ['answers too large an integer', cell({ unitMult: 99_999_999_999 }), 'BAD_DATA', 'ZONE_BAD_DATA'],
  ['answers null where the contract has none', cell({ unit: null }), 'BAD_DATA', 'ZONE_BAD_DATA'],
  [
    'leaves a field out',
    statistics({ observations: [{ indicator: 'INDUSTRIAL_OUTPUT' }] }),
    'BAD_DATA',
    'ZONE_BAD_DATA',
  ],
  ['answers an object for a list', statistics({ observations: {} }), 'BAD_DATA', 'ZONE_BAD_DATA'],
  ['speaks for another zone', statistics({ zone: 'tongjiang' }), 'BAD_DATA', 'ZONE_BAD_DATA'],
  ['answers for another form', statistics({ form: 'ZONE_MONTHLY' }), 'BAD_DATA', 'ZONE_BAD_DATA'],
  ['answers for another period', statistics({ period: '2024-07' }), 'BAD_DATA', 'ZONE_BAD_DATA'],
  [
    'says it fails',
    json({ data: null, errors: [{ message: SECRET, extensions: { stacktrace: [SECRET] } }] }),
    'ZONE_ERROR',
    'ZONE_ERROR',
  ],
  [
    'fails in one entity',
    json({
      data: { _entities: [null] },
      errors: [{ message: SECRET, path: ['_entities', 0], extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
    }),
    'ZONE_ERROR',
    'ZONE_ERROR',
  ],
  [
    'knows another schema',
    json({ errors: [{ message: SECRET, extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] }, 400),
    'SCHEMA_SKEW',
    'ZONE_SCHEMA_SKEW',
  ],
];

function drip(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  const timer = setInterval(() => response.write(' '), 50);
  response.once('close', () => clearInterval(timer));
}

describe('beside four sound zones, a zone that', () => {
  const { folder, remove } = temporaryFolder();
  const programs: Program[] = [];
  let zone: Server;
  let behaviour: Behaviour = json({});
  let url: string;

  beforeAll(async () => {
    const base = await freePortRange(ZONES.length + 1);
    const env = { PORT: String(base), DATA_DIR: folder, LOG_LEVEL: 'info', GATEWAY_KEY: 'a key for this test only' };
    const limits = {
      ZONE_DEADLINE_MS: String(DEADLINE_MS),
      ZONE_MAX_ANSWER_BYTES: '200000',
      ZONE_BREAKER_FAILURES: 'off', // it fails in every test, and is to be asked in the next
    };
    for (const { code } of ZONES.filter((each) => each.code !== 'nanjiang'))
      programs.push(run('subgraphs/run.ts', [code], { env }));
    programs.push(run('gateway/main.ts', [], { env: { ...env, ...limits } }));
    zone = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => behaviour(Buffer.concat(chunks).toString(), response));
    }).listen(base + 4, '127.0.0.1');
    url = `http://127.0.0.1:${base}/graphql`;
    await Promise.all(programs.map((program) => program.prints(' ready')));
  });
  afterAll(async () => {
    zone.closeAllConnections();
    zone.close();
    await Promise.all(programs.map((program) => program.stop()));
    remove();
  });

  test.each(BEHAVIOURS)('%s', async (_, badly, reason, code) => {
    behaviour = badly;
    const answer = await ask(url, PAPER_QUESTION);
    expect(answer.data).toEqual({ consolidation: answerWithoutNanjiang(reason) });
    expect(codesOf(answer)).toEqual([code]);
    expect(answer.errors?.[0]?.extensions).toMatchObject({ zone: 'nanjiang', reason });
    expect(answer.text).not.toMatch(/SELECT|password|stack|srv|127\.0\.0\.1|localhost|html|\d{5}\/graphql/i);
  });

  test('explains its null by the question is a gap that says so, without its words', async () => {
    const own = { message: SECRET, path: ['_entities', 0, 'nanjiang'], extensions: { code: 'BAD_USER_INPUT' } };
    behaviour = json({ data: { _entities: [{ nanjiang: null }] }, errors: [own] });
    const answer = await ask(url, PAPER_QUESTION);
    expect(answer.data).toEqual({ consolidation: answerWithoutNanjiang('ZONE_ERROR') });
    expect(answer.errors).toMatchObject([{ extensions: { zone: 'nanjiang', code: 'BAD_USER_INPUT' } }]);
    expect(answer.text).not.toContain('SELECT');
  });

  test.each([
    ['claims to have reported and names no revision', statistics({ revision: null })],
    ['has reported nothing and sends figures', statistics({ state: 'NOT_REPORTED' })],
    ['made its return under a standard that was never published', statistics({ standardVersion: '99.0.0' })],
    ['signs with no digest', statistics({ digest: 'banana' })],
    ['claims other decimals than it wrote', cell({ decimals: 0 })],
    ['sends a number of forty digits', cell({ value: '9'.repeat(40), decimals: 0, unitMult: 15 })],
  ])('%s is refused by the core', async (_, badly) => {
    behaviour = badly;
    const answer = await ask(url, PAPER_QUESTION);
    expect(answer.data).toEqual({ consolidation: answerWithoutNanjiang('BAD_DATA') });
  });

  test('writes a very long note costs nobody a total', async () => {
    const observations = [{ ...CELL, note: 'x'.repeat(180_000) }];
    behaviour = statistics({ observations, digest: digestOfAnswer({ ...RETURN, observations }) });
    const answer = await ask(url, PAPER_QUESTION);
    expect(answer.errors).toBeUndefined();
    expect(answer.data).toMatchObject({ consolidation: { output: { value: '100.787' } } });
  });

  test('gives what does not have its digest is refused by the core, which counts nothing of it', async () => {
    behaviour = cell({});
    const answer = await ask(url, PAPER_QUESTION);
    expect(answer.errors).toBeUndefined();
    expect(answer.data).toEqual({ consolidation: answerWithoutNanjiang('DIGEST_MISMATCH') });
  });

  test('floods its answer with errors is told of once', async () => {
    const flood = Array.from({ length: 1_000 }, () => ({ message: SECRET, extensions: { code: 'ZONE_UNAVAILABLE' } }));
    behaviour = json({ data: null, errors: flood });
    const answer = await ask(url, PAPER_QUESTION);
    expect(codesOf(answer)).toEqual(['ZONE_ERROR']);
    expect(answer.data).toEqual({ consolidation: answerWithoutNanjiang('ZONE_ERROR') });
  });

  test('gives one cell twice is refused by the core, which believes nobody', async () => {
    behaviour = statistics({ observations: [CELL, CELL] });
    const answer = await ask(url, PAPER_QUESTION);
    expect(answer.data).toEqual({ consolidation: answerWithoutNanjiang('BAD_DATA') });
    const found = await ask(url, '{ consolidation(period: "2021-01-01/..") { findings { code severity zone } } }');
    expect(found.text).toContain('{"code":"BAD_DATA","severity":"ERROR","zone":"nanjiang"}');
  });

  test('is asked three times and late each time is one error', async () => {
    behaviour = () => undefined;
    const answer = await ask(
      url,
      '{ zones { code statistics(period: "2024-07") { state } blocks { code } } nanjiang { code } consolidation(period: "2024-07") { nanjiang { state } figures { coverage { gaps { zone reason } } } } }',
    );
    expect(codesOf(answer)).toEqual(['ZONE_UNAVAILABLE']);
    expect(answer.data?.['nanjiang']).toBeNull();
  });

  test('uses __proto__ as a name pollutes nothing', async () => {
    behaviour = text(
      '{"data":{"_entities":[{"nanjiang":null,"__proto__":{"polluted":true}}],"__proto__":{"polluted":true}}}',
    );
    const answer = await ask(url, PAPER_QUESTION);
    expect(answer.data).toEqual({ consolidation: answerWithoutNanjiang('BAD_DATA') });
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });
});
