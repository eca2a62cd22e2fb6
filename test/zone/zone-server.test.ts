import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import type { RunningZone } from '../../subgraphs/kit/zone-server.ts';
import { ask, codesOf, data } from '../support/ask.ts';
import { describeOnEachDatabase } from '../support/databases.ts';
import { definition, definitions, keptLog, startTestZone } from '../support/zone.ts';

describeOnEachDatabase('a zone alone', (engine) => {
  const zones = new Map<string, RunningZone>();
  const { log, lines } = keptLog();
  const urlOf = (code: string): string => zones.get(code)?.url ?? '';
  beforeAll(async () => {
    for (const zone of await definitions())
      zones.set(zone.code, await startTestZone(zone, await engine.newDatabase(), { log, bodyLimit: 200_000 }));
  });
  afterAll(() => Promise.all([...zones.values()].map((zone) => zone.stop())));

  test('answers its own people without a gateway', async () => {
    const answer = await data(
      urlOf('enyang'),
      `{ enyang { code name kind
          blocks { code name aliases leadingIndustries }
          terminalDeviceLines { name block { name } }
          statistics(period: "2021-01-01/..") { zone period state revision standardVersion
            observations { indicator block value unit unitMult decimals obsStatus counterpart note } } } }`,
    );
    expect(answer).toMatchObject({
      enyang: {
        name: '恩阳区',
        kind: 'HOSTED',
        blocks: [{ name: '临港产业园' }, { name: '食品工业园', aliases: ['恩阳食品工业园'] }, { name: '小微企业园' }],
        terminalDeviceLines: expect.arrayContaining([{ name: '新型显示', block: { name: '临港产业园' } }]),
        statistics: {
          zone: 'enyang',
          period: '2021-01-01/..',
          state: 'SUBMITTED',
          revision: 1,
          standardVersion: '1.0.0',
        },
      },
    });
    expect(JSON.stringify(answer)).toContain(
      '{"indicator":"AREA_PLANNED","block":"enyang-micro","value":"0.27","unit":"KM","unitMult":0,"decimals":2,"obsStatus":"A","counterpart":null,"note":"原文写作“0.27 公里”;文件 L35"}',
    );
    expect(JSON.stringify(answer)).toContain('"value":"0.5234","unit":"CNY","unitMult":8,"decimals":4');
  });

  test("each district's own field answers from its own table", async () => {
    expect(await data(urlOf('bazhou'), '{ bazhou { logistics(activity: STORAGE) { name activity block } } }')).toEqual({
      bazhou: { logistics: [{ name: '仓储物流', activity: 'STORAGE', block: 'bazhou-panxing' }] },
    });
    expect(await data(urlOf('nanjiang'), '{ nanjiang { mineralResources { mineral identifiedResources } } }')).toEqual({
      nanjiang: {
        mineralResources: [
          { mineral: '霞石', identifiedResources: null },
          { mineral: '石墨', identifiedResources: null },
        ],
      },
    });
    expect(await data(urlOf('tongjiang'), '{ tongjiang { tradeLogistics { block area link } } }')).toEqual({
      tongjiang: { tradeLogistics: [{ block: 'tongjiang-chengnan', area: '460300', link: '省道' }] },
    });
  });

  test('that has reported nothing answers with an object, never with null', async () => {
    expect(
      await data(
        urlOf('core'),
        '{ core { statistics(period: "2024-07") { state revision digest observations { indicator } } } }',
      ),
    ).toEqual({
      core: { statistics: { state: 'NOT_REPORTED', revision: null, digest: null, observations: [] } },
    });
  });

  test('refuses a malformed period with its code, as a literal and as a variable', async () => {
    const literal = await ask(urlOf('bazhou'), '{ bazhou { statistics(period: "2024-13") { state } } }');
    const variable = await ask(urlOf('bazhou'), 'query ($p: Period!) { bazhou { statistics(period: $p) { state } } }', {
      variables: { p: '20224' },
    });
    expect([...codesOf(literal), ...codesOf(variable)]).toEqual(['INVALID_PERIOD', 'INVALID_PERIOD']);
  });

  test('tells load balancers that it lives and is ready, and others that there is nothing here', async () => {
    const status = async (path: string): Promise<number> => (await fetch(new URL(path, urlOf('core')))).status;
    expect([await status('/health/live'), await status('/health/ready'), await status('/.env')]).toEqual([
      200, 200, 404,
    ]);
  });

  test('takes over the trace id of the caller and logs with it', async () => {
    const traceId = 'abcdefabcdefabcdefabcdefabcdef01';
    const headers = { traceparent: `00-${traceId}-0123456789abcdef-01` };
    const answer = await ask(urlOf('core'), '{ nothing }', { headers });
    expect(answer.errors?.[0]?.extensions).toMatchObject({ code: 'GRAPHQL_VALIDATION_FAILED', traceId });
  });

  test('refuses what is no GraphQL request, with a code', async () => {
    const post = async (body: string | Uint8Array<ArrayBuffer>): Promise<unknown> => {
      const response = await fetch(urlOf('core'), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      const shape = z.object({ errors: z.array(z.object({ extensions: z.object({ code: z.string() }) })) });
      return [response.status, shape.parse(await response.json()).errors[0]?.extensions.code];
    };
    expect(await post('{bad')).toEqual([400, 'BAD_REQUEST']);
    expect(await post('{}')).toEqual([400, 'BAD_REQUEST']);
    const latin1 = new Uint8Array(Buffer.from('{"query":"{ core { code } } # \u00fc"}', 'latin1'));
    expect(await post(latin1)).toEqual([400, 'BAD_REQUEST']);
    expect(await post(JSON.stringify({ query: `{ ${'core '.repeat(60_000)} }` }))).toEqual([413, 'PAYLOAD_TOO_LARGE']);
  });

  test('has the digest of its content, the same on every database', async () => {
    const question = '{ tongjiang { statistics(period: "2021-01-01/..") { digest } } }';
    const { tongjiang } = await data(urlOf('tongjiang'), question);
    expect(tongjiang).toEqual({
      statistics: { digest: '28d117babd16cb0fad4e5eb685935eb140ef083e7631a119fcbb24d4934d22e3' },
    });
  });

  test('refuses the database of another zone, and leaves it as it is', async () => {
    const url = await engine.newDatabase();
    await (await startTestZone(await definition('enyang'), url)).stop();
    await expect(startTestZone(await definition('bazhou'), url)).rejects.toThrow(
      /database of zone enyang, not of bazhou/,
    );
    await (await startTestZone(await definition('enyang'), url)).stop();
  });

  test('logs one line a request', async () => {
    const before = lines.length;
    await data(urlOf('core'), '{ zones { code } }');
    await data(urlOf('core'), '{ zones { name } }');
    expect(lines.slice(before)).toMatchObject([
      { level: 'info', msg: 'request', method: 'POST', path: '/graphql', status: 200 },
      { level: 'info', msg: 'request', method: 'POST', path: '/graphql', status: 200 },
    ]);
  });
});
