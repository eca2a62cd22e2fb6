/** Gives the API schema the contract's strict scalars: a malformed period is refused here once, and not by five zones. */
import type { ApolloServerPlugin } from '@apollo/server';
import { isScalarType, type GraphQLSchema } from 'graphql';
import { SCALARS } from '../schema/scalars.ts';
import type { GatewayContext } from './context.ts';

export const strictScalars: ApolloServerPlugin<GatewayContext> = {
  serverWillStart: () => Promise.resolve({ schemaDidLoadOrUpdate: ({ apiSchema }) => applyStrictScalars(apiSchema) }),
};

export function applyStrictScalars(apiSchema: GraphQLSchema): void {
  for (const [name, { parseValue, parseLiteral }] of Object.entries(SCALARS)) {
    const scalar = apiSchema.getType(name);
    if (isScalarType(scalar)) Object.assign(scalar, { parseValue, parseLiteral });
  }
}
