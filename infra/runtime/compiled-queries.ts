/**
 * Queries run as functions that graphql-jit compiles for them once, where graphql-js interprets every field of every row anew.
 * Only an answer without errors is taken from them: whatever fails, and whatever is not a plain query, graphql-js runs, whose
 * words and nulls are the standard. To run a query twice changes nothing.
 */
import { HeaderMap, type ApolloServerPlugin, type BaseContext } from '@apollo/server';
import {
  BREAK,
  Kind,
  OperationTypeNode,
  defaultFieldResolver,
  isObjectType,
  visit,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { compileQuery, isCompiledQuery, type CompiledQuery } from 'graphql-jit';

type Run = CompiledQuery['query'];

/** The plugin that answers queries on `schema`. The types in `plain` hold no promise and no function. */
export function compiledQueries<Context extends BaseContext>(
  schema: GraphQLSchema,
  plain: readonly string[],
): ApolloServerPlugin<Context> {
  resolveExplicitly(schema, plain);
  const known = new WeakMap<DocumentNode, Run | 'new' | 'interpreted'>(); // as long as Apollo Server keeps the parsed document
  return {
    requestDidStart: () =>
      Promise.resolve({
        responseForOperation: async ({ document, request, contextValue }) => {
          const before = known.get(document);
          // To compile costs more than to interpret once: a query that does not come again is not worth it, nor a flood of them.
          const run = before === undefined ? 'new' : before === 'new' ? compile(schema, document) : before;
          known.set(document, run);
          if (run === 'new' || run === 'interpreted') return null;
          const { data, errors } = await run(undefined, contextValue, request.variables ?? {});
          if (errors || !data) return null;
          return { http: { headers: new HeaderMap() }, body: { kind: 'single', singleResult: { data } } };
        },
      }),
  };
}

/** A compiled query reads a field that has no resolver there and then; given one, it waits for promises and calls functions. */
function resolveExplicitly(schema: GraphQLSchema, plain: readonly string[]): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || plain.includes(type.name)) continue;
    for (const field of Object.values(type.getFields())) field.resolve ??= defaultFieldResolver;
  }
}

/** One query without directives and named fragments: of @skip and @include graphql-jit is not exact where fields merge. */
function compile(schema: GraphQLSchema, document: DocumentNode): Run | 'interpreted' {
  const [operation, ...others] = document.definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION || others.length > 0) return 'interpreted';
  if (operation.operation !== OperationTypeNode.QUERY || hasDirectives(operation)) return 'interpreted';
  const compiled = compileQuery(schema, document);
  return isCompiledQuery(compiled) ? compiled.query : 'interpreted';
}

function hasDirectives(operation: OperationDefinitionNode): boolean {
  let found = false;
  visit(operation, {
    Directive: () => {
      found = true;
      return BREAK;
    },
  });
  return found;
}
