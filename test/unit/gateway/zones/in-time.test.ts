/** A call ends in time whatever the zone does, and is dropped at once when nobody waits for it any more. */
import { afterEach, describe, expect, test } from '@jest/globals';
import {
  answers,
  callOf,
  clientOf,
  drips,
  endStubs,
  failureOf,
  neverAnswers,
  openScope,
  startStub,
  type Behaviour,
} from '../../../support/zone-stub.ts';

afterEach(endStubs);

const DEADLINE_MS = 300;
/** The bound. */
const MARGIN_MS = 100;

/** How long the event loop itself was late at most, which is the machine's doing and not the client's. */
function lateness(): () => number {
  let last = performance.now();
  let worst = 0;
  const timer = setInterval(() => {
    worst = Math.max(worst, performance.now() - last - 5);
    last = performance.now();
  }, 5);
  return () => {
    clearInterval(timer);
    return Math.max(worst, performance.now() - last - 5);
  };
}

const onlyHeaders: Behaviour = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
  response.flushHeaders();
};
/** An informational answer says that the zone lives, and buys it no time. */
const onlyProcessing: Behaviour = (response) => {
  const timer = setInterval(() => response.writeProcessing(), 20);
  response.once('close', () => clearInterval(timer));
};

describe('the deadline of a zone holds when it', () => {
  test.each<[string, Behaviour]>([
    ['never answers', neverAnswers],
    ['sends headers and nothing more', onlyHeaders],
    ['drips its answer', drips],
    ['says that it is processing', onlyProcessing],
    ['drips an error', (response) => void response.writeHead(500).write('<')],
  ])('%s', async (_, behaviour) => {
    const zone = await startStub(behaviour);
    const client = clientOf(zone.url, { deadlineMs: DEADLINE_MS });
    const late = lateness();
    const started = performance.now();
    expect(await failureOf(client.post(callOf()))).toMatchObject({ reason: 'TIMEOUT', verdict: 'FAULTY' });
    const took = performance.now() - started;
    expect(took).toBeGreaterThanOrEqual(DEADLINE_MS - 2);
    expect(took - late()).toBeLessThan(DEADLINE_MS + MARGIN_MS);
    await zone.abandoned(1); // the connection is really closed
  });

  test('is asked many times at once', async () => {
    const zone = await startStub(neverAnswers);
    const client = clientOf(zone.url, { deadlineMs: DEADLINE_MS, maxInFlight: 50 });
    const late = lateness();
    const started = performance.now();
    const failures = await Promise.all(Array.from({ length: 50 }, () => failureOf(client.post(callOf()))));
    expect(performance.now() - started - late()).toBeLessThan(DEADLINE_MS + MARGIN_MS);
    expect(new Set(failures.map(({ reason }) => reason))).toEqual(new Set(['TIMEOUT']));
    await zone.abandoned(50);
  });
});

describe('when the client leaves', () => {
  test('its calls are given up at once, and the zone notices', async () => {
    const zone = await startStub(neverAnswers);
    const client = clientOf(zone.url);
    const request = openScope();
    const calls = [1, 2, 3].map(() => failureOf(client.post(callOf({ request }))));
    await zone.came(3);
    request.end('CLIENT_GONE');
    for (const failure of await Promise.all(calls))
      expect(failure).toMatchObject({ reason: 'NO_ANSWER', verdict: 'UNKNOWN' });
    await zone.abandoned(3);
  });

  test('a call whose answer has begun is given up too', async () => {
    const zone = await startStub(drips);
    const client = clientOf(zone.url);
    const request = openScope();
    const call = failureOf(client.post(callOf({ request })));
    await zone.came(1);
    request.end('CLIENT_GONE');
    expect((await call).reason).toBe('NO_ANSWER');
    await zone.abandoned(1);
  });

  test('a call that has no connection yet is never sent', async () => {
    const zone = await startStub(answers());
    const client = clientOf(zone.url);
    const request = openScope();
    const call = failureOf(client.post(callOf({ request })));
    request.end('CLIENT_GONE'); // in the same turn: the connection is only being opened
    expect((await call).reason).toBe('NO_ANSWER');
    await client.post(callOf({ body: '{"query":"{ next }"}' }));
    expect(zone.bodies).toEqual(['{"query":"{ next }"}']);
  });

  test('a call that waits for its turn is never sent', async () => {
    const zone = await startStub(neverAnswers);
    const client = clientOf(zone.url, { maxInFlight: 1 });
    const [first, second] = [openScope(), openScope()];
    const calls = [first, second].map((request) => failureOf(client.post(callOf({ request }))));
    await zone.came(1);
    second.end('CLIENT_GONE');
    first.end('CLIENT_GONE');
    await Promise.all(calls);
    expect(zone.bodies).toHaveLength(1);
  });

  test('other requests go on', async () => {
    let finish = (): void => undefined;
    const zone = await startStub(neverAnswers, (response, request, body) => {
      finish = () => answers()(response, request, body);
    });
    const client = clientOf(zone.url);
    const request = openScope();
    const gone = failureOf(client.post(callOf({ request })));
    await zone.came(1);
    const stays = client.post(callOf());
    await zone.came(2);
    request.end('CLIENT_GONE');
    await gone;
    finish();
    expect((await stays).status).toBe(200);
  });
});

describe('when the deadline of the whole request passes', () => {
  test('what is pending and what comes later counts as late, without blame for the zone', async () => {
    const zone = await startStub(neverAnswers);
    const client = clientOf(zone.url);
    const request = openScope(100);
    const started = performance.now();
    const late = lateness();
    const pending = await failureOf(client.post(callOf({ request })));
    expect(performance.now() - started - late()).toBeLessThan(100 + MARGIN_MS);
    expect(pending).toMatchObject({ reason: 'TIMEOUT', verdict: 'UNKNOWN' });
    expect(await failureOf(client.post(callOf({ request })))).toMatchObject({ reason: 'TIMEOUT', verdict: 'UNKNOWN' });
    await zone.abandoned(1);
    expect(zone.bodies).toHaveLength(1);
  });
});

test('closing lets what is under way end', async () => {
  let finish = (): void => undefined;
  const zone = await startStub((response, request, body) => {
    finish = () => answers()(response, request, body);
  });
  const client = clientOf(zone.url);
  const call = client.post(callOf());
  await zone.came(1);
  const closed = client.close();
  finish();
  expect((await call).status).toBe(200);
  await closed;
  expect((await failureOf(client.post(callOf()))).reason).toBe('UNREACHABLE');
});

test('a failure carries no stack, and costs none', async () => {
  const zone = await startStub(answers('', 500));
  const failure = await failureOf(clientOf(zone.url).post(callOf()));
  expect(failure.stack).not.toContain('    at ');
  expect(new Error('another').stack).toContain('    at ');
});
