/**
 * The stock executor reports values it had to drop only in `extensions.valueCompletion`, which clients ignore. This plugin
 * makes each of them an error, unless a zone's failure already explains it: never a silent null.
 */
import type { ApolloServerPlugin } from '@apollo/server';
import type { GraphQLFormattedError } from 'graphql';
import { z } from 'zod';
import { problem } from '../../schema/error-codes.ts';
import type { GatewayContext } from '../context.ts';

const dropped = z.array(z.object({ message: z.string(), path: z.array(z.union([z.string(), z.number()])).optional() }));

export const honestNulls: ApolloServerPlugin<GatewayContext> = {
  requestDidStart: () =>
    Promise.resolve({
      willSendResponse: ({ response, contextValue }) => {
        if (response.body.kind === 'single') {
          const { singleResult } = response.body;
          const { valueCompletion, ...extensions } = singleResult.extensions ?? {};
          if (valueCompletion !== undefined) {
            const explained = (singleResult.errors ?? []).some(
              ({ extensions: facts }) => facts?.['zone'] !== undefined,
            );
            if (!explained)
              singleResult.errors = [
                ...(singleResult.errors ?? []),
                ...errorsFrom(valueCompletion, contextValue.traceId),
              ];
            singleResult.extensions = extensions;
            if (Object.keys(extensions).length === 0) delete singleResult.extensions;
          }
        }
        return Promise.resolve();
      },
    }),
};

function errorsFrom(valueCompletion: unknown, traceId: string): GraphQLFormattedError[] {
  const read = dropped.safeParse(valueCompletion);
  const paths = read.success ? read.data.map(({ path }) => path) : [undefined];
  return paths.map((path) => {
    const error = problem('ZONE_BAD_DATA', '一个数值不合约定,已拒收 / a value that breaks the contract was refused', {
      traceId,
    });
    return { ...error.toJSON(), ...(path && { path }) };
  });
}
