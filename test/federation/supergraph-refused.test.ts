/** What cannot be served is refused with its reason, once, and the old supergraph keeps serving. */
import { appendFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApolloGateway } from '@apollo/gateway';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { gatewayConfig } from '../../gateway/config.ts';
import { startGateway, type RunningGateway } from '../../gateway/server.ts';
import type { RefusedSupergraph, ServedSupergraph } from '../../gateway/supergraph/events.ts';
import { idOf, shortId } from '../../gateway/supergraph/load.ts';
import { FileSupergraphManager } from '../../gateway/supergraph/manager.ts';
import { ServedSupergraphs } from '../../gateway/supergraph/served.ts';
import { disableTelemetry } from '../../infra/runtime/env.ts';
import { data } from '../support/ask.ts';
import { eventually } from '../support/eventually.ts';
import { temporaryFolder } from '../support/processes.ts';
import { supergraphOf } from '../support/subgraphs.ts';
import { answerOf, QUESTION, startTwoVersions, type TwoVersions } from '../support/two-versions.ts';
import { keptLog, type Logged } from '../support/zone.ts';

const POLL_MS = 60;
const { folder, remove } = temporaryFolder();
const file = path.join(folder, 'supergraph.graphql');
let versions: TwoVersions;
beforeAll(async () => {
  versions = await startTwoVersions();
});
afterAll(async () => {
  await versions.stop();
  remove();
});

const authenticated = '@link(url: "https://specs.apollo.dev/authenticated/v0.1", for: SECURITY)';
const lost = { name: 'lost', sdl: 'type Query { lost: Int }' };

/** By what is wrong: the text, and what the log says of it. */
const INVALID: readonly (readonly [name: string, text: () => string, reason: RegExp])[] = [
  ['no GraphQL', () => 'type Thing {', /Syntax Error/],
  ['nothing', () => '', /Syntax Error/],
  ['no supergraph', () => 'type Query { things: Int }', /must be a core schema/],
  ['half a supergraph', () => versions.supergraphs.second.slice(0, 1500), /Syntax Error/],
  [
    'a security feature that nobody would enforce',
    () => versions.supergraphs.second.replace('{\n  query: Query', `  ${authenticated}\n{\n  query: Query`),
    /authenticated\/v0\.1 is for: SECURITY but is unsupported/,
  ],
  ['a zone without an address', () => supergraphOf([{ ...lost, url: '' }]), /no address for lost; set ZONE_URL_LOST$/],
  ['a zone at no web address', () => supergraphOf([{ ...lost, url: 'ftp://a/b' }]), /address of lost is no http/],
  [
    'a field of no type',
    () => versions.supergraphs.second.replace('left: String!', 'left: Strange!'),
    /[Uu]nknown type "?Strange/,
  ],
];

describe('a running gateway', () => {
  let gateway: RunningGateway;
  let lines: Logged[];
  beforeEach(async () => {
    writeFileSync(file, versions.supergraphs.first);
    const kept = keptLog();
    lines = kept.lines;
    const config = { ...gatewayConfig({ supergraph: file, port: '0' }), supergraphPollMs: POLL_MS };
    gateway = await startGateway(config, kept.log);
  });
  afterEach(() => gateway.stop());

  const refusals = (): Logged[] => lines.filter(({ level }) => level === 'error');
  const says = (message: string, supergraph: string): boolean =>
    lines.some((line) => String(line['msg']).includes(message) && line['supergraph'] === shortId(idOf(supergraph)));

  test.each(INVALID)('refuses %s, says why once, and takes the next good one', async (_, text, reason) => {
    writeFileSync(file, text());
    await eventually(() => refusals().length > 0);
    await sleep(POLL_MS * 4); // to say it once more, were it to
    expect(refusals()).toEqual([
      expect.objectContaining({
        msg: expect.stringContaining('the new supergraph is refused, the old one keeps serving'),
        reason: expect.stringMatching(reason),
        file,
        serving: shortId(idOf(versions.supergraphs.first)),
      }),
    ]);
    expect(await data(gateway.url, QUESTION)).toEqual(answerOf('first'));

    writeFileSync(file, versions.supergraphs.second);
    await eventually(() => says('supergraph served', versions.supergraphs.second));
    expect(await data(gateway.url, QUESTION)).toEqual(answerOf('second'));
    expect(refusals()).toHaveLength(1);
  });

  test('goes on without the file, and says so once', async () => {
    renameSync(file, `${file}.away`);
    await eventually(() => refusals().length > 0);
    await sleep(POLL_MS * 4);
    expect(refusals()).toEqual([expect.objectContaining({ reason: 'cannot be read (ENOENT)' })]);
    expect(await data(gateway.url, QUESTION)).toEqual(answerOf('first'));
    renameSync(`${file}.away`, file);
    await eventually(() => says('the file holds the supergraph that is served', versions.supergraphs.first));
  });

  test('a file that is still being written is let be until it is whole', async () => {
    const text = versions.supergraphs.second;
    const piece = Math.ceil(text.length / 20);
    rmSync(file);
    for (let at = 0; at < text.length; at += piece) {
      appendFileSync(file, text.slice(at, at + piece));
      await sleep(POLL_MS / 3);
    }
    await eventually(() => says('supergraph served', text));
    expect(refusals()).toEqual([]);
    expect(await data(gateway.url, QUESTION)).toEqual(answerOf('second'));
  });

  test('told to reload, it answers each time, and knows what it serves', async () => {
    expect(await gateway.reload()).toBe('unchanged');
    writeFileSync(file, 'no supergraph');
    expect(await gateway.reload()).toBe('refused');
    expect(await gateway.reload()).toBe('refused');
    expect(refusals()).toHaveLength(2);
    writeFileSync(file, versions.supergraphs.second);
    const health = gateway.url.replace('/graphql', '/health/ready');
    expect(await gateway.reload()).toBe('served');
    expect(await (await fetch(health)).json()).toEqual({
      status: 'ready',
      supergraph: {
        version: shortId(idOf(versions.supergraphs.second)),
        from: 'file',
        since: expect.stringMatching(/^\d{4}-/),
      },
    });
  });
});

test('whoever counts is told of each version served and of each refused', async () => {
  const told: (ServedSupergraph | RefusedSupergraph)[] = [];
  const tell = (each: ServedSupergraph | RefusedSupergraph): void => void told.push(each);
  const served = new ServedSupergraphs(() => ({ close: () => Promise.resolve() }));
  writeFileSync(file, versions.supergraphs.first);
  const { zoneUrl } = gatewayConfig({ supergraph: file });
  const prepare = (sdl: string): string => sdl;
  const options = { file, lastGoodFile: undefined, pollMs: 3_600_000, zoneUrl, prepare, log: keptLog().log };
  const manager = new FileSupergraphManager({ ...options, events: { served: tell, refused: tell } }, served);
  disableTelemetry();
  const gateway = new ApolloGateway({ supergraphSdl: manager, logger: options.log });
  manager.attach(gateway);
  await gateway.load();
  writeFileSync(file, '');
  await manager.reload();
  writeFileSync(file, versions.supergraphs.second);
  await manager.reload();
  await gateway.stop();

  const { first, second } = versions.supergraphs;
  const since: unknown = expect.any(Date);
  expect(told).toEqual([
    { id: idOf(first), zones: ['north', 'root', 'south', 'west'], from: 'file', since },
    { id: idOf(''), reason: 'Syntax Error: Unexpected <EOF>.' },
    { id: idOf(second), zones: ['east', 'north', 'root', 'south'], from: 'file', since },
  ]);
  expect(served.current.id).toBe(idOf(second));
});
