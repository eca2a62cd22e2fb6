/** A supergraph of a few lines, planned with as the gateway plans, and zones whose answers a test writes down. */
import { ApolloGateway } from '@apollo/gateway';
import { isInterfaceType, isObjectType, parse, type GraphQLSchema } from 'graphql';
import { composeSupergraph } from '../../../../schema/compose.ts';
import { plannerOf } from '../../../../gateway/execution/internals.ts';
import type { Version } from '../../../../gateway/execution/operation.ts';
import { plannable } from '../../../../gateway/execution/planning/plannable.ts';
import { standInsOf } from '../../../../gateway/execution/planning/required-arguments.ts';
import { requirementsOf } from '../../../../gateway/execution/planning/requirements.ts';
import { reservedNames } from '../../../../gateway/execution/planning/reserved-names.ts';
import { disableTelemetry } from '../../../../infra/runtime/env.ts';
import { keptLog } from '../../../support/zone.ts';
import { publishedSdl } from '../../../federation/conformance/zone-server.ts';

disableTelemetry();

/** By name, the SDL of each subgraph. */
export type Sdls = Readonly<Record<string, string>>;

export function composed(subgraphs: Sdls): string {
  return composeSupergraph(
    Object.entries(subgraphs).map(([name, sdl]) => ({
      name,
      url: `http://${name}.test/graphql`,
      typeDefs: parse(publishedSdl(sdl)),
    })),
  );
}

/** What is planned and executed with, made from a supergraph as ExecutingGateway makes it. */
export async function versionOf(subgraphs: Sdls): Promise<Version> {
  const sdl = plannable(composed(subgraphs));
  const gateway = new ApolloGateway({
    supergraphSdl: sdl,
    validateSupergraph: false,
    queryPlannerConfig: { reuseQueryFragments: false },
    buildService: () => ({ process: () => Promise.reject(new TypeError('nobody is asked')) }),
    logger: keptLog().log,
  });
  let api: GraphQLSchema | undefined;
  gateway.onSchemaLoadOrUpdate(({ apiSchema }) => {
    api = apiSchema;
  });
  await gateway.load();
  await gateway.stop();
  if (!api) throw new TypeError('the gateway has told of no schema');
  return {
    ...plannerOf(gateway),
    ...standInsOf(sdl),
    api,
    requirements: requirementsOf(sdl),
    reservedNames: reservedNames(sdl),
  };
}

/** The names of a type's fields. */
export function fieldsOf(schema: GraphQLSchema | undefined, typeName: string): string[] {
  const type = schema?.getType(typeName);
  return isObjectType(type) || isInterfaceType(type) ? Object.keys(type.getFields()) : [];
}
