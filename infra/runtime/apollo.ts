/** Apollo Server as every process here runs it: nothing reported, nothing served but GraphQL, errors masked. */
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { Logger } from './logger.ts';
import { maskErrors } from './mask-errors.ts';

/** Options to spread into `new ApolloServer`; `isKnown` tells registered error codes. */
export function apolloOptions(isKnown: (code: unknown) => boolean, log: Logger) {
  return {
    introspection: true,
    stopOnTerminationSignals: false, // shutdown.ts stops the server, and what stands behind it, in order
    formatError: maskErrors(isKnown, log),
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  };
}
