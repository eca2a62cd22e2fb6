/**
 * How Apollo's own executor asks a zone, where it is switched to. Every request gets an answer: what fits of the zone's own, and
 * null with an error for the rest. Without that, one zone that does not answer would cost the client the whole consolidation.
 */
import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import { parse, type GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Logger } from '../../infra/runtime/logger.ts';
import type { GatewayContext } from '../context.ts';
import { isData, put, type Data } from '../execution/data.ts';
import { Failure } from '../execution/failure.ts';
import { Run } from '../execution/run.ts';
import { operationOf } from '../execution/selections.ts';
import { ZoneAnswers, type ZoneAnswer } from '../execution/answers/zone-answers.ts';
import { ZoneRequest, type EntityKey } from '../execution/requests/zone-request.ts';
import type { GatewayMetrics } from '../telemetry/metrics.ts';
import type { ZoneClient } from '../zones/zone-client.ts';

export interface ZoneDataSourceOptions {
  readonly zone: string;
  /** The zone in the supergraph whose API schema the request was validated against: its own schema, and where it is asked. */
  readonly zoneIn: (apiSchema: GraphQLSchema) => { readonly schema: GraphQLSchema; readonly client: ZoneClient };
  readonly gatewayKey: string | undefined;
  readonly log: Logger;
  readonly metrics: GatewayMetrics;
}

type Options = GraphQLDataSourceProcessOptions<GatewayContext>;
type Answer = Awaited<ReturnType<GraphQLDataSource<GatewayContext>['process']>>;

const MAX_REQUESTS = 1_000;
const REPRESENTATIONS = 'representations';

export class ZoneDataSource implements GraphQLDataSource<GatewayContext> {
  readonly #options: ZoneDataSourceOptions;
  readonly #requests = new WeakMap<GraphQLSchema, LRUCache<string, ZoneRequest>>();

  constructor(options: ZoneDataSourceOptions) {
    this.#options = options;
  }

  async process(options: Options): Promise<Answer> {
    if (!('incomingRequestContext' in options))
      throw new TypeError('zones are composed from files and never introspected');
    const { context, incomingRequestContext, request } = options;
    const { zone } = this.#options;
    const { schema, client } = this.#options.zoneIn(incomingRequestContext.schema);
    const asked = this.#compiled(request.query ?? '', schema);
    const given: Data = { ...request.variables };
    const keys = entityKeys(given);
    if (context.gaps.isAbsent(zone)) return { data: nothing(asked, keys) };
    const operationName = incomingRequestContext.operationName ?? 'anonymous';
    const zones = new ZoneAnswers({ ...this.#options, clientOf: () => client, operationName }, context);
    const run = new Run(given, { ...asked.defaults, ...given }, zones, asked.kind === 'query');
    const answer = await zones.ask(asked, asked.body(given, keys && JSON.stringify(given[REPRESENTATIONS])));
    const data = answer instanceof Failure ? nothing(asked, keys) : read(asked, keys, answer, run);
    const [failure] = zones.failures.filter(({ quiet }) => !quiet);
    return failure && context.gaps.isNews(zone) ? { data, errors: [failure.toError().toJSON()] } : { data };
  }

  #compiled(query: string, schema: GraphQLSchema): ZoneRequest {
    const ofSchema = this.#requests.get(schema) ?? new LRUCache<string, ZoneRequest>({ max: MAX_REQUESTS });
    this.#requests.set(schema, ofSchema);
    const known = ofSchema.get(query);
    if (known) return known;
    const request = compile(query, this.#options.zone, schema);
    ofSchema.set(query, request);
    return request;
  }
}

/** A request by its text alone, as no part of a plan of ours. */
function compile(query: string, zone: string, schema: GraphQLSchema): ZoneRequest {
  const { operation } = operationOf(parse(query));
  const asksEntities = query.includes(REPRESENTATIONS);
  return new ZoneRequest(
    {
      kind: 'Fetch',
      serviceName: zone,
      operation: query,
      operationKind: operation,
      operationName: undefined,
      ...(asksEntities && { requires: [] }),
    },
    {
      supergraph: schema,
      zones: new Map([[zone, schema]]),
      standIns: new Map(),
      usedBy: new Map(),
      requirements: { keys: new Map(), required: new Map(), providing: new Set() },
    },
  );
}

function entityKeys(given: Data): EntityKey[] | undefined {
  const representations = given[REPRESENTATIONS];
  if (!Array.isArray(representations)) return undefined;
  return representations.map((each: unknown) => ({
    typeName: textIn(each, '__typename') ?? '',
    about: { period: textIn(each, 'period'), form: textIn(each, 'form') },
  }));
}

function textIn(value: unknown, name: string): string | undefined {
  const text = isData(value) ? value[name] : undefined;
  return typeof text === 'string' ? text : undefined;
}

function nothing(asked: ZoneRequest, keys: readonly EntityKey[] | undefined): Data {
  return keys ? { _entities: keys.map(({ typeName }) => asked.nulls(typeName)) } : asked.nulls();
}

function read(asked: ZoneRequest, keys: readonly EntityKey[] | undefined, answer: ZoneAnswer, run: Run): Data {
  if (!keys) {
    const root = asked.readRoot(answer, run);
    return root instanceof Failure ? asked.nulls() : withoutFailures(root);
  }
  const list = asked.entitiesIn(answer, keys.length);
  if (list instanceof Failure) return nothing(asked, keys);
  const entities = keys.map((key, index) => {
    const entity = asked.readEntity(list[index], key, answer, run);
    if (!(entity instanceof Failure)) return wholeFieldsOf(entity);
    return entity.quiet ? null : asked.nulls(key.typeName);
  });
  return { _entities: entities };
}

/** An entity may be required by another zone, which would take a null inside a field for an answer: so the field is null. */
function wholeFieldsOf(entity: Data): Data {
  for (const [name, value] of Object.entries(entity)) if (hasFailure(value)) put(entity, name, null);
  return entity;
}

function hasFailure(value: unknown): boolean {
  if (value instanceof Failure) return true;
  return Array.isArray(value) ? value.some(hasFailure) : isData(value) && Object.values(value).some(hasFailure);
}

/** The data with null wherever a failure stands. */
function withoutFailures(data: Data): Data {
  for (const [name, value] of Object.entries(data)) put(data, name, withoutFailure(value));
  return data;
}

function withoutFailure(value: unknown): unknown {
  if (value instanceof Failure) return null;
  if (Array.isArray(value)) return value.map(withoutFailure);
  return isData(value) ? withoutFailures(value) : value;
}
