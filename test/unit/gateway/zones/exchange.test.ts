/** What the gateway makes of the answers of a real HTTP server, sound and evil. */
import { createServer, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { ZoneClient } from '../../../../gateway/zones/zone-client.ts';
import {
  answers,
  callOf,
  clientOf,
  endScopes,
  endStubs,
  failureOf,
  resets,
  startStub,
  type Behaviour,
  type Stub,
} from '../../../support/zone-stub.ts';

let zone: Stub;
let client: ZoneClient;

beforeAll(async () => {
  zone = await startStub(answers());
  client = clientOf(zone.url);
});
afterEach(endScopes);
afterAll(endStubs);

const NAME = { data: { zone: { name: '南江县 🏔' } } };

describe('an answer', () => {
  test('is posted for as it was printed, with the headers given, and read', async () => {
    let headers: unknown;
    zone.behave((response, request, body) => {
      headers = request.headers;
      answers({ data: { asked: body } })(response, request, body);
    });
    const reply = await client.post(callOf({ body: '{"query":"{ 县 }"}', headers: { traceparent: '00-a-b-01' } }));
    expect(reply).toMatchObject({ status: 200, body: { data: { asked: '{"query":"{ 县 }"}' } } });
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      accept: 'application/json',
      traceparent: '00-a-b-01',
    });
  });

  test('of HTTP 400 is read too: it says what was wrong with the question', async () => {
    zone.behave(answers({ errors: [{ message: 'unknown field' }] }, 400));
    expect(await client.post(callOf())).toMatchObject({
      status: 400,
      body: { errors: [{ message: 'unknown field' }] },
    });
  });

  test('is decoded rightly wherever a character is cut in two', async () => {
    const bytes = Buffer.from(JSON.stringify(NAME));
    for (let at = 1; at < bytes.length; at++) {
      zone.behave((response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.write(bytes.subarray(0, at), () => setImmediate(() => response.end(bytes.subarray(at))));
      });
      expect((await client.post(callOf())).body).toEqual(NAME);
    }
  });

  test('may begin with a byte order mark', async () => {
    zone.behave(answers(`\uFEFF${JSON.stringify(NAME)}`));
    expect((await client.post(callOf())).body).toEqual(NAME);
  });

  test('of exactly the cap is taken', async () => {
    zone.behave(answers(JSON.stringify({ data: 'x'.repeat(100_000 - 11) })));
    expect((await client.post(callOf())).status).toBe(200);
  });

  test('with __proto__ in it pollutes nothing', async () => {
    zone.behave(answers('{"data":{"__proto__":{"polluted":true}}}'));
    const { body } = await client.post(callOf());
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    expect(Object.getPrototypeOf(body)).toBe(Object.prototype);
  });
});

const streamed =
  (size: number): Behaviour =>
  (response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('"'.padEnd(size / 2, 'x'));
    response.end('x'.repeat(size / 2));
  };

describe('no answer is', () => {
  test.each<[string, Behaviour, string, string]>([
    ['a redirect', answers('', 302, { location: 'http://127.0.0.1:1/' }), 'HTTP_ERROR', 'ALIVE'],
    ['HTTP 401', answers({ errors: [] }, 401), 'HTTP_ERROR', 'ALIVE'],
    ['HTTP 404', answers('nothing here', 404), 'HTTP_ERROR', 'ALIVE'],
    ['HTTP 400 that is no GraphQL', answers('<h1>Bad Request</h1>', 400), 'HTTP_ERROR', 'ALIVE'],
    ['HTTP 500', answers({ data: { ok: true } }, 500), 'HTTP_ERROR', 'FAULTY'],
    ['HTTP 503', answers('', 503), 'HTTP_ERROR', 'FAULTY'],
    ['HTTP 204 without a body', (response) => void response.writeHead(204).end(), 'HTTP_ERROR', 'ALIVE'],
    ['a page', answers('<html></html>'), 'BAD_DATA', 'FAULTY'],
    ['an empty body', answers(''), 'BAD_DATA', 'FAULTY'],
    ['a list', answers([1, 2]), 'BAD_DATA', 'FAULTY'],
    ['half a document', answers('{"data":{"a":1}'), 'BAD_DATA', 'FAULTY'],
    ['text in another encoding', answers(Buffer.from('{"data":"\xb0\xcd\xd6\xdd"}', 'latin1')), 'BAD_DATA', 'FAULTY'],
    ['what announces more than the cap', answers({ data: 'x'.repeat(100_000) }), 'BAD_DATA', 'FAULTY'],
    ['what turns out to be more than the cap', streamed(400_000), 'BAD_DATA', 'FAULTY'],
    ['a connection reset before the answer', resets, 'UNREACHABLE', 'FAULTY'],
    [
      'a connection reset in its midst',
      (response) => {
        response.writeHead(200, { 'content-length': '1000' });
        response.write('{"data":', () => response.socket?.resetAndDestroy());
      },
      'UNREACHABLE',
      'FAULTY',
    ],
  ])('%s', async (_, behaviour, reason, verdict) => {
    zone.behave(behaviour);
    expect(await failureOf(client.post(callOf()))).toMatchObject({ reason, verdict });
    zone.behave(answers()); // and the next call is served
    expect((await client.post(callOf())).status).toBe(200);
  });

  test('a port where nobody listens', async () => {
    const gone = await startStub(answers());
    await gone.stop();
    const other = clientOf(gone.url);
    expect(await failureOf(other.post(callOf()))).toMatchObject({ reason: 'REFUSED', verdict: 'FAULTY' });
  });

  test('a host that does not exist', async () => {
    const other = clientOf('http://nowhere.invalid:4000/graphql');
    expect(await failureOf(other.post(callOf()))).toMatchObject({ reason: 'UNREACHABLE', verdict: 'FAULTY' });
  });

  test.each([
    ['what is no HTTP', 'SSH-2.0-OpenSSH_9.2\r\n'],
    ['a header block without end', `HTTP/1.1 200 OK\r\nx-long: ${'x'.repeat(200_000)}`],
    ['a second content length', 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}'],
  ])('%s', async (_, bytes) => {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.once('data', () => socket.write(bytes));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
    const address = server.address();
    const other = clientOf(`http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/`);
    expect(await failureOf(other.post(callOf()))).toMatchObject({ reason: 'BAD_DATA', verdict: 'FAULTY' });
    for (const socket of sockets) socket.destroy();
    server.close();
  });
});

test('a zone that closes its idle connections costs nothing', async () => {
  zone.behave(answers({ data: {} }, 200, { connection: 'close' }));
  for (let call = 0; call < 5; call++) expect((await client.post(callOf())).status).toBe(200);
});

test('a connection or two serve calls that come one after the other', async () => {
  const other = await startStub(answers());
  const one = clientOf(other.url);
  for (let call = 0; call < 20; call++) await one.post(callOf());
  expect(other.connections()).toBeLessThanOrEqual(2); // the one just used is not ready yet when the next call comes
});
