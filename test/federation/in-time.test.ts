/** A client's request in time, through the whole gateway: its deadline, and its client's leaving. */
import { connect } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { startGateway } from '../../gateway/server.ts';
import { gatewayConfig } from '../../gateway/config.ts';
import { ask, codesOf } from '../support/ask.ts';
import { answers, endStubs, neverAnswers, startStub } from '../support/zone-stub.ts';
import { keptLog } from '../support/zone.ts';

let stop: (() => Promise<void>) | undefined;
afterEach(async () => {
  await endStubs();
  await stop?.();
});

async function gatewayBefore(zones: Readonly<Record<string, string>>, requestDeadlineMs: number): Promise<string> {
  const { log } = keptLog();
  const given = gatewayConfig();
  const zoneLimits = { ...given.zoneLimits, deadlineMs: 20_000 };
  const config = {
    ...given,
    zoneLimits,
    metrics: undefined,
    otlp: undefined,
    lastGoodFile: undefined,
    port: 0,
    requestDeadlineMs,
  };
  const gateway = await startGateway({ ...config, zoneUrl: (zone) => zones[zone] ?? 'http://127.0.0.1:1/' }, log);
  stop = () => gateway.stop();
  return gateway.url;
}

const identity = (code: string) => answers({ data: { [code]: { __typename: 'Zone', code } } });

test('the deadline of the whole request is answered with what came, and what did not is late', async () => {
  const [late, sound] = [await startStub(identity('nanjiang')), await startStub(identity('bazhou'))];
  const url = await gatewayBefore({ nanjiang: late.url, bazhou: sound.url }, 1_000);
  const question = '{ nanjiang { code } bazhou { code } }';
  await ask(url, question); // planned now; a cold gateway on a busy machine may need more than the deadline
  late.behave(neverAnswers);
  const started = performance.now();
  const answer = await ask(url, question);
  expect(performance.now() - started).toBeLessThan(5_000); // well before the zone's own deadline
  expect(answer.data).toEqual({ nanjiang: null, bazhou: { code: 'bazhou' } });
  expect(codesOf(answer)).toEqual(['ZONE_UNAVAILABLE']);
  expect(answer.errors?.[0]?.extensions).toMatchObject({ zone: 'nanjiang', reason: 'TIMEOUT' });
  await late.abandoned(1);
});

test('a client that leaves takes its calls with it', async () => {
  const late = await startStub(neverAnswers);
  const url = new URL(await gatewayBefore({ nanjiang: late.url }, 10_000));
  const body = JSON.stringify({ query: '{ nanjiang { code } }' });
  const client = connect(Number(url.port), '127.0.0.1');
  client.write(
    `POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  );
  await late.came(1);
  client.destroy();
  await late.abandoned(1);
});
