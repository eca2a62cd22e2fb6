/** What is made of a zone's answer, and of none: typed gaps, and failures that say no more than they may. */
import { describe, expect, test } from '@jest/globals';
import { verifyGaps } from '../../../../infra/runtime/gaps-header.ts';
import { Failure } from '../../../../gateway/execution/failure.ts';
import { ZoneFailure, type ZoneCall } from '../../../../gateway/zones/zone-client.ts';
import { GATEWAY_KEY } from '../../../support/zone.ts';
import { asking, BODY, outcomeOf, QUERY, TRACE_ID, ZoneWithoutNetwork, type Answering } from './zones.ts';

const error = (code?: string) => ({ message: 'secret', ...(code && { extensions: { code } }) });

describe('an answer', () => {
  test('without errors is as it came, and no gap', async () => {
    const { answer, answers, context } = await outcomeOf(() => ({ data: { a: null } }));
    expect(answer instanceof Failure ? answer : answer.data).toEqual({ a: null });
    expect([answers.failures, context.gaps.reasons.size]).toEqual([[], 0]);
  });

  test.each<readonly [string, unknown]>([
    ['nothing', {}],
    ['null', { data: null }],
    ['a list', { data: [] }],
    ['a text', { data: 'a', errors: [] }],
    ['errors that are no list', { data: null, errors: { message: 'x' } }],
  ])('that is %s breaks the contract', async (_, body) => {
    const { answer, context } = await outcomeOf(() => body);
    expect(answer instanceof Failure && answer.extensions).toEqual({
      code: 'ZONE_BAD_DATA',
      zone: 'bazhou',
      reason: 'BAD_DATA',
    });
    expect(context.gaps.reasons.get('bazhou')).toBe('BAD_DATA');
  });

  test('of errors alone fails for the first of them, in our words', async () => {
    const { answer, logged } = await outcomeOf(() => ({ data: null, errors: [error(), error()] }));
    expect(answer instanceof Failure && [answer.message, answer.extensions]).toEqual([
      'bazhou:内部出错 / failed inside',
      { code: 'ZONE_ERROR', zone: 'bazhou', reason: 'ZONE_ERROR' },
    ]);
    expect(logged).toMatchObject([{ level: 'warn', zone: 'bazhou', reason: 'ZONE_ERROR', detail: 'secret' }]);
  });

  test('with HTTP 400 means another schema, unless it says that the question was wrong', async () => {
    const skew = await outcomeOf(() => ({ errors: [error()] }), 400);
    expect(skew.answer instanceof Failure && skew.answer.extensions).toEqual({
      code: 'ZONE_SCHEMA_SKEW',
      zone: 'bazhou',
      reason: 'SCHEMA_SKEW',
    });
    expect(skew.logged).toMatchObject([{ detail: 'HTTP 400: secret' }]);
    const fault = await outcomeOf(() => ({ errors: [error('BAD_USER_INPUT')] }), 400);
    expect(fault.answer instanceof Failure && fault.answer.extensions).toEqual({
      code: 'BAD_USER_INPUT',
      zone: 'bazhou',
    });
    expect(fault.context.gaps.reasons.get('bazhou')).toBe('ZONE_ERROR');
  });
});

describe('a zone that gives no answer', () => {
  const failing = (...reasons: readonly ZoneFailure['reason'][]): Answering => {
    const next = reasons.values();
    return () => {
      const reason = next.next().value;
      if (reason) throw new ZoneFailure(reason, 'the detail');
      return { data: { a: 1 } };
    };
  };

  test('is one failure, a gap, and a line in the log with the detail', async () => {
    const { answer, answers, context, logged } = await outcomeOf(failing('HTTP_ERROR'));
    expect(answer instanceof Failure && answer.extensions).toEqual({
      code: 'ZONE_UNAVAILABLE',
      zone: 'bazhou',
      reason: 'HTTP_ERROR',
    });
    expect(answers.failures).toEqual([answer]);
    expect(context.gaps.reasons.get('bazhou')).toBe('HTTP_ERROR');
    expect(logged).toMatchObject([{ level: 'warn', zone: 'bazhou', reason: 'HTTP_ERROR', detail: 'the detail' }]);
  });

  test.each(['TIMEOUT', 'REFUSED', 'UNREACHABLE', 'CIRCUIT_OPEN'] as const)(
    'for %s is not asked again, and fails once',
    async (reason) => {
      const { answer, answers, zone } = await outcomeOf(failing(reason));
      expect(await answers.ask(QUERY, BODY)).toBe(answer);
      expect([zone.asked.length, answers.failures.length]).toEqual([1, 1]);
    },
  );

  test.each(['HTTP_ERROR', 'BAD_DATA', 'OVERLOADED'] as const)('for %s is asked again', async (reason) => {
    const { answers, zone } = await outcomeOf(failing(reason));
    expect(await answers.ask(QUERY, BODY)).not.toBeInstanceOf(Failure);
    expect(zone.asked).toHaveLength(2);
  });

  test('after another fault is not asked again either', async () => {
    const { answers, zone } = await outcomeOf(failing('HTTP_ERROR', 'TIMEOUT'));
    const late = await answers.ask(QUERY, BODY);
    expect(await answers.ask(QUERY, BODY)).toBe(late);
    expect([zone.asked.length, answers.failures.length]).toEqual([2, 2]);
  });

  test('to two calls under way at once is one failure', async () => {
    const { answers } = asking({ bazhou: new ZoneWithoutNetwork('bazhou', failing('TIMEOUT', 'TIMEOUT')) });
    const [one, other] = await Promise.all([answers.ask(QUERY, BODY), answers.ask(QUERY, BODY)]);
    expect(one).toBe(other);
    expect(answers.failures).toEqual([one]);
  });

  test('does not keep others from being asked', async () => {
    const zones = {
      bazhou: new ZoneWithoutNetwork('bazhou', failing('TIMEOUT')),
      enyang: new ZoneWithoutNetwork('enyang', failing()),
    };
    const { answers } = asking(zones);
    await answers.ask(QUERY, BODY);
    expect(await answers.ask({ zone: 'enyang', kind: 'query' }, BODY)).not.toBeInstanceOf(Failure);
  });

  test('is not to blame in the log where the client has gone', async () => {
    const zone = new ZoneWithoutNetwork('bazhou', failing('NO_ANSWER'));
    const { answers, logged } = asking({ bazhou: zone }, { ended: 'CLIENT_GONE' });
    await answers.ask(QUERY, BODY);
    expect(logged).toEqual([]);
  });

  test('for a fault of ours is none of its failures', async () => {
    const broken = outcomeOf(() => {
      throw new TypeError('ours');
    });
    await expect(broken).rejects.toThrow('ours');
  });
});

describe('values that do not fit', () => {
  test('are a failure each, up to twenty in one answer', async () => {
    const { answer, answers } = await outcomeOf(() => ({ data: {} }));
    if (answer instanceof Failure) throw new TypeError('an answer');
    const made = Array.from({ length: 25 }, (_, index) => answer.refuse(`${index}`));
    expect(new Set(made).size).toBe(20);
    expect(made.slice(19).every((each) => each === made[19])).toBe(true);
    expect(answers.failures).toHaveLength(20);
    const next = await answers.ask(QUERY, BODY);
    if (next instanceof Failure) throw new TypeError('an answer');
    expect(made).not.toContain(next.refuse('again'));
  });

  test('in the end are a failure each, up to twenty a zone', () => {
    const { answers, logged } = asking({});
    const made = [...Array(25).keys()].map((index) => answers.refuse('bazhou', `nothing at ${index}`));
    expect([new Set(made).size, logged.length]).toEqual([20, 20]);
    expect(made[0]?.extensions).toEqual({ code: 'ZONE_BAD_DATA', zone: 'bazhou', reason: 'BAD_DATA' });
    expect(made).not.toContain(answers.refuse('enyang', 'x'));
    const unresolved = [...Array(25).keys()].map(() => answers.refuse(undefined, 'nothing'));
    expect([new Set(unresolved).size, unresolved[0]?.extensions]).toEqual([20, { code: 'NOT_RESOLVABLE' }]);
  });

  test('of an entity that there is not are none of an error', () => {
    const { answers, context, logged } = asking({});
    const { quiet, extensions, message } = answers.absent('bazhou');
    expect([quiet, extensions, message]).toEqual([
      true,
      { code: 'ZONE_BAD_DATA', zone: 'bazhou' },
      'bazhou 没有此实体 / bazhou has no such entity',
    ]);
    expect([context.gaps.reasons.size, logged, answers.failures.length]).toEqual([0, [], 1]);
  });
});

describe('a call', () => {
  const calls: ZoneCall[] = [];
  const listening: Answering = (_, call) => {
    calls.push(call);
    return { data: {} };
  };
  const heard = async (zone: string, failed: boolean, gatewayKey = GATEWAY_KEY) => {
    calls.length = 0;
    const { answers, context } = asking({ [zone]: new ZoneWithoutNetwork(zone, listening) }, { gatewayKey });
    if (failed) context.gaps.note('enyang', 'TIMEOUT');
    await answers.ask({ zone, kind: 'mutation' }, BODY);
    return calls[0];
  };

  test('carries the text, the trace, the kind and the client’s operation', async () => {
    expect(await heard('bazhou', true)).toMatchObject({
      body: BODY,
      kind: 'mutation',
      operation: 'Test',
      rights: 'anybody',
    });
    const { headers = {} } = (await heard('bazhou', true)) ?? {};
    expect(Object.keys(headers)).toEqual(['traceparent']);
    expect(headers['traceparent']).toContain(TRACE_ID);
  });

  test('tells the core, and nobody else, which zones did not answer, signed', async () => {
    const { headers = {} } = (await heard('core', true)) ?? {};
    expect(verifyGaps(headers['x-yihe-gaps'], TRACE_ID, GATEWAY_KEY)).toEqual(new Map([['enyang', 'TIMEOUT']]));
    expect((await heard('core', false))?.headers).not.toHaveProperty('x-yihe-gaps');
  });
});
