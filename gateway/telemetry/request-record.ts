/** What becomes known of a client's request on its way; counted once it is over. */
import type { ServerResponse } from 'node:http';
import type { ApolloServerPlugin } from '@apollo/server';
import type { GatewayContext } from '../context.ts';
import type { RequestScope } from '../request-scope.ts';
import type { GatewayMetrics, OperationKind, RequestOutcome } from './metrics.ts';

export interface RequestRecord {
  kind: OperationKind;
  outcome: RequestOutcome;
}

/** Begins the record of the request that `response` answers. */
export function recordRequest(metrics: GatewayMetrics, response: ServerResponse, scope: RequestScope): RequestRecord {
  const record: RequestRecord = { kind: 'unknown', outcome: 'refused' };
  const started = performance.now();
  response.once('close', () => {
    const bytes = Number(response.getHeader('content-length') ?? 0);
    const outcome = outcomeOf(scope, record);
    metrics.requestEnded({ kind: record.kind, outcome, ms: performance.now() - started, bytes });
    scope.trace?.end(outcome, outcome !== 'ok' && outcome !== 'partial');
  });
  return record;
}

function outcomeOf({ ended }: RequestScope, { outcome }: RequestRecord): RequestOutcome {
  if (ended === 'CLIENT_GONE') return 'cancelled';
  return ended === 'DEADLINE' ? 'timeout' : outcome;
}

/** Writes kind and outcome into the record of each request. */
export const recordedRequests: ApolloServerPlugin<GatewayContext> = {
  requestDidStart: ({ contextValue: { record, request } }) =>
    Promise.resolve({
      didResolveOperation: ({ operation, operationName }) => {
        if (operation) {
          record.kind = operation.operation;
          request.trace?.operation(operation.operation, operationName ?? undefined);
        }
        record.outcome = 'error';
        return Promise.resolve();
      },
      willSendResponse: ({ response }) => {
        if (response.body.kind !== 'single') return Promise.resolve();
        const { data, errors } = response.body.singleResult;
        if (data !== undefined && data !== null) record.outcome = errors ? 'partial' : 'ok';
        return Promise.resolve();
      },
    }),
};
