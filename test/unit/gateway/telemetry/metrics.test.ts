import { afterEach, describe, expect, test } from '@jest/globals';
import { GatewayMetrics } from '../../../../gateway/telemetry/metrics.ts';
import { seriesOf } from '../../../support/exposition.ts';
import {
  answers,
  callOf,
  clientOf,
  endStubs,
  failureOf,
  neverAnswers,
  openScope,
  resets,
  startStub,
} from '../../../support/zone-stub.ts';

afterEach(endStubs);

const read = async (metrics: GatewayMetrics): Promise<Map<string, number>> => seriesOf(await metrics.text());

describe('the metrics', () => {
  test('count requests by kind and outcome, with duration and size', async () => {
    const metrics = new GatewayMetrics();
    metrics.requestEnded({ kind: 'query', outcome: 'ok', ms: 30, bytes: 5_000 });
    metrics.requestEnded({ kind: 'query', outcome: 'partial', ms: 2_000, bytes: 5_000 });
    metrics.requestEnded({ kind: 'mutation', outcome: 'ok', ms: 30, bytes: 50 });
    const series = await read(metrics);
    expect(series.get('yihe_gateway_requests_total{kind="query",outcome="ok"}')).toBe(1);
    expect(series.get('yihe_gateway_requests_total{kind="query",outcome="partial"}')).toBe(1);
    expect(series.get('yihe_gateway_request_duration_seconds_bucket{le="0.05",kind="query"}')).toBe(1);
    expect(series.get('yihe_gateway_request_duration_seconds_sum{kind="query"}')).toBeCloseTo(2.03);
    expect(series.get('yihe_gateway_answer_bytes_sum')).toBe(10_050);
  });

  test('of a zone that left and came back go on where they stood', async () => {
    const metrics = new GatewayMetrics();
    const { served } = metrics.supergraphEvents;
    const serve = (...zones: string[]): void => served?.({ id: zones.join(), zones, from: 'file', since: new Date() });
    const key = 'yihe_zone_answer_bytes_total{zone="enyang"}';
    serve('bazhou', 'enyang');
    const client = metrics.zone('enyang');
    client.answerRead(10);
    serve('bazhou');
    client.answerRead(5); // of a call that was still under way
    const gone = await read(metrics);
    expect([gone.get(key), gone.get('yihe_zone_in_flight{zone="enyang"}')]).toEqual([15, undefined]);
    serve('bazhou', 'enyang');
    client.load(1, 0);
    client.answerRead(7);
    const back = await read(metrics);
    expect([back.get(key), back.get('yihe_zone_in_flight{zone="enyang"}')]).toEqual([22, 1]);
    expect(metrics.zone('enyang')).toBe(client);
  });

  test('count gaps, refused answers and plans, and know the supergraph', async () => {
    const metrics = new GatewayMetrics();
    metrics.gap('nanjiang', 'TIMEOUT');
    metrics.zoneAnswerRefused('enyang');
    metrics.planCache(true);
    metrics.planCache(false);
    metrics.planCache(true);
    metrics.planCacheSize(() => 7);
    const { served } = metrics.supergraphEvents;
    for (const id of ['a', 'b']) served?.({ id, zones: [], from: 'file', since: new Date() });
    const series = await read(metrics);
    expect(series.get('yihe_gateway_gaps_total{zone="nanjiang",reason="TIMEOUT"}')).toBe(1);
    expect(series.get('yihe_gateway_zone_answers_refused_total{zone="enyang"}')).toBe(1);
    expect(series.get('yihe_gateway_plan_cache_lookups_total{result="hit"}')).toBe(2);
    expect(series.get('yihe_gateway_plan_cache_lookups_total{result="miss"}')).toBe(1);
    expect(series.get('yihe_gateway_plan_cache_entries')).toBe(7);
    expect(series.get('yihe_gateway_supergraph_info{version="b"}')).toBe(1);
    expect(series.has('yihe_gateway_supergraph_info{version="a"}')).toBe(false);
    expect(series.get('yihe_gateway_supergraph_reloads_total{outcome="taken"}')).toBe(1);
    expect(series.get('yihe_gateway_supergraph_reloads_total{outcome="refused"}')).toBe(0);
  });

  test('hold a bounded number of series, whatever names clients choose', async () => {
    const metrics = new GatewayMetrics();
    const zone = metrics.zone('nanjiang');
    for (let at = 0; at < 10_000; at++) zone.callEnded(`Operation${at}`, 1, 'OK');
    metrics.zone('enyang').callEnded('x'.repeat(10_000), 1, 'OK');
    const text = await metrics.text();
    const counts = [...seriesOf(text)].filter(([name]) => name.startsWith('yihe_zone_call_duration_seconds_count'));
    expect(counts).toHaveLength(52);
    expect(counts).toContainEqual([
      'yihe_zone_call_duration_seconds_count{zone="nanjiang",operation="other"}',
      10_000 - 50,
    ]);
    expect(text.length).toBeLessThan(100_000);
  });

  test('are well-formed whatever a name holds', async () => {
    const metrics = new GatewayMetrics();
    metrics.zone('nanjiang').callEnded('a"b\\c\nd', 1, 'OK');
    expect(await metrics.text()).toContain('operation="a\\"b\\\\c\\nd"');
  });

  test('tell of the process and its event loop once asked to', async () => {
    const metrics = new GatewayMetrics();
    metrics.watchProcess();
    const names = [...(await read(metrics)).keys()];
    expect(names).toEqual(
      expect.arrayContaining([
        'process_cpu_seconds_total',
        'process_resident_memory_bytes',
        'nodejs_eventloop_lag_p50_seconds',
        'nodejs_eventloop_lag_p99_seconds',
        'nodejs_eventloop_lag_max_seconds',
      ]),
    );
  });
});

describe('a zone client tells them', () => {
  test('how long calls took and how they ended', async () => {
    const metrics = new GatewayMetrics();
    const zone = await startStub(answers(), answers(), resets, answers(), answers('', 500));
    const client = clientOf(zone.url, { retryJitterMs: 1 }, metrics.zone('nanjiang'));
    for (const operation of ['Paper', 'anonymous', 'Paper']) await client.post(callOf({ operation })); // the third is retried
    await failureOf(client.post(callOf({ operation: 'Paper' })));
    const series = await read(metrics);
    expect(series.get('yihe_zone_calls_total{zone="nanjiang",outcome="OK"}')).toBe(3);
    expect(series.get('yihe_zone_calls_total{zone="nanjiang",outcome="HTTP_ERROR"}')).toBe(1);
    expect(series.get('yihe_zone_call_duration_seconds_count{zone="nanjiang",operation="Paper"}')).toBe(3);
    expect(series.get('yihe_zone_call_duration_seconds_count{zone="nanjiang",operation="anonymous"}')).toBe(1);
    expect(series.get('yihe_zone_retries_total{zone="nanjiang"}')).toBe(1);
    expect(series.get('yihe_zone_answer_bytes_total{zone="nanjiang"}')).toBe(3 * 20);
    expect(series.get('yihe_zone_breaker_state{zone="nanjiang"}')).toBe(0);
  });

  test('what is under way, what waits, and that nothing is left', async () => {
    const metrics = new GatewayMetrics();
    const zone = await startStub(neverAnswers);
    const client = clientOf(zone.url, { maxInFlight: 2, maxQueued: 1 }, metrics.zone('nanjiang'));
    const request = openScope();
    const calls = [1, 2, 3, 4].map(() => failureOf(client.post(callOf({ request }))));
    await zone.came(2);
    const during = await read(metrics);
    expect(during.get('yihe_zone_in_flight{zone="nanjiang"}')).toBe(2);
    expect(during.get('yihe_zone_queued{zone="nanjiang"}')).toBe(1);
    request.end('CLIENT_GONE');
    await Promise.all(calls);
    const after = await read(metrics);
    expect(after.get('yihe_zone_in_flight{zone="nanjiang"}')).toBe(0);
    expect(after.get('yihe_zone_queued{zone="nanjiang"}')).toBe(0);
    expect(after.get('yihe_zone_calls_total{zone="nanjiang",outcome="OVERLOADED"}')).toBe(1);
  });

  test('the state of the circuit, and calls that were shared', async () => {
    const metrics = new GatewayMetrics();
    const zone = await startStub(answers(), answers('', 500));
    const limits = { breakerFailures: 1, shareInFlight: true };
    const client = clientOf(zone.url, limits, metrics.zone('nanjiang'));
    await Promise.all([1, 2].map(() => client.post(callOf({ rights: 'office' }))));
    await failureOf(client.post(callOf()));
    await failureOf(client.post(callOf()));
    const series = await read(metrics);
    expect(series.get('yihe_zone_shared_calls_total{zone="nanjiang"}')).toBe(1);
    expect(series.get('yihe_zone_breaker_state{zone="nanjiang"}')).toBe(2);
    expect(series.get('yihe_zone_calls_total{zone="nanjiang",outcome="CIRCUIT_OPEN"}')).toBe(1);
  });
});
