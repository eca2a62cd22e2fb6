/**
 * Apollo's gateway with an execution of its own: it still loads supergraphs, swaps them under load and plans queries, and its
 * plans are carried out here (README.md says why).
 */
import { ApolloGateway, type GatewayConfig } from '@apollo/gateway';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import { GatewayContext } from '../context.ts';
import type { ZoneClient } from '../zones/zone-client.ts';
import { plannerOf } from './internals.ts';
import { Operation, type Version } from './operation.ts';
import { standInsOf } from './planning/required-arguments.ts';
import { requirementsOf } from './planning/requirements.ts';
import { reservedNames } from './planning/reserved-names.ts';
import { ZoneAnswers, type ZoneAnswersOptions } from './answers/zone-answers.ts';

const MAX_OPERATIONS = 1_000;
/** What is made of an operation takes some hundred times the room of its text. */
const MAX_OPERATION_CHARS = 500_000;

/** A version of the supergraph and the operations compiled against it; both go when its last request has ended. */
interface LoadedVersion extends Version {
  readonly operations: LRUCache<string, Operation>;
}

export interface ExecutingGatewayOptions extends Omit<ZoneAnswersOptions, 'clientOf' | 'operationName'> {
  /** The client of a zone in the supergraph that a request was validated against. */
  readonly clientIn: (apiSchema: GraphQLSchema, zone: string) => ZoneClient;
}

export class ExecutingGateway extends ApolloGateway {
  constructor(config: GatewayConfig, options: ExecutingGatewayOptions) {
    super(config);
    const versions = new WeakMap<GraphQLSchema, LoadedVersion>();
    this.onSchemaLoadOrUpdate(({ apiSchema, coreSupergraphSdl }) => {
      const operations = new LRUCache<string, Operation>({ max: MAX_OPERATIONS, maxSize: MAX_OPERATION_CHARS });
      options.metrics.planCacheSize(() => operations.size);
      versions.set(apiSchema, {
        ...plannerOf(this),
        api: apiSchema,
        ...standInsOf(coreSupergraphSdl),
        requirements: requirementsOf(coreSupergraphSdl),
        reservedNames: reservedNames(coreSupergraphSdl),
        operations,
      });
    });
    this.executor = async ({ schema, document, source, queryHash, request, operationName, context }) => {
      // The version that the request was validated against: a newer one may have been loaded since.
      const version = versions.get(schema);
      if (!version) throw new TypeError('a request for a supergraph that was never loaded');
      const requestContext = GatewayContext.from(context);
      const key = `${queryHash} ${request.operationName ?? ''}`;
      let operation = version.operations.get(key);
      options.metrics.planCache(operation !== undefined);
      if (!operation) {
        const span = requestContext.request.trace?.span('plan');
        try {
          operation = new Operation(document, request.operationName, version);
        } catch (error) {
          if (error instanceof GraphQLError) return { data: null, errors: [error] };
          throw error;
        } finally {
          span?.end();
        }
        version.operations.set(key, operation, { size: source.length });
      }
      const clientOf = (zone: string): ZoneClient => options.clientIn(schema, zone);
      const named = operationName ?? 'anonymous';
      const zones = new ZoneAnswers({ ...options, clientOf, operationName: named }, requestContext);
      return operation.execute(request.variables ?? {}, zones);
    };
  }
}
