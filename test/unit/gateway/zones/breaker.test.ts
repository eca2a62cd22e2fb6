/** The circuit of a zone, on a clock of the test's own. */
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { eventually } from '../../../support/eventually.ts';
import {
  answers,
  callOf,
  clientOf,
  endStubs,
  failureOf,
  keptObservations,
  neverAnswers,
  openScope,
  resets,
  startStub,
  type Behaviour,
  type Stub,
} from '../../../support/zone-stub.ts';

const HALF_OPEN_AFTER_MS = 60_000;

let now = Date.now();
beforeEach(() => void jest.spyOn(Date, 'now').mockImplementation(() => now));
afterEach(async () => {
  jest.restoreAllMocks();
  await endStubs();
});

async function circuit(behaviour: Behaviour, breakerFailures = 3) {
  const zone: Stub = await startStub(behaviour);
  const { observer, seen } = keptObservations();
  const limits = { breakerFailures, breakerHalfOpenAfterMs: HALF_OPEN_AFTER_MS, maxInFlight: 4, maxQueued: 0 };
  const client = clientOf(zone.url, limits, observer);
  const ask = (): Promise<string> =>
    client.post(callOf()).then(
      () => 'OK',
      (error: unknown) => (error instanceof Error && 'reason' in error ? String(error.reason) : String(error)),
    );
  return { zone, client, ask, states: () => seen.filter((each) => /open|closed/.test(each)) };
}

async function times(count: number, ask: () => Promise<string>): Promise<string[]> {
  const outcomes: string[] = [];
  for (let call = 0; call < count; call++) outcomes.push(await ask());
  return outcomes;
}

test('opens after failures in a row, probes after a while, and closes when the probe is answered', async () => {
  const { zone, ask, states } = await circuit(answers('', 500));
  expect(await times(5, ask)).toEqual(['HTTP_ERROR', 'HTTP_ERROR', 'HTTP_ERROR', 'CIRCUIT_OPEN', 'CIRCUIT_OPEN']);
  expect(zone.bodies).toHaveLength(3);
  now += HALF_OPEN_AFTER_MS;
  expect(await ask()).toBe('HTTP_ERROR'); // the probe
  expect(await ask()).toBe('CIRCUIT_OPEN');
  zone.behave(answers());
  now += HALF_OPEN_AFTER_MS - 1;
  expect(await ask()).toBe('CIRCUIT_OPEN');
  now += 1;
  expect(await times(3, ask)).toEqual(['OK', 'OK', 'OK']);
  expect(states()).toEqual(['open', 'half-open', 'open', 'half-open', 'closed']);
});

test('is probed by one call; others are refused at once meanwhile', async () => {
  const { zone, ask } = await circuit(resets);
  await times(3, ask);
  let finish = (): void => undefined;
  zone.behave((response, request, body) => {
    finish = () => answers()(response, request, body);
  });
  now += HALF_OPEN_AFTER_MS;
  const probe = ask();
  await zone.came(4);
  expect(await times(3, ask)).toEqual(['CIRCUIT_OPEN', 'CIRCUIT_OPEN', 'CIRCUIT_OPEN']);
  finish();
  expect(await probe).toBe('OK');
  zone.behave(answers());
  expect(await ask()).toBe('OK');
});

test('finds out also when the client whose call the probe was has left', async () => {
  const { zone, client, ask } = await circuit(answers('', 500));
  await times(3, ask);
  let finish = (): void => undefined;
  zone.behave((response, sent, body) => {
    finish = () => answers()(response, sent, body);
  });
  now += HALF_OPEN_AFTER_MS;
  const request = openScope();
  const probe = failureOf(client.post(callOf({ request })));
  await zone.came(4);
  request.end('CLIENT_GONE');
  expect((await probe).reason).toBe('NO_ANSWER');
  zone.behave(answers());
  expect(await ask()).toBe('CIRCUIT_OPEN');
  finish();
  await eventually(async () => (await ask()) === 'OK');
});

describe('what counts as a failure of the zone', () => {
  test.each<[string, Behaviour, boolean]>([
    ['a reset', resets, true],
    ['HTTP 500', answers('', 500), true],
    ['a page', answers('<html>'), true],
    ['a GraphQL error', answers({ errors: [{ message: 'no' }] }), false],
    ['HTTP 400', answers({ errors: [{ message: 'no' }] }, 400), false],
    ['HTTP 404', answers('', 404), false],
  ])('%s', async (_, behaviour, counts) => {
    const { zone, ask } = await circuit(behaviour);
    await times(10, ask);
    expect(zone.bodies).toHaveLength(counts ? 3 : 10);
  });

  test('an answer in between begins the count anew', async () => {
    const { zone, ask } = await circuit(resets);
    for (let round = 0; round < 4; round++) {
      zone.behave(resets);
      await times(2, ask);
      zone.behave(answers());
      expect(await ask()).toBe('OK');
    }
  });

  test('a deadline missed', async () => {
    const zone = await startStub(neverAnswers);
    const client = clientOf(zone.url, { breakerFailures: 2, deadlineMs: 60 });
    const reasons = [];
    for (let call = 0; call < 3; call++) reasons.push((await failureOf(client.post(callOf()))).reason);
    expect(reasons).toEqual(['TIMEOUT', 'TIMEOUT', 'CIRCUIT_OPEN']);
  });

  test('neither the cap of the gateway, nor a client that leaves, nor the deadline of the whole request', async () => {
    const { zone, client, ask } = await circuit(neverAnswers, 1);
    const request = openScope();
    const calls = Array.from({ length: 6 }, () => failureOf(client.post(callOf({ request }))));
    await zone.came(4);
    request.end('CLIENT_GONE');
    expect(new Set((await Promise.all(calls)).map(({ reason }) => reason))).toEqual(
      new Set(['OVERLOADED', 'NO_ANSWER']),
    );
    expect((await failureOf(client.post(callOf({ request: openScope(60) })))).reason).toBe('TIMEOUT');
    zone.behave(answers());
    expect(await ask()).toBe('OK');
  });
});

test('a circuit breaker that is switched off never opens', async () => {
  const { zone, ask } = await circuit(answers('', 500), 0);
  await times(20, ask);
  expect(zone.bodies).toHaveLength(20);
});
