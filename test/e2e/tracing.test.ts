/** The spans of a real gateway, as a collector gets them: one trace from the client through the gateway to the zones. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { ask, type Answer } from '../support/ask.ts';
import { startCollector, type CollectedSpan, type Collector } from '../support/collector.ts';
import { freePort } from '../support/ports.ts';
import { run, temporaryFolder, type Program } from '../support/processes.ts';
import { answers, endStubs, startStub, type Stub } from '../support/zone-stub.ts';

/** Of requests in turn; the last is of one that its caller does not record. */
const TRACES = ['1', '2', '3'].map((digit) => digit.repeat(32));
const CALLER = '00f067aa0ba902b7';
const [SERVER, CLIENT] = [2, 3];

const { folder, remove } = temporaryFolder();
const programs: Program[] = [];
let zone: Stub;
let traceparents: (string | undefined)[] = [];

beforeAll(async () => {
  zone = await startStub((response, request, body) => {
    const header = request.headers['traceparent'];
    traceparents.push(typeof header === 'string' ? header : undefined);
    answers({ data: { bazhou: { code: 'bazhou' } } })(response, request, body);
  });
});
afterEach(async () => {
  await Promise.all(programs.splice(0).map((program) => program.stop()));
});
afterAll(async () => {
  await endStubs();
  remove();
});

async function gatewayWith(env: Readonly<Record<string, string>>): Promise<{ url: string; gateway: Program }> {
  const port = await freePort();
  traceparents = [];
  const common = { DATA_DIR: folder, ZONE_URL_BAZHOU: zone.url, ZONE_URL_TONGJIANG: 'http://127.0.0.1:1/graphql' };
  const gateway = run('gateway/main.ts', ['--port', String(port)], { env: { ...common, ...env } });
  programs.push(gateway);
  await gateway.prints('gateway ready');
  return { url: `http://127.0.0.1:${port}/graphql`, gateway };
}

const within = (trace: string | undefined, flags = '01') => ({
  headers: { traceparent: `00-${trace ?? ''}-${CALLER}-${flags}` },
});

describe('with a collector', () => {
  let collector: Collector;
  let output: string;
  let failed: Answer;

  /** Each request once; a gateway that stops sends the rest of its spans. */
  beforeAll(async () => {
    collector = await startCollector();
    const { url, gateway } = await gatewayWith({ OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.endpoint}/` });
    await ask(url, 'query Own { bazhou { code } tongjiang { code } }', within(TRACES[0]));
    await ask(url, '{ nonsense }', within(TRACES[1]));
    failed = await ask(url, '{ tongjiang { code } }');
    await ask(url, '{ bazhou { code } }', within(TRACES[2], '00'));
    await gateway.stop();
    output = gateway.output();
  });
  afterAll(() => collector.stop());

  const spansOf = (trace: unknown): CollectedSpan[] => collector.spans.filter(({ traceId }) => traceId === trace);

  test('a request is one trace: the request, and below it its planning and a call of each zone', () => {
    const spans = spansOf(TRACES[0]);
    expect(spans.map(({ name }) => name).sort()).toEqual(['plan', 'query Own', 'zone bazhou', 'zone tongjiang']);
    const of = (name: string): CollectedSpan | undefined => spans.find((each) => each.name === name);
    const request = of('query Own');
    expect(request).toMatchObject({ kind: SERVER, parent: CALLER, failed: false });
    expect(request?.attributes).toMatchObject({ 'graphql.operation.type': 'query', 'yihe.outcome': 'partial' });
    expect(of('zone bazhou')).toMatchObject({ kind: CLIENT, parent: request?.spanId, failed: false });
    expect(of('zone tongjiang')).toMatchObject({ kind: CLIENT, parent: request?.spanId, failed: true });
    expect(of('zone tongjiang')?.attributes).toMatchObject({ 'yihe.zone': 'tongjiang', 'yihe.outcome': 'REFUSED' });
    expect(traceparents[0]).toBe(`00-${TRACES[0] ?? ''}-${of('zone bazhou')?.spanId ?? ''}-01`);
  });

  test('a request that is refused is a failed span', () => {
    const refused = { name: 'request', failed: true, attributes: { 'yihe.outcome': 'refused' } };
    expect(spansOf(TRACES[1])).toMatchObject([refused]);
  });

  test('the trace is the one that log lines and errors name', () => {
    const traceId = failed.errors?.[0]?.extensions?.['traceId'];
    expect(traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(spansOf(traceId)).toHaveLength(3);
    expect(output).toMatch(new RegExp(`"level":"warn".*"traceId":"${String(traceId)}"`));
  });

  test('a trace that its caller does not record is not sent, and the zones are told so', () => {
    expect(spansOf(TRACES[2])).toEqual([]);
    expect(traceparents.at(-1)).toMatch(new RegExp(`^00-${TRACES[2] ?? ''}-[0-9a-f]{16}-00$`));
  });

  test('the collector is spoken to in JSON, in the name of the gateway', () => {
    expect(collector.services).toEqual(new Set(['yihe-gateway']));
    expect(collector.paths).toEqual(new Set(['POST /v1/traces application/json']));
  });
});

test('what is not in the sample is not sent', async () => {
  const collector = await startCollector();
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint, OTEL_TRACES_SAMPLER_ARG: '0' };
  const { url, gateway } = await gatewayWith(env);
  await ask(url, '{ bazhou { code } }');
  await gateway.stop();
  expect(collector.spans).toEqual([]);
  collector.stop();
});

test('without an endpoint the trace id is passed on all the same', async () => {
  const { url } = await gatewayWith({});
  await ask(url, '{ bazhou { code } }', within(TRACES[0]));
  expect(traceparents).toEqual([expect.stringMatching(new RegExp(`^00-${TRACES[0] ?? ''}-[0-9a-f]{16}-01$`))]);
});

test('a collector that is away delays neither answers nor the end', async () => {
  const { url, gateway } = await gatewayWith({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' });
  expect((await ask(url, '{ bazhou { code } }')).data).toEqual({ bazhou: { code: 'bazhou' } });
  const started = performance.now();
  expect(await gateway.stop()).toBe(0);
  expect(performance.now() - started).toBeLessThan(8_000); // and not as long as the exporter would go on trying
});
