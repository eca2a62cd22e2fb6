/** Zones without a network: each call of the gateway's goes to a function, as JSON and back. */
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';
import { z } from 'zod';
import { GatewayContext } from '../../../../gateway/context.ts';
import { RequestScope, type ScopeEnd } from '../../../../gateway/request-scope.ts';
import type { Failure } from '../../../../gateway/execution/failure.ts';
import { ZoneAnswers, type ZoneAnswer } from '../../../../gateway/execution/answers/zone-answers.ts';
import { GatewayMetrics } from '../../../../gateway/telemetry/metrics.ts';
import { Gaps } from '../../../../gateway/zones/gaps.ts';
import { isJsonObject } from '../../../../gateway/zones/json.ts';
import { ZoneClient, type ZoneCall, type ZoneReply } from '../../../../gateway/zones/zone-client.ts';
import { keptLog, type Logged } from '../../../support/zone.ts';
import { publishedSdl, type Resolvers, type Row } from '../../../federation/conformance/zone-server.ts';

const requestShape = z.strictObject({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()),
  operationName: z.string().optional(),
});
export type ZoneRequest = z.infer<typeof requestShape>;

/** The body of a zone's answer; a ZoneFailure is thrown. */
export type Answering = (request: ZoneRequest, call: ZoneCall) => unknown;

const LIMITS = {
  deadlineMs: 1_000,
  maxAnswerBytes: 1_000_000,
  maxInFlight: 1,
  maxQueued: 0,
  retryJitterMs: undefined,
  breakerFailures: 0,
  breakerHalfOpenAfterMs: 1,
  shareInFlight: false,
};

export class ZoneWithoutNetwork extends ZoneClient {
  readonly asked: ZoneRequest[] = [];
  readonly #answering: Answering;
  readonly #status: number;

  constructor(zone: string, answering: Answering, status = 200) {
    super({ zone, url: 'http://zone.test', limits: LIMITS, log: keptLog().log });
    this.#answering = answering;
    this.#status = status;
  }

  override async post(call: ZoneCall): Promise<ZoneReply> {
    const request = requestShape.parse(JSON.parse(call.body));
    this.asked.push(request);
    const body: unknown = JSON.parse(JSON.stringify(await this.#answering(request, call)));
    if (!isJsonObject(body)) throw new TypeError('an answer is an object');
    return { status: this.#status, body };
  }
}

/** Answers as a sound subgraph does. */
export function sound(sdl: string, resolvers: Resolvers = {}, rootValue: Row = {}): Answering {
  const schema = buildSubgraphSchema([{ typeDefs: parse(publishedSdl(sdl)), resolvers }]);
  return ({ query, variables, operationName = null }) =>
    graphql({ schema, source: query, variableValues: variables, operationName, rootValue });
}

export const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const metrics = new GatewayMetrics();

export interface Asked {
  readonly answers: ZoneAnswers;
  readonly context: GatewayContext;
  readonly logged: readonly Logged[];
}

/** What one client request asks these zones. */
export function asking(
  zones: Readonly<Record<string, ZoneClient>>,
  { gatewayKey, ended = 'ANSWERED' }: { readonly gatewayKey?: string; readonly ended?: ScopeEnd } = {},
): Asked {
  const { log, lines } = keptLog();
  const request = new RequestScope(60_000);
  request.end(ended); // no timer is left behind
  const context = new GatewayContext(TRACE_ID, new Gaps(), request, { kind: 'query', outcome: 'ok' });
  const clientOf = (zone: string): ZoneClient => {
    const client = zones[zone];
    if (!client) throw new TypeError(`no zone ${zone} here`);
    return client;
  };
  return {
    answers: new ZoneAnswers({ clientOf, gatewayKey, log, metrics, operationName: 'Test' }, context),
    context,
    logged: lines,
  };
}

export const QUERY = { zone: 'bazhou', kind: 'query' } as const;
export const BODY = JSON.stringify({ query: '{ a }', variables: {} });

export interface Outcome extends Asked {
  readonly answer: ZoneAnswer | Failure;
  readonly zone: ZoneWithoutNetwork;
}

/** What is made of one answer of a zone. */
export async function outcomeOf(answering: Answering, status?: number): Promise<Outcome> {
  const zone = new ZoneWithoutNetwork('bazhou', answering, status);
  const asked = asking({ bazhou: zone });
  return { ...asked, zone, answer: await asked.answers.ask(QUERY, BODY) };
}
