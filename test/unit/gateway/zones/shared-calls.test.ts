/** Identical queries under way at once share one exchange, within one caller's rights, and nobody can end another's. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { ZoneCall, ZoneClient } from '../../../../gateway/zones/zone-client.ts';
import {
  answers,
  callOf,
  clientOf,
  endStubs,
  failureOf,
  keptObservations,
  openScope,
  resets,
  startStub,
  type Stub,
} from '../../../support/zone-stub.ts';

let zone: Stub;
let client: ZoneClient;
let seen: string[];
let finish: (() => void)[];

beforeEach(async () => {
  finish = [];
  zone = await startStub((response, request, body) => {
    finish.push(() => answers({ data: { rows: [body] } })(response, request, body));
  });
  const kept = keptObservations();
  seen = kept.seen;
  client = clientOf(zone.url, { shareInFlight: true }, kept.observer);
});
afterEach(endStubs);

const shareable = (changed: Partial<ZoneCall> = {}): ZoneCall => callOf({ rights: 'office', ...changed });

test('one exchange answers them all, each with data of its own', async () => {
  const traced = { headers: { traceparent: '00-b-b-01' } };
  const calls = [client.post(shareable()), client.post(shareable()), client.post(shareable(traced))];
  await zone.came(1);
  finish[0]?.();
  const [a, b, c] = await Promise.all(calls);
  expect([b?.body, c?.body]).toEqual([a?.body, a?.body]);
  expect(new Set([a?.body, b?.body, c?.body]).size).toBe(3); // a caller may change what it got
  expect(zone.bodies).toHaveLength(1);
  expect(seen).toEqual(['shared', 'shared', 'OK', 'OK', 'OK']);
});

test('a call that comes after the answer is a new one', async () => {
  for (const turn of [0, 1]) {
    const call = client.post(shareable());
    await zone.came(turn + 1);
    finish[turn]?.();
    await call;
  }
  expect(zone.bodies).toHaveLength(2);
});

describe('is never shared:', () => {
  test.each<[string, Partial<ZoneCall>, Partial<ZoneCall>]>([
    ['what others may see', { rights: 'office' }, { rights: 'district' }],
    ['what is asked without rights', { rights: '' }, { rights: '' }],
    ['a mutation', { kind: 'mutation' }, { kind: 'mutation' }],
    ['another question', {}, { body: '{"query":"{ other }"}' }],
    ['a question with other gaps', {}, { headers: { 'x-yihe-gaps': 'a' } }],
    ['rights that only look like the end of others', { rights: 'a', headers: { b: 'c' } }, { rights: 'a"],["b' }],
  ])('%s', async (_, first, second) => {
    const calls = [client.post(shareable(first)), client.post(shareable(second))];
    await zone.came(2);
    for (const each of finish) each();
    await Promise.all(calls);
    expect(zone.bodies).toHaveLength(2);
  });

  test('anything while it is switched off', async () => {
    const plain = clientOf(zone.url);
    const calls = [plain.post(shareable()), plain.post(shareable())];
    await zone.came(2);
    for (const each of finish) each();
    await Promise.all(calls);
  });
});

describe('a caller that leaves', () => {
  test.each([0, 1])('takes nothing from the others (caller %s)', async (leaver) => {
    const requests = [openScope(), openScope()];
    const calls = requests.map((request) => client.post(shareable({ request })));
    const left = failureOf(calls[leaver] ?? Promise.resolve());
    await zone.came(1);
    requests[leaver]?.end('CLIENT_GONE');
    expect((await left).reason).toBe('NO_ANSWER');
    finish[0]?.();
    expect((await calls[1 - leaver])?.status).toBe(200);
    expect(zone.bodies).toHaveLength(1);
  });

  test('as the last one ends the exchange, and nobody joins what is being ended', async () => {
    const requests = [openScope(), openScope()];
    const calls = requests.map((request) => failureOf(client.post(shareable({ request }))));
    await zone.came(1);
    for (const request of requests) request.end('CLIENT_GONE');
    const next = client.post(shareable());
    await Promise.all(calls);
    await zone.abandoned(1);
    await zone.came(2);
    finish[1]?.();
    expect((await next).status).toBe(200);
  });
});

test('the deadline of one request is not that of the others', async () => {
  const short = failureOf(client.post(shareable({ request: openScope(60) })));
  const long = client.post(shareable());
  expect((await short).reason).toBe('TIMEOUT');
  finish[0]?.();
  expect((await long).status).toBe(200);
});

test('a failure is told to all', async () => {
  zone.behave(resets);
  const calls = [1, 2].map(() => failureOf(client.post(shareable())));
  for (const { reason } of await Promise.all(calls)) expect(reason).toBe('UNREACHABLE');
  expect(zone.bodies).toHaveLength(1);
});
