import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { currentTraceId, traceIdFrom, traceparent, withTrace } from '../../../infra/runtime/trace.ts';

const ID = '4bf92f3577b34da6a3ce929d0e0e4736';

describe('the trace id of a request', () => {
  test('is taken from its traceparent', () => {
    expect(traceIdFrom(`00-${ID}-00f067aa0ba902b7-01`)).toBe(ID);
  });

  test('survives the way to the next process', () => {
    const header = traceparent(ID);
    expect(header).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    expect(traceIdFrom(header)).toBe(ID);
    expect(traceparent(ID)).not.toBe(header); // the same trace, another step of it
  });

  test.each([
    undefined,
    '',
    `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`,
    `00-${ID}-${'0'.repeat(16)}-01`,
    ID,
    `00-${ID}`,
    `00-${ID.slice(1)}-00f067aa0ba902b7-01`,
    `00-${ID.toUpperCase()}-00f067aa0ba902b7-01`,
    `00-${ID}-00f067aa0ba902b7-01-more`,
    `00-${ID}-00f067aa0ba902b7-01\n`,
    ` 00-${ID}-00f067aa0ba902b7-01`,
    `00-${'<script>'.repeat(4)}-00f067aa0ba902b7-01`,
  ])('is a new one, never an echo, for %j', (header) => {
    const [one, two] = [traceIdFrom(header), traceIdFrom(header)];
    expect(one).toMatch(/^[0-9a-f]{32}$/);
    expect(one).not.toBe(ID);
    expect(two).not.toBe(one);
  });
});

describe('the current trace', () => {
  test('is none outside a request', () => {
    expect(currentTraceId()).toBeUndefined();
  });

  test('stays with its request, through waiting and beside others', async () => {
    const request = async (id: string, ms: number): Promise<(string | undefined)[]> => {
      const before = currentTraceId();
      await sleep(ms);
      return [id, before, currentTraceId()];
    };
    const seen = await Promise.all([
      withTrace('one', () => request('one', 20)),
      withTrace('two', () => request('two', 1)),
    ]);
    expect(seen).toEqual([
      ['one', 'one', 'one'],
      ['two', 'two', 'two'],
    ]);
    expect(currentTraceId()).toBeUndefined();
  });

  test('gives back what the work gives', () => {
    expect(withTrace('one', () => 42)).toBe(42);
  });
});
