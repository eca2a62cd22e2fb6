/** A client's request over HTTP, and when it is over. */
import { createServer, type Server, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { RequestScope, Scope, type ScopeEnd } from '../../../gateway/request-scope.ts';

describe('a scope', () => {
  test('tells its members once why it ended, and those that left nothing', () => {
    const scope = new Scope();
    const told: string[] = [];
    const member = (name: string) => ({ drop: (end: ScopeEnd) => void told.push(`${name} ${end}`) });
    const [stays, leaves] = [member('stays'), member('leaves')];
    scope.add(stays);
    scope.add(leaves);
    scope.delete(leaves);
    expect(scope.ended).toBeUndefined();
    scope.end('CLIENT_GONE');
    scope.end('DEADLINE');
    expect(told).toEqual(['stays CLIENT_GONE']);
    expect(scope.ended).toBe('CLIENT_GONE');
  });

  test('may lose members while it tells them', () => {
    const scope = new Scope();
    let told = 0;
    const members = [1, 2, 3].map(() => {
      const member = {
        drop: () => {
          told += 1;
          scope.delete(member);
        },
      };
      scope.add(member);
      return member;
    });
    scope.end('DEADLINE');
    expect(told).toBe(members.length);
  });
});

describe("a client's request", () => {
  let server: Server;
  let port: number;
  let respond: (response: ServerResponse) => void;
  let scope: Promise<RequestScope>;

  beforeEach(async () => {
    const { promise, resolve } = Promise.withResolvers<RequestScope>();
    scope = promise;
    server = createServer((_, response) => {
      resolve(RequestScope.of(response, 10_000));
      respond(response);
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', () => listening()));
    const address = server.address();
    port = typeof address === 'object' && address !== null ? address.port : 0;
  });
  afterEach(() => {
    server.close();
    server.closeAllConnections();
  });
  const over = async (): Promise<ScopeEnd> => {
    const request = await scope;
    if (request.ended) return request.ended;
    return await new Promise((resolve) => request.add({ drop: resolve }));
  };

  test('is over when it has been answered', async () => {
    respond = (response) => void response.end('answer');
    await (await fetch(`http://127.0.0.1:${port}/`)).text();
    expect(await over()).toBe('ANSWERED');
  });

  test.each([
    ['before', () => undefined],
    ['in the midst of', (response: ServerResponse) => void response.write('half')],
  ])('is over when the client leaves %s its answer', async (_, behaviour) => {
    const socket = connect(port, '127.0.0.1');
    respond = (response) => {
      behaviour(response);
      socket.destroy();
    };
    socket.write('GET / HTTP/1.1\r\nhost: a\r\n\r\n');
    expect(await over()).toBe('CLIENT_GONE');
  });

  test('is over when its client left before anybody looked', async () => {
    const response = await new Promise<ServerResponse>((resolve) => {
      server.removeAllListeners('request');
      server.on('request', (_, given: ServerResponse) => given.once('close', () => resolve(given)));
      const socket = connect(port, '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\nhost: a\r\n\r\n'));
      server.once('request', () => socket.destroy());
    });
    expect(RequestScope.of(response, 10_000).ended).toBe('CLIENT_GONE');
  });

  test('is over when its deadline passes', async () => {
    const request = new RequestScope(20);
    expect(request.deadline).toBeGreaterThan(performance.now());
    const end = await new Promise<ScopeEnd>((resolve) => request.add({ drop: resolve }));
    expect(end).toBe('DEADLINE');
    expect(request.deadline).toBeLessThanOrEqual(performance.now() + 1);
  });
});
