/** One retry, for queries only, where it is safe and there is time. */
import { afterEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { retryDelay, type FailedAttempt } from '../../../../gateway/zones/retry.ts';
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
} from '../../../support/zone-stub.ts';

afterEach(endStubs);

const NOW = Date.parse('2026-10-21T07:28:00Z');

describe('the policy', () => {
  const seconds = fc.nat({ max: 100 });
  const asDate = (wait: number): string => new Date(NOW + wait * 1000).toUTCString();
  const retryAfter = fc.option(
    fc.oneof(seconds.map(String), seconds.map(asDate), fc.string(), fc.constantFrom('-1', '1.5', '1e3', '0x10', '7')),
    { nil: undefined },
  );
  const attempt: fc.Arbitrary<FailedAttempt> = fc.record({
    kind: fc.constantFrom('query', 'mutation'),
    retries: fc.nat({ max: 2 }),
    connectionLost: fc.boolean(),
    retryAfter,
    leftMs: fc.integer({ min: -1_000, max: 200_000 }),
  });
  const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  const jitter = fc.option(fc.nat({ max: 1_000 }), { nil: undefined });

  test('never retries a mutation, a second time, without a cause, when switched off, or past the deadline', () => {
    fc.assert(
      fc.property(attempt, jitter, random, (each, jitterMs, chance) => {
        const delay = retryDelay(each, jitterMs, chance, NOW);
        if (delay === undefined) return;
        expect(each.kind).toBe('query');
        expect(each.retries).toBe(0);
        expect(each.connectionLost || each.retryAfter !== undefined).toBe(true);
        expect(jitterMs).toBeDefined();
        expect(delay).toBeGreaterThanOrEqual(0);
        expect(delay).toBeLessThan(each.leftMs);
      }),
    );
  });

  test('waits what the zone asked for, in either form, and a random while more', () => {
    fc.assert(
      fc.property(seconds, fc.boolean(), random, (wait, date, chance) => {
        const asked = { retryAfter: date ? asDate(wait) : String(wait), connectionLost: false };
        const delay = retryDelay({ kind: 'query', retries: 0, leftMs: 1e9, ...asked }, 50, chance, NOW);
        expect(delay).toBeCloseTo(wait * 1000 + chance * 50, 5);
      }),
    );
  });

  test.each(['', '-1', '1.5', 'soon', '1 second', '99999999999', 'Wed, nonsense'])(
    'believes no Retry-After of "%s"',
    (text) => {
      const asked = { retryAfter: text, connectionLost: false };
      expect(retryDelay({ kind: 'query', retries: 0, leftMs: 1e12, ...asked }, 50, 0.5, NOW)).toBeUndefined();
    },
  );

  test('a date that has passed asks for no wait', () => {
    const asked = { retryAfter: 'Wed, 21 Oct 2020 07:28:00 GMT', connectionLost: false };
    expect(retryDelay({ kind: 'query', retries: 0, leftMs: 100, ...asked }, 50, 0.5, NOW)).toBe(25);
  });
});

describe('a query', () => {
  test('whose connection is reset is sent once more', async () => {
    const zone = await startStub(resets, answers());
    const { observer, seen } = keptObservations();
    expect((await clientOf(zone.url, { retryJitterMs: 1 }, observer).post(callOf())).status).toBe(200);
    expect(zone.bodies).toHaveLength(2);
    expect(seen).toEqual(['retry', 'OK']);
  });

  test('is sent twice and never three times', async () => {
    const zone = await startStub(resets, resets, answers());
    const client = clientOf(zone.url, { retryJitterMs: 1 });
    expect((await failureOf(client.post(callOf()))).reason).toBe('UNREACHABLE');
    expect(zone.bodies).toHaveLength(2);
  });

  test('that is refused is tried once more', async () => {
    const zone = await startStub(answers());
    await zone.stop();
    const { observer, seen } = keptObservations();
    const client = clientOf(zone.url, { retryJitterMs: 1 }, observer);
    expect((await failureOf(client.post(callOf()))).reason).toBe('REFUSED');
    expect(seen).toEqual(['retry', 'REFUSED']);
  });

  test('that meets 503 with Retry-After is sent once more, after that', async () => {
    const zone = await startStub(answers('', 503, { 'retry-after': '1' }), answers());
    const started = performance.now();
    expect((await clientOf(zone.url, { retryJitterMs: 1 }).post(callOf())).status).toBe(200);
    expect(performance.now() - started).toBeGreaterThan(990);
  });

  test.each([
    ['503 without Retry-After', answers('', 503)],
    ['503 with a Retry-After beyond the deadline', answers('', 503, { 'retry-after': '6' })],
    ['429 with Retry-After', answers('', 429, { 'retry-after': '0' })],
    ['500', answers('', 500, { 'retry-after': '0' })],
    ['a GraphQL answer with Retry-After', answers([], 200, { 'retry-after': '0' })],
  ])('that meets %s is not', async (_, behaviour) => {
    const zone = await startStub(behaviour);
    await failureOf(clientOf(zone.url, { retryJitterMs: 1 }).post(callOf()));
    expect(zone.bodies).toHaveLength(1);
  });

  test('whose retry would come after the deadline of the whole request is not', async () => {
    const zone = await startStub(answers('', 503, { 'retry-after': '1' }));
    const client = clientOf(zone.url, { retryJitterMs: 1 });
    expect((await failureOf(client.post(callOf({ request: openScope(900) })))).reason).toBe('HTTP_ERROR');
    expect(zone.bodies).toHaveLength(1);
  });

  test('dropped while it waits to be retried is not sent again', async () => {
    const zone = await startStub(answers('', 503, { 'retry-after': '1' }), answers());
    const { observer, seen } = keptObservations();
    const client = clientOf(zone.url, { retryJitterMs: 1 }, observer);
    const request = openScope();
    const call = failureOf(client.post(callOf({ request })));
    while (!seen.includes('retry')) await new Promise((resolve) => setImmediate(resolve));
    request.end('CLIENT_GONE');
    expect((await call).reason).toBe('NO_ANSWER');
    await client.close(); // nothing is left under way
    expect(zone.bodies).toHaveLength(1);
  });

  test('has one deadline for both attempts', async () => {
    const zone = await startStub(resets, neverAnswers);
    const client = clientOf(zone.url, { retryJitterMs: 1, deadlineMs: 1_000 });
    const started = performance.now();
    expect((await failureOf(client.post(callOf()))).reason).toBe('TIMEOUT');
    expect(performance.now() - started).toBeLessThan(1_900);
    await zone.abandoned(2);
  });
});

describe('a mutation', () => {
  test.each([
    ['is reset', resets],
    ['meets 503 with Retry-After', answers('', 503, { 'retry-after': '0' })],
  ])('that %s is never sent again', async (_, behaviour) => {
    const zone = await startStub(behaviour, answers());
    await failureOf(clientOf(zone.url, { retryJitterMs: 1 }).post(callOf({ kind: 'mutation' })));
    expect(zone.bodies).toHaveLength(1);
  });
});
