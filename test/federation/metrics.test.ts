/** What the gateway tells Prometheus of real requests, and where. */
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { gatewayConfig } from '../../gateway/config.ts';
import { startGateway, type RunningGateway } from '../../gateway/server.ts';
import type { MetricsPort } from '../../gateway/telemetry/metrics-server.ts';
import { ask } from '../support/ask.ts';
import { seriesOf } from '../support/exposition.ts';
import { answers, endStubs, neverAnswers, startStub } from '../support/zone-stub.ts';
import { keptLog } from '../support/zone.ts';

let gateway: RunningGateway | undefined;
afterEach(async () => {
  await endStubs();
  await gateway?.stop();
});

async function start(zones: Readonly<Record<string, string>>, metrics: MetricsPort | undefined): Promise<string> {
  const { log } = keptLog();
  const config = { ...gatewayConfig(), port: 0, metrics, requestDeadlineMs: 2_000 };
  gateway = await startGateway({ ...config, zoneUrl: (zone) => zones[zone] ?? 'http://127.0.0.1:1/' }, log);
  return gateway.url;
}

async function series(): Promise<Map<string, number>> {
  const response = await fetch(gateway?.metricsUrl ?? '');
  expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=/);
  return seriesOf(await response.text());
}

/** Waits for a series: a request is counted when its connection says that it is over, which is after the client knows. */
async function reaches(name: string, value: number): Promise<Map<string, number>> {
  for (;;) {
    const all = await series();
    if ((all.get(name) ?? 0) >= value) return all;
  }
}

const outcome = (kind: string, is: string): string => `yihe_gateway_requests_total{kind="${kind}",outcome="${is}"}`;

test('requests by outcome, gaps by zone and reason, calls by operation', async () => {
  const [sound, late, wrong] = [
    await startStub(answers({ data: { bazhou: { code: 'bazhou' } } })),
    await startStub(neverAnswers),
    await startStub(answers({ data: { enyang: { code: 7 } } })),
  ];
  const url = await start({ bazhou: sound.url, nanjiang: late.url, enyang: wrong.url }, { port: 0, required: true });

  const answer = await ask(url, 'query Own { bazhou { code } }');
  await reaches(outcome('query', 'ok'), 1);
  expect((await series()).get('yihe_gateway_answer_bytes_sum')).toBe(Buffer.byteLength(answer.text));

  await ask(url, '{ bazhou { code } tongjiang { code } enyang { code } }');
  await reaches(outcome('query', 'partial'), 1);
  await ask(url, '{ bazhou { nonsense } }');
  await reaches(outcome('unknown', 'refused'), 1);
  await ask(url, '{ nanjiang { code } }');
  await reaches(outcome('query', 'timeout'), 1);

  const client = connect(Number(new URL(url).port), '127.0.0.1');
  const body = '{"query":"{ nanjiang { code } }"}';
  client.write(
    `POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  );
  await late.came(2);
  client.destroy();
  const all = await reaches(outcome('query', 'cancelled'), 1);

  expect(all.get('yihe_gateway_gaps_total{zone="tongjiang",reason="REFUSED"}')).toBe(1);
  expect(all.get('yihe_gateway_gaps_total{zone="enyang",reason="BAD_DATA"}')).toBe(1);
  expect(all.get('yihe_gateway_gaps_total{zone="nanjiang",reason="TIMEOUT"}')).toBe(1); // not the client that left
  expect(all.get('yihe_gateway_zone_answers_refused_total{zone="enyang"}')).toBe(1);
  expect(all.get('yihe_zone_call_duration_seconds_count{zone="bazhou",operation="Own"}')).toBe(1);
  expect(all.get('yihe_zone_call_duration_seconds_count{zone="bazhou",operation="anonymous"}')).toBe(1);
  expect([...all.keys()].filter((name) => name.startsWith('yihe_gateway_supergraph_info'))).toHaveLength(1);
});

test('nothing else is served there, and nothing of it on the port of the clients', async () => {
  const url = await start({}, { port: 0, required: true });
  for (const path of ['/', '/graphql', '/metrics/', '/health/live'])
    expect((await fetch(new URL(path, gateway?.metricsUrl))).status).toBe(404);
  expect((await fetch(gateway?.metricsUrl ?? '', { method: 'POST' })).status).toBe(404);
  expect((await fetch(new URL('/metrics', url))).status).toBe(404);
});

test('a port that is taken stops the start if it was asked for, and otherwise only the metrics', async () => {
  const holder = createServer();
  await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', () => resolve()));
  const address = holder.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await expect(start({}, { port, required: true })).rejects.toThrow(
    `port ${port} is taken by another process. Stop that process or set METRICS_PORT to another port, or to off`,
  );
  await start({}, { port, required: false });
  expect(gateway?.metricsUrl).toBeUndefined();
  await new Promise((resolve) => holder.close(resolve));
});
