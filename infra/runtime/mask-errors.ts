/** What of an error may reach a client: registered codes with their message, all else masked and logged. */
import type { GraphQLFormattedError } from 'graphql';
import type { Logger } from './logger.ts';
import { currentTraceId } from './trace.ts';

const PUBLIC_FACTS = ['zone', 'reason', 'places'];

/**
 * Makes Apollo Server's `formatError`. An error whose code `isKnown` keeps its message, locations, path and a few
 * facts; any other becomes INTERNAL_SERVER_ERROR with the trace id under which its details were logged.
 */
export function maskErrors(isKnown: (code: unknown) => boolean, log: Logger) {
  return (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const traceId = currentTraceId();
    const { code: formal, problem, ...extensions } = formatted.extensions ?? {};
    const code = isKnown(problem) ? problem : formal; // what a scalar found wrong says more than "validation failed"
    const known = isKnown(code) && code !== 'INTERNAL_SERVER_ERROR';
    if (!known) log.error({ err: error }, 'an unexpected error was masked');
    const facts = known ? Object.entries(extensions).filter(([name]) => PUBLIC_FACTS.includes(name)) : [];
    return {
      message: known ? formatted.message : '内部错误 / internal error; quote the traceId to the operators',
      ...(formatted.locations && { locations: formatted.locations }),
      ...(formatted.path && { path: formatted.path }),
      extensions: {
        code: known ? code : 'INTERNAL_SERVER_ERROR',
        ...Object.fromEntries(facts),
        ...(traceId !== undefined && { traceId }),
      },
    };
  };
}
