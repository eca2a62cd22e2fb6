/** The cap on what is under way at one zone. */
import { afterEach, describe, expect, test } from '@jest/globals';
import { Gate, type Waiter } from '../../../../gateway/zones/gate.ts';
import {
  answers,
  callOf,
  clientOf,
  endStubs,
  failureOf,
  neverAnswers,
  startStub,
  type Behaviour,
} from '../../../support/zone-stub.ts';

afterEach(endStubs);

describe('the gate', () => {
  const waiters = (names: string[], admitted: string[]): Waiter[] =>
    names.map((name) => ({ admitted: () => void admitted.push(name) }));

  test('admits up to its cap, queues a few, refuses the rest, and goes by order of arrival', () => {
    const admitted: string[] = [];
    const gate = new Gate(2, 2, () => undefined);
    const [a, b, c, d, e] = waiters(['a', 'b', 'c', 'd', 'e'], admitted);
    if (!a || !b || !c || !d || !e) throw new Error('five waiters');
    expect([a, b, c, d, e].map((each) => gate.enter(each))).toEqual([true, true, true, true, false]);
    expect(admitted).toEqual(['a', 'b']);
    gate.leave(b);
    expect(admitted).toEqual(['a', 'b', 'c']);
    expect(gate.enter(e)).toBe(true);
    gate.leave(d); // gives up waiting
    gate.leave(a);
    expect(admitted).toEqual(['a', 'b', 'c', 'e']);
  });

  test('tells of its load, which ends where it began, and of being empty', async () => {
    const load = { underWay: 0, waiting: 0 };
    const gate = new Gate(1, 5, (underWay, waiting) => {
      load.underWay += underWay;
      load.waiting += waiting;
    });
    const all = waiters(['a', 'b', 'c'], []);
    for (const each of all) gate.enter(each);
    expect(load).toEqual({ underWay: 1, waiting: 2 });
    const empty = gate.empty();
    for (const each of all) gate.leave(each);
    await empty;
    expect(load).toEqual({ underWay: 0, waiting: 0 });
    await gate.empty();
  });

  test('lets a waiter leave while it is being admitted', () => {
    const gate = new Gate(1, 5, () => undefined);
    const admitted: string[] = [];
    const hasty = (name: string): Waiter => {
      const waiter: Waiter = {
        admitted: () => {
          admitted.push(name);
          gate.leave(waiter);
        },
      };
      return waiter;
    };
    const [first] = waiters(['first'], admitted);
    if (!first) throw new Error('one waiter');
    gate.enter(first);
    for (const name of ['b', 'c', 'd']) gate.enter(hasty(name));
    gate.leave(first);
    expect(admitted).toEqual(['first', 'b', 'c', 'd']);
    expect(gate.enter(first)).toBe(true);
    expect(admitted.at(-1)).toBe('first');
  });
});

describe('calls beyond the cap', () => {
  test('are refused without asking the zone, which is not blamed', async () => {
    const zone = await startStub(neverAnswers);
    const client = clientOf(zone.url, { maxInFlight: 2, maxQueued: 0, deadlineMs: 300 });
    const admitted = [1, 2].map(() => failureOf(client.post(callOf())));
    const refused = await failureOf(client.post(callOf()));
    expect(refused).toMatchObject({ reason: 'OVERLOADED', verdict: 'UNKNOWN' });
    for (const { reason } of await Promise.all(admitted)) expect(reason).toBe('TIMEOUT');
    expect(zone.bodies).toHaveLength(2);
  });

  test('wait for their turn, and never is more under way', async () => {
    let now = 0;
    let most = 0;
    const counting: Behaviour = (response, request, body) => {
      most = Math.max(most, ++now);
      setImmediate(() => {
        now -= 1;
        answers()(response, request, body);
      });
    };
    const zone = await startStub(counting);
    const client = clientOf(zone.url, { maxInFlight: 3, maxQueued: 100 });
    const replies = await Promise.all(Array.from({ length: 40 }, () => client.post(callOf())));
    expect(replies.map(({ status }) => status)).toEqual(Array<number>(40).fill(200));
    expect(most).toBeLessThanOrEqual(3);
  });

  test('whose turn does not come in time say so', async () => {
    const zone = await startStub(neverAnswers);
    const client = clientOf(zone.url, { maxInFlight: 1, deadlineMs: 200 });
    const calls = await Promise.all([1, 2].map(() => failureOf(client.post(callOf()))));
    expect(calls.map(({ reason }) => reason).sort()).toEqual(['OVERLOADED', 'TIMEOUT']);
  });
});
