/** Apollo Server as every process here runs it: nothing reported, nothing served but GraphQL, errors masked. */
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError } from 'graphql';
import type { Logger } from './logger.ts';
import { maskErrors } from './mask-errors.ts';
import { actionsIn } from './one-action.ts';

/**
 * An operation that is not in the document, or of a kind that the schema does not have, is the caller's fault; left to the
 * executors it would come back as an internal error.
 */
const resolvableOperations: ApolloServerPlugin = {
  requestDidStart: () =>
    Promise.resolve({
      didResolveOperation: ({ operation, document, schema }) => {
        if (!operation)
          throw refused('OPERATION_RESOLUTION_FAILURE', '文档中没有所指的操作 / no such operation in the document');
        if (!schema.getRootType(operation.operation)) {
          throw refused(
            'GRAPHQL_VALIDATION_FAILED',
            `没有 ${operation.operation} 操作 / there is no ${operation.operation} here`,
          );
        }
        if (actionsIn(operation, document, schema) > 1) {
          throw refused(
            'ONE_ACTION_PER_OPERATION',
            '一次请求只做一项操作,请逐项发送 / one action an operation; send them one after the other',
          );
        }
        return Promise.resolve();
      },
    }),
};

function refused(code: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code, http: { status: 400 } } });
}

/** Options to spread into `new ApolloServer`; `isKnown` tells registered error codes. */
export function apolloOptions(isKnown: (code: unknown) => boolean, log: Logger) {
  return {
    introspection: true,
    stopOnTerminationSignals: false, // shutdown.ts stops the server, and what stands behind it, in order
    formatError: maskErrors(isKnown, log),
    plugins: [
      resolvableOperations,
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  };
}
