/**
 * All that is taken from Apollo's packages beyond their documented interface. test/unit/gateway/execution/internals.test.ts pins
 * it, so that an upgrade that moves any of it fails there and not in an answer.
 */
import type { ApolloGateway } from '@apollo/gateway';
import { operationFromDocument } from '@apollo/federation-internals';
import type { QueryPlan } from '@apollo/query-planner';
import type { DocumentNode, GraphQLSchema } from 'graphql';

export interface Planner {
  /** All types, also those hidden from clients. */
  readonly supergraph: GraphQLSchema;
  /** Each zone's own schema, as composed. */
  readonly zones: ReadonlyMap<string, GraphQLSchema>;
  readonly plan: (document: DocumentNode, operationName: string | undefined) => QueryPlan;
}

/** The planner of the supergraph that the gateway has loaded last. */
export function plannerOf(gateway: ApolloGateway): Planner {
  const planner = gateway.__testing().queryPlanner;
  if (!planner) throw new TypeError('the gateway has loaded no supergraph yet');
  const { supergraph } = planner;
  const api = supergraph.apiSchema();
  return {
    supergraph: supergraph.schema.toGraphQLJSSchema(),
    zones: new Map([...supergraph.subgraphs()].map(({ name, schema }) => [name, schema.toGraphQLJSSchema()])),
    plan: (document, operationName) =>
      planner.buildQueryPlan(
        operationFromDocument(api, document, operationName === undefined ? {} : { operationName }),
      ),
  };
}
